package io.hydrant.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.testing.Wait;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.firehose.model.ExtendedS3DestinationConfiguration;

/// Streams of a cluster, clients that send to them, and the account of what came of it. A round
/// begins and ends in fair weather.
final class StormRound implements AutoCloseable {
    private static final Wait SOON = Wait.seconds(60);
    private static final Wait DELIVERY = Wait.seconds(150);

    /// Attempts of a call, and how long each is waited for: enough for a node's death, mostly.
    private static final int RETRYING = 6;

    private static final Duration ATTEMPT = Duration.ofSeconds(8);

    /// What a client puts last; it is alone.
    private static final String END = "end-";

    /// What a woken node still had to append is in an object after so long, at the latest.
    private static final long LATE_MILLIS = 4000;

    private final Cluster cluster;
    private final Ledger ledger = new Ledger(Ledger.Unanswered.AT_ANY_TIME);
    private final AtomicInteger unknown = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();
    private final List<FirehoseClient> clients = new ArrayList<>();
    private final List<Thread> senders = new ArrayList<>();
    private final List<String> streams = new ArrayList<>();
    private final Random random;

    StormRound(Cluster cluster, int number, Random random) {
        this.cluster = cluster;
        this.random = random;
        create("plain-" + number, 1, settings -> settings.compressionFormat("UNCOMPRESSED"));
        create("packed-" + number, 0, settings -> settings.compressionFormat("GZIP"));
        create(
                "dated-" + number,
                1,
                settings ->
                        settings.prefix("data/day=!{timestamp:DDD}/second=!{timestamp:ss}/")
                                .errorOutputPrefix("errors/!{firehose:error-output-type}/"));
        create("alone-" + number, 1, settings -> settings.compressionFormat("UNCOMPRESSED"));
        for (String stream : streams) {
            cluster.nodes().forEach(node -> awaitKnown(node, stream));
        }
        List<FirehoseClient> each =
                cluster.nodes().stream()
                        .map(node -> opened(cluster.at(node).firehose(1, ATTEMPT)))
                        .toList();
        for (String stream : streams) {
            boolean isAlone = stream.startsWith("alone");
            send(stream, 1, List.of(opened(cluster.anywhere().firehose(RETRYING, ATTEMPT))));
            if (!isAlone) {
                send(stream, 9, each);
                send(stream, 4, List.of(opened(cluster.anywhere().firehose(RETRYING, ATTEMPT))));
            }
        }
    }

    private FirehoseClient opened(FirehoseClient client) {
        clients.add(client);
        return client;
    }

    private void create(
            String stream,
            int intervalSeconds,
            Consumer<ExtendedS3DestinationConfiguration.Builder> settings) {
        streams.add(stream);
        cluster.objects().createBucket(stream);
        cluster.at(cluster.nodes().getFirst())
                .createStream(
                        stream,
                        stream,
                        destination ->
                                destination
                                        .prefix("out/")
                                        .bufferingHints(hints ->
                                                hints.sizeInMBs(1)
                                                        .intervalInSeconds(intervalSeconds))
                                        .applyMutation(settings));
    }

    private void awaitKnown(Node node, String stream) {
        try (FirehoseClient firehose = cluster.at(node).firehose(3)) {
            SOON.until(
                    node.name() + " knows " + stream,
                    () ->
                            firehose.listDeliveryStreams(request -> request.limit(1000))
                                    .deliveryStreamNames()
                                    .contains(stream));
        }
    }

    private void send(String stream, int batch, List<FirehoseClient> doors) {
        String client = stream + "-" + senders.size();
        StormSender sender =
                new StormSender(
                        doors,
                        new Random(random.nextLong()),
                        ledger,
                        stream,
                        client,
                        batch,
                        unknown,
                        over);
        senders.add(Thread.ofPlatform().name(client).start(sender));
    }

    List<String> streams() {
        return List.copyOf(streams);
    }

    int acknowledged() {
        return ledger.acknowledgedRecords();
    }

    /// Calls of which it is not known whether they were taken.
    int unknown() {
        return unknown.get();
    }

    /// How many objects each stream has. The S3's folder is looked into, as long as it is away too.
    Map<String, Long> objects() {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (String stream : streams) {
            Path bucket = cluster.store().objects().resolve(stream);
            try (Stream<Path> files = Files.walk(bucket)) {
                counts.put(stream, files.filter(Files::isRegularFile).count());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (UncheckedIOException goneMeanwhile) {
                counts.put(stream, -1L);
            }
        }
        return counts;
    }

    /// Returns once every stream delivers.
    void awaitFirstObjects() {
        SOON.until(
                "every stream has delivered",
                this::objects,
                counts -> counts.values().stream().allMatch(count -> count > 0));
    }

    /// Ends the clients, waits until all is delivered, and holds every object against what was
    /// acknowledged.
    ///
    /// @return how many objects there are
    int audit() throws IOException, InterruptedException {
        over.set(true);
        for (Thread sender : senders) {
            sender.join();
        }
        StormLog.say("clients have ended: %,d records acknowledged", acknowledged());
        for (String stream : streams) {
            putEnd(stream);
        }
        for (String stream : streams) {
            awaitEnd(stream);
        }
        StormLog.say("all is delivered");
        // Nothing tells of what does not come.
        TimeUnit.MILLISECONDS.sleep(LATE_MILLIS);
        int objects = 0;
        for (String stream : streams) {
            Ledger.Audit audit = ledger.new Audit(stream);
            objects += new DeliveredObjects(cluster.objects(), stream).forEachLine(audit::next);
            audit.end();
        }
        assertThat(ledger.faults()).isEmpty();
        assertThat(ledger.acknowledgedByClient().values()).allMatch(records -> records > 0);
        for (String stream : streams) {
            verify(stream);
        }
        return objects;
    }

    private void putEnd(String stream) {
        StormSender sender =
                new StormSender(
                        List.of(opened(cluster.anywhere().firehose(RETRYING, ATTEMPT))),
                        random,
                        ledger,
                        stream,
                        END + stream,
                        1,
                        unknown,
                        over);
        for (int call = 0; !isAcknowledged(stream); call++) {
            assertThat(call).as("attempts to put to " + stream).isLessThan(10);
            ledger.sent(stream, END + stream, call, 1);
            sender.send(call);
        }
    }

    private boolean isAcknowledged(String stream) {
        return ledger.acknowledgedByClient().getOrDefault(END + stream, 0) > 0;
    }

    /// What is in the log after all else is in an object after all else.
    private void awaitEnd(String stream) {
        Set<String> seen = new HashSet<>();
        DeliveredObjects objects = new DeliveredObjects(cluster.objects(), stream);
        DELIVERY.until(
                "all of " + stream + " is delivered",
                () -> {
                    boolean[] isThere = new boolean[1];
                    objects.forEachLineOfNew(
                            seen, line -> isThere[0] |= line.startsWith(stream + " " + END));
                    return isThere[0];
                });
    }

    private void verify(String stream) throws IOException {
        Node node = cluster.nodes().get(random.nextInt(Cluster.NODES));
        Program.Ended ended = cluster.hydrant(node, "verify", "--stream", stream);
        assertThat(ended.status()).as(node.name() + ": " + ended.output()).isZero();
    }

    @Override
    public void close() {
        over.set(true);
        try {
            for (Thread sender : senders) {
                sender.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        clients.forEach(FirehoseClient::close);
    }
}
