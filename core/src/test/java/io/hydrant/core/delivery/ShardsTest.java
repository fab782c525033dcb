package io.hydrant.core.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.catalog.Database;
import io.hydrant.core.catalog.SqliteDatabase;
import io.hydrant.core.disk.Disk;
import io.hydrant.core.disk.RealDisk;
import io.hydrant.core.log.ClientToken;
import io.hydrant.core.log.Invocation;
import io.hydrant.core.log.Logs;
import io.hydrant.core.log.Ownership;
import io.hydrant.core.log.RecordBatch;
import io.hydrant.core.log.ShardLog;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.stream.DeliveryStreams;
import io.hydrant.core.stream.DeliveryStreamsSchema;
import io.hydrant.core.stream.Ingest;
import io.hydrant.core.stream.StreamCalls;
import io.hydrant.core.stream.StreamTag;
import io.hydrant.testing.Wait;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A stream with several logs: each is delivered by itself, and records of one are in order.
@Timeout(60)
class ShardsTest {
    private static final int SHARDS = 4;

    @TempDir Path folder;
    private final MemorySink sink = new MemorySink();
    private final Disk disk = new RealDisk();
    private final InstantSource clock = InstantSource.system();
    private final Random random = new Random(1);
    private Database catalog;
    private DeliveryStreams streams;
    private Logs logs;
    private DeliveryEngine engine;

    @BeforeEach
    void begin() throws IOException {
        catalog = SqliteDatabase.open(folder.resolve("catalog.db"), DeliveryStreamsSchema.STEPS);
        streams =
                new DeliveryStreams(
                        catalog,
                        (role, stream) -> true,
                        "us-east-1",
                        "123456789012",
                        clock,
                        random);
        start();
    }

    private void start() throws IOException {
        logs = new Logs(folder.resolve("logs"), disk, clock, random);
        engine = Engines.of(logs, Ownership.ALL, streams, sink, random);
        engine.start();
    }

    @AfterEach
    void end() throws IOException {
        stop();
        catalog.close();
    }

    private void stop() throws IOException {
        engine.close();
        logs.close();
    }

    @Test
    void everyRecordIsDeliveredOnceAndThoseOfOneProducerInOrder() throws Exception {
        DeliveryStream stream = StreamCalls.create(streams, request("4"));
        Set<String> ids = new HashSet<>();
        int sent = 0;
        for (int i = 0; i < 200; i++) {
            if (i == 100) {
                stop();
                start();
            }
            for (int producer = 0; producer < 10; producer++) {
                RecordBatch batch =
                        batch("p%d:%d;".formatted(producer, i))
                                .named(Optional.of(new ClientToken("p" + producer, i)));
                ids.addAll(new Ingest(logs).put(stream, batch));
                sent++;
            }
        }
        int all = sent;
        await(() -> records().size() == all);
        assertThat(ids).hasSize(all);
        assertThat(records()).doesNotHaveDuplicates();
        for (int producer = 0; producer < 10; producer++) {
            String of = "p" + producer + ":";
            List<Integer> numbers =
                    records().stream()
                            .filter(record -> record.startsWith(of))
                            .map(record -> Integer.valueOf(record.substring(of.length())))
                            .toList();
            assertThat(numbers).isSorted();
        }
        assertThat(logsOfObjects()).isSubsetOf(stream.logIds()).hasSizeGreaterThan(1);
        await(() ->
                engine.status("orders").orElseThrow().figures().orElseThrow().deliveredRecords()
                        == all);
        assertThat(engine.statusOfLogs(stream)).hasSize(SHARDS);
    }

    @Test
    void aRepeatIsFoundInItsShardAndOthersAreSpread() throws Exception {
        DeliveryStream stream = StreamCalls.create(streams, request("4"));
        Ingest ingest = new Ingest(logs);
        for (int i = 0; i < 100; i++) {
            Invocation call = new Invocation(i * 7919L, i, false);
            List<String> first = ingest.put(stream, batch("c" + i + ";").named(Optional.of(call)));
            Invocation again = new Invocation(call.high(), call.low(), true);
            assertThat(ingest.put(stream, batch("c" + i + ";").named(Optional.of(again))))
                    .isEqualTo(first);
            ingest.put(stream, batch("n" + i + ";"));
        }
        await(() -> records().size() == 200);
        assertThat(records()).doesNotHaveDuplicates();
        assertThat(logsOfObjects()).containsExactlyInAnyOrderElementsOf(stream.logIds());
    }

    @Test
    void deletingTheStreamRemovesAllItsLogs() throws Exception {
        DeliveryStream stream = StreamCalls.create(streams, request("3"));
        Ingest ingest = new Ingest(logs);
        for (int i = 0; i < 30; i++) {
            ingest.put(stream, batch("n" + i + ";"));
        }
        assertThat(logs.stored()).containsAll(stream.logIds());
        streams.delete("orders");
        await(() -> logs.stored().isEmpty());
    }

    @Test
    void howManyThereAreNeverChanges() throws Exception {
        StreamCalls.create(streams, request("2"));
        assertThatThrownBy(() -> streams.tag("orders", List.of(shards("3"))))
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining("cannot be changed");
        assertThatThrownBy(() -> streams.untag("orders", Set.of("hydrant:shards")))
                .isInstanceOf(ServiceException.class);
        streams.tag("orders", List.of(shards("2"), new StreamTag("team", Optional.of("a"))));
        assertThat(streams.existing("orders").shards()).isEqualTo(2);
        assertThat(streams.existing("orders").logIds())
                .containsExactly(
                        streams.existing("orders").logId(),
                        ShardLog.idOf(streams.existing("orders").logId(), 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "33", "-1", "two", "", "1.5", "٤"})
    void whatIsNoNumberOfShardsIsRefused(String shards) {
        assertThatThrownBy(() -> StreamCalls.create(streams, request(shards)))
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining("from 1 to 32");
    }

    private static StreamTag shards(String number) {
        return new StreamTag("hydrant:shards", Optional.of(number));
    }

    private static RecordBatch batch(String text) {
        return RecordBatch.of(List.of(text.getBytes(UTF_8)));
    }

    /// In the order of the objects' keys and, inside, of their bytes.
    private List<String> records() {
        List<String> all = new ArrayList<>();
        sink.objects().values().stream()
                .sorted((one, other) ->
                        Long.compare(
                                one.metadata().firstPosition(), other.metadata().firstPosition()))
                .forEach(object ->
                        all.addAll(List.of(new String(object.bytes(), UTF_8).split(";"))));
        return all;
    }

    private List<String> logsOfObjects() {
        return sink.objects().values().stream()
                .map(object -> object.metadata().log())
                .distinct()
                .toList();
    }

    private static void await(Wait.Look<Boolean> look) {
        Wait.seconds(30).until("it is so", look);
    }

    private static ObjectNode request(String shards) {
        ObjectNode body =
                (ObjectNode)
                        JsonMapper.shared()
                                .readTree(
                                        """
                                        {"DeliveryStreamName": "orders",
                                         "ExtendedS3DestinationConfiguration": {
                                           "RoleARN": "arn:aws:iam::123456789012:role/delivery",
                                           "BucketARN": "arn:aws:s3:::bucket",
                                           "BufferingHints": {"SizeInMBs": 1, "IntervalInSeconds": 0}}}
                                        """);
        body.putArray("Tags").addObject().put("Key", "hydrant:shards").put("Value", shards);
        return body;
    }
}
