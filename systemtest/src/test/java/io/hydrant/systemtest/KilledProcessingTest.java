package io.hydrant.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.testing.Seed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.firehose.model.Processor;
import software.amazon.awssdk.services.firehose.model.ProcessorParameter;
import software.amazon.awssdk.services.firehose.model.ProcessorType;
import software.amazon.awssdk.services.firehose.model.Record;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A server is killed again and again while a function works on the records that answers otherwise
/// each time: keeps, drops, fails, throws, and gives partition keys at random.
class KilledProcessingTest {
    private static final int KILLS = 8;
    private static final int LIFE_MAX_MILLIS = 1_500;
    private static final int PARTS = 3;
    private static final Duration DELIVERY = Duration.ofSeconds(120);
    private static final JsonMapper JSON = JsonMapper.shared();

    private static final String DICE =
            """
            import base64, json, os, random

            def handler(event, context):
                if random.random() < 0.05:
                    raise RuntimeError('one')
                return {'records': [answer(record) for record in event['records']]}

            def answer(record):
                part = json.loads(base64.b64decode(record['data']))
                result = random.choice(['Ok', 'Ok', 'Ok', 'Dropped', 'ProcessingFailed'])
                if result == 'Dropped':
                    with open(os.environ['DROPPED'], 'a') as file:
                        file.write(part['id'] + '\\n')
                part['key'] = random.choice('abc')
                return {'recordId': record['recordId'], 'result': result,
                        'data': base64.b64encode(json.dumps(part).encode()).decode(),
                        'metadata': {'partitionKeys': {'key': part['key']}}}
            """;

    private final Set<String> acknowledged = new ConcurrentSkipListSet<>();
    private final AtomicBoolean isOver = new AtomicBoolean();

    @TempDir Path folder;

    @Test
    void eachPartOfEachRecordIsDeliveredOrFailedOnceOrWasDropped() throws Exception {
        Clients.python();
        Path dropped = Files.createFile(folder.resolve("dropped"));
        Path function = Files.writeString(folder.resolve("dice.py"), DICE);
        String option = "dice=%s:handler,env=DROPPED=%s".formatted(function, dropped);
        Seed seed = Seed.of(KilledProcessingTest.class);
        Random random = seed.random();
        int port = KeptPort.find(random);
        String listen = "127.0.0.1:" + port;
        ServerProcess server =
                ServerProcess.start(
                        folder.resolve("server"), "--listen", listen, "--lambda", option);
        Optional<Thread> sender = Optional.empty();
        try {
            createPipeline(Aws.of(server));
            sender = Optional.of(Thread.ofVirtual().start(sending(Aws.of(server))));
            for (int kill = 0; kill < KILLS; kill++) {
                // The life of the server is the test's input, not a wait for something to happen.
                TimeUnit.MILLISECONDS.sleep(random.nextInt(LIFE_MAX_MILLIS));
                server.kill();
                server =
                        ServerProcess.start(
                                folder.resolve("server"), "--listen", listen, "--lambda", option);
            }
            isOver.set(true);
            sender.get().join();
            Status.awaitDelivery(server, DELIVERY);
            audit(Aws.of(server), new TreeSet<>(Files.readAllLines(dropped)));
            Program.Ended verified =
                    Program.hydrant(server.environment(), "verify", "--stream", "dice");
            assertThat(verified.status()).as(verified.output()).isZero();
        } catch (AssertionError | Exception e) {
            throw new AssertionError(seed.replay() + "\n" + e + "\n" + server.report(), e);
        } finally {
            isOver.set(true);
            server.close();
        }
    }

    private static void createPipeline(Aws aws) {
        aws.createPipeline(
                "dice",
                "dice",
                destination ->
                        destination
                                .prefix("kept/!{partitionKeyFromLambda:key}/")
                                .errorOutputPrefix("failed/!{firehose:error-output-type}/")
                                .bufferingHints(hints -> hints.sizeInMBs(64).intervalInSeconds(0))
                                .dynamicPartitioningConfiguration(on -> on.enabled(true))
                                .processingConfiguration(processing ->
                                        processing
                                                .enabled(true)
                                                .processors(
                                                        processor(
                                                                ProcessorType.RECORD_DE_AGGREGATION,
                                                                "SubRecordType",
                                                                "JSON"),
                                                        processor(
                                                                ProcessorType.LAMBDA,
                                                                "LambdaArn",
                                                                "arn:aws:lambda:us-east-1:000000000000:function:dice",
                                                                "NumberOfRetries",
                                                                "1",
                                                                "BufferSizeInMBs",
                                                                "0.2",
                                                                "BufferIntervalInSeconds",
                                                                "0"),
                                                        processor(
                                                                ProcessorType
                                                                        .APPEND_DELIMITER_TO_RECORD))));
        try (var iam = aws.iam()) {
            iam.putRolePolicy(request ->
                    request.roleName("dice-delivery")
                            .policyName("invoke")
                            .policyDocument(
                                    """
                                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
                                    "Action":"lambda:InvokeFunction","Resource":"*"}]}\
                                    """));
        }
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

    /// Each record once, whether it is answered or not.
    private Runnable sending(Aws aws) {
        return () -> {
            try (FirehoseClient firehose = aws.firehose()) {
                for (int batch = 0; !isOver.get(); batch++) {
                    put(firehose, batch);
                }
            }
        };
    }

    private void put(FirehoseClient firehose, int batch) {
        List<Record> records = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            StringBuilder text = new StringBuilder();
            for (int part = 0; part < PARTS; part++) {
                String id = "%d-%d-%d".formatted(batch, i, part);
                ids.add(id);
                text.append("{\"id\":\"%s\",\"text\":\"ñ%s\"}".formatted(id, "x".repeat(50)));
            }
            records.add(Record.builder().data(SdkBytes.fromUtf8String(text.toString())).build());
        }
        try {
            firehose.putRecordBatch(request -> request.deliveryStreamName("dice").records(records));
            acknowledged.addAll(ids);
        } catch (SdkException e) {
            // It was killed meanwhile: they may be there, once.
        }
    }

    private void audit(Aws aws, Set<String> dropped) throws IOException {
        Map<String, Integer> found = new HashMap<>();
        int failed = 0;
        for (String key : aws.keys("dice", "")) {
            for (String line : aws.linesOf("dice", key)) {
                boolean isFailure = key.startsWith("failed/processing-failed/");
                JsonNode part = JSON.readTree(isFailure ? rawData(line) : line);
                assertThat(isFailure || key.startsWith("kept/" + part.path("key").asString()))
                        .as(key)
                        .isTrue();
                found.merge(part.path("id").asString(), 1, Integer::sum);
                failed += isFailure ? 1 : 0;
            }
        }
        assertThat(found.values()).as("how often each is there").containsOnly(1);
        Set<String> lost = new TreeSet<>(acknowledged);
        lost.removeAll(found.keySet());
        lost.removeAll(dropped);
        assertThat(lost).as("of %d", acknowledged.size()).isEmpty();
        assertThat(failed).isBetween(1, found.size() - 1);
        assertThat(acknowledged).hasSizeGreaterThan(1_000);
    }

    private static String rawData(String line) {
        byte[] raw = Base64.getDecoder().decode(JSON.readTree(line).path("rawData").asString());
        return new String(raw, StandardCharsets.UTF_8);
    }
}
