package io.hydrant.systemtest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.firehose.model.Record;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Many of the largest records, sent to one stream by several threads, and the proof that each is
/// in the stream's bucket once. A record begins with its thread and number; the rest is the same in
/// all.
record Backlog(Aws aws, String stream, String bucket, int recordsPerSender) {
    static final int RECORD_BYTES = 1_024_000;

    /// So many of the largest fit in a request.
    private static final int BATCH = 4;

    private static final int SENDERS = 3;
    private static final int LABEL_BYTES = 20;

    /// How large the objects are that were found.
    record Found(List<Long> sizes) {}

    /// At least `bytes`.
    static Backlog of(Aws aws, String stream, long bytes) {
        int perSender = Math.toIntExact(bytes / RECORD_BYTES / SENDERS) + 1;
        return new Backlog(aws, stream, stream, perSender);
    }

    long bytes() {
        return (long) SENDERS * recordsPerSender * RECORD_BYTES;
    }

    int records() {
        return SENDERS * recordsPerSender;
    }

    /// Returns when all is acknowledged.
    void send() throws Exception {
        try (ExecutorService senders = Executors.newFixedThreadPool(SENDERS)) {
            List<Future<?>> all = new ArrayList<>();
            for (int sender = 0; sender < SENDERS; sender++) {
                int number = sender;
                all.add(senders.submit(() -> send(number)));
            }
            for (Future<?> each : all) {
                each.get();
            }
        }
    }

    private void send(int sender) {
        try (FirehoseClient firehose = aws.firehose()) {
            for (int first = 0; first < recordsPerSender; first += BATCH) {
                List<Record> records =
                        IntStream.range(first, Math.min(first + BATCH, recordsPerSender))
                                .mapToObj(number -> record(sender, number))
                                .toList();
                firehose.putRecordBatch(
                        request -> request.deliveryStreamName(stream).records(records));
            }
        }
    }

    private static Record record(int sender, int number) {
        byte[] bytes = new byte[RECORD_BYTES];
        Arrays.fill(bytes, (byte) 'x');
        byte[] label = "%9d %9d ".formatted(sender, number).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(label, 0, bytes, 0, LABEL_BYTES);
        return Record.builder().data(SdkBytes.fromByteArrayUnsafe(bytes)).build();
    }

    /// Reads all objects, one record at a time.
    ///
    /// @throws AssertionError when a record is missing, there twice, damaged or out of order
    Found find() throws IOException {
        Map<Integer, BitSet> seen = new HashMap<>();
        List<Long> sizes = new ArrayList<>();
        try (S3Client s3 = aws.s3()) {
            for (S3Object object :
                    s3.listObjectsV2Paginator(request -> request.bucket(bucket)).contents()) {
                sizes.add(object.size());
                try (InputStream body =
                        s3.getObject(request -> request.bucket(bucket).key(object.key()))) {
                    read(body, seen);
                }
            }
        }
        for (int sender = 0; sender < SENDERS; sender++) {
            int found = seen.getOrDefault(sender, new BitSet()).cardinality();
            if (found != recordsPerSender) {
                throw new AssertionError(
                        "%s: sender %d sent %d records, and %d are there"
                                .formatted(stream, sender, recordsPerSender, found));
            }
        }
        return new Found(sizes);
    }

    private void read(InputStream body, Map<Integer, BitSet> seen) throws IOException {
        byte[] expected = new byte[RECORD_BYTES];
        Arrays.fill(expected, (byte) 'x');
        byte[] record = body.readNBytes(RECORD_BYTES);
        while (record.length > 0) {
            String label = new String(record, 0, LABEL_BYTES, StandardCharsets.US_ASCII);
            int sender = Integer.parseInt(label.substring(0, 9).strip());
            int number = Integer.parseInt(label.substring(10, 19).strip());
            BitSet numbers = seen.computeIfAbsent(sender, any -> new BitSet());
            boolean isWhole =
                    Arrays.equals(
                            record,
                            LABEL_BYTES,
                            record.length,
                            expected,
                            LABEL_BYTES,
                            RECORD_BYTES);
            if (!isWhole || number >= recordsPerSender || numbers.get(number)) {
                throw new AssertionError(
                        "%s: damaged or there twice: \"%s\"".formatted(stream, label));
            }
            numbers.set(number);
            record = body.readNBytes(RECORD_BYTES);
        }
    }
}
