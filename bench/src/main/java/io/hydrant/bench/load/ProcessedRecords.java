package io.hydrant.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import software.amazon.awssdk.services.firehose.model.ExtendedS3DestinationConfiguration;
import software.amazon.awssdk.services.firehose.model.Processor;
import software.amazon.awssdk.services.firehose.model.ProcessorParameter;
import software.amazon.awssdk.services.firehose.model.ProcessorType;

/// What records go through that are measured, beside those that go through nothing: documents of
/// JSON, each with one of 500 customers, by turns.
enum ProcessedRecords {
    plain("nothing") {
        @Override
        void configure(ExtendedS3DestinationConfiguration.Builder destination) {}
    },

    delimiter("AppendDelimiterToRecord") {
        @Override
        void configure(ExtendedS3DestinationConfiguration.Builder destination) {
            process(destination, processor(ProcessorType.APPEND_DELIMITER_TO_RECORD));
        }

        @Override
        int deliveredBytes(int recordBytes) {
            return recordBytes + 1;
        }
    },

    decompression("Decompression") {
        @Override
        void configure(ExtendedS3DestinationConfiguration.Builder destination) {
            process(
                    destination,
                    processor(ProcessorType.DECOMPRESSION, "CompressionFormat", "GZIP"));
        }

        @Override
        byte[] sent(byte[] document) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
                gzip.write(document);
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
            return bytes.toByteArray();
        }
    },

    function("a local Lambda in Python") {
        @Override
        void configure(ExtendedS3DestinationConfiguration.Builder destination) {
            process(
                    destination,
                    processor(
                            ProcessorType.LAMBDA,
                            "LambdaArn",
                            "arn:aws:lambda:us-east-1:000000000000:function:" + FUNCTION,
                            "BufferSizeInMBs",
                            "1",
                            "BufferIntervalInSeconds",
                            "1"));
        }
    },

    keys("MetadataExtraction, 500 partitions") {
        @Override
        void configure(ExtendedS3DestinationConfiguration.Builder destination) {
            process(
                    destination,
                    processor(
                            ProcessorType.METADATA_EXTRACTION,
                            "MetadataExtractionQuery",
                            "{customer:.customer}",
                            "JsonParsingEngine",
                            "JQ-1.6"));
            destination
                    .prefix(destination.build().prefix() + "!{partitionKeyFromQuery:customer}/")
                    .errorOutputPrefix("failed/")
                    .dynamicPartitioningConfiguration(on -> on.enabled(true));
        }
    };

    /// A function that answers with what it gets: see `bench/functions`.
    static final String FUNCTION = "same";

    private static final int CUSTOMERS = 500;
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";

    private final String title;

    ProcessedRecords(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /// Adds the processors to a stream that has none.
    abstract void configure(ExtendedS3DestinationConfiguration.Builder destination);

    /// What is sent in the place of a document.
    byte[] sent(byte[] document) {
        return document;
    }

    /// How many bytes a record of so many has in its object.
    int deliveredBytes(int recordBytes) {
        return recordBytes;
    }

    /// The records of a batch, all of the same length.
    List<byte[]> batch(SplittableRandom random, int records, int recordBytes) {
        List<byte[]> batch = new ArrayList<>();
        for (int i = 0; i < records; i++) {
            batch.add(sent(document(random, i % CUSTOMERS, recordBytes)));
        }
        return batch;
    }

    private static byte[] document(SplittableRandom random, int customer, int bytes) {
        StringBuilder text = new StringBuilder(bytes);
        text.append("{\"customer\":\"c%03d\",\"title\":\"".formatted(customer));
        while (text.length() < bytes - 3) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.append("\"}\n").toString().getBytes(UTF_8);
    }

    private static void process(
            ExtendedS3DestinationConfiguration.Builder destination, Processor processor) {
        destination.processingConfiguration(
                processing -> processing.enabled(true).processors(processor));
    }

    private static Processor processor(ProcessorType type, String... parameters) {
        List<ProcessorParameter> all = new ArrayList<>();
        for (int i = 0; i < parameters.length; i += 2) {
            all.add(
                    ProcessorParameter.builder()
                            .parameterName(parameters[i])
                            .parameterValue(parameters[i + 1])
                            .build());
        }
        return Processor.builder().type(type).parameters(all).build();
    }
}
