package io.hydrant.cli.client;

import io.hydrant.cli.program.CommandFailure;
import io.hydrant.core.delivery.Expired;
import io.hydrant.core.delivery.LogProof;
import io.hydrant.core.log.BackupLog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// What `GET /_hydrant/status` tells.
///
/// @param complete whether the key that asked may see every stream there is
/// @param total how many streams there are of those that were asked for; `streams` may be fewer
/// @param troubled how many of these are in trouble
/// @param backlogBytes of all of these
/// @param cluster the nodes that share the streams, if the server is one of several, and the key
///   may see every stream
public record ServerStatus(
        List<Stream> streams,
        boolean complete,
        long total,
        long troubled,
        long backlogBytes,
        Optional<Cluster> cluster) {

    /// @param node the id of the one that was asked
    /// @param inTouch whether it knows what the others do at present
    public record Cluster(String node, boolean inTouch, List<Node> nodes) {
        public Cluster {
            nodes = List.copyOf(nodes);
        }

        public long gone() {
            return nodes.stream().filter(Node::gone).count();
        }
    }

    /// @param name its host and data directory
    /// @param silentSeconds since it was heard of
    /// @param gone whether that is so long that it is taken for dead
    /// @param streams how many it delivers
    /// @param standsAside whether it leaves delivery to others, who can use the S3 where it cannot
    /// @param storeTrouble why it cannot use the S3
    /// @param clockAheadSeconds of the database's clock
    /// @param clockOff whether that is more than is passed over
    public record Node(
            String id,
            String name,
            String endpoint,
            String version,
            Instant started,
            Instant seen,
            double silentSeconds,
            boolean gone,
            long streams,
            Amount backlog,
            boolean standsAside,
            Optional<String> storeTrouble,
            double clockAheadSeconds,
            boolean clockOff) {}

    /// Figures that the server does not know are empty: for a moment after its start, and for as
    /// long as a stream is stopped whose checkpoint is damaged.
    ///
    /// @param log the id of the stream's log; a stream that is created anew has another
    /// @param buffered what the open object holds so far
    /// @param bufferAgeSeconds since the open object's first record arrived
    /// @param backlog acknowledged, and in no object yet
    /// @param oldestAgeSeconds since the oldest record of the backlog arrived
    /// @param failures attempts in a row to deliver that have failed; 0 when all is well
    /// @param expired given up, because the destination failed for longer than the retention
    /// @param processed what became of records that were processed, where some were
    /// @param refusal why new records are refused at present
    /// @param stopped why the stream has stopped: its log is damaged
    /// @param recordsInFiles how many records lie in the log's files, delivered or not
    /// @param from the position with which its objects begin
    /// @param backup of its source records, if it is backed up
    /// @param node the node that delivers it, where several share the streams
    /// @param asOf when it was so, as that node told
    /// @param nobody why no node delivers it at present
    /// @param errorLog what became of errors for its log group, where it wants that
    /// @param logs each of its logs, of which one is `log`; several when it has several shards
    public record Stream(
            String name,
            String status,
            String log,
            Optional<Amount> buffered,
            Optional<Double> bufferAgeSeconds,
            long sizeHintBytes,
            long intervalSeconds,
            Optional<Amount> backlog,
            Optional<Double> oldestAgeSeconds,
            Optional<Long> deliveredRecords,
            Optional<Long> deliveredObjects,
            Optional<Delivery> lastDelivery,
            Optional<Trouble> lastError,
            long failures,
            Optional<Expired> expired,
            Optional<Processed> processed,
            Optional<String> refusal,
            Optional<String> stopped,
            Optional<Long> recordsInFiles,
            long from,
            Optional<Backup> backup,
            Optional<String> node,
            Optional<Instant> asOf,
            Optional<String> nobody,
            Optional<ErrorEvents> errorLog,
            List<LogProof.Own> logs) {
        public Stream {
            logs = List.copyOf(logs);
        }

        /// Whether nodes share it.
        public boolean isShared() {
            return node.isPresent() || nobody.isPresent();
        }

        /// Why what waits is not delivered, while trying fails.
        public Optional<Trouble> trouble() {
            boolean waits = backlog.map(left -> left.records() > 0).orElse(true);
            return failures > 0 && waits ? lastError : Optional.empty();
        }
    }

    /// @param place the name of its bucket
    /// @param stream as if the backup were all that there is
    public record Backup(String place, Stream stream) {}

    public record Amount(long records, long bytes) {}

    /// @param failures so many records, or parts of them, failed: they are in error objects, or
    ///   will be
    /// @param lastFailure since the start of the server
    public record Processed(
            long records, long dropped, long failures, Optional<Trouble> lastFailure) {}

    /// @param cut why the object ended: its size, its age, …
    public record Delivery(
            Instant time, String bucket, String key, long records, long bytes, String cut) {}

    /// What became of errors that were to be written into a log group, since the server's start.
    ///
    /// @param repeated left out because others like them were written
    /// @param trouble why they are not written at present
    public record ErrorEvents(long written, long repeated, long lost, Optional<String> trouble) {}

    public record Trouble(Instant time, String code, String message) {}

    public ServerStatus {
        streams = List.copyOf(streams);
    }

    /// The stream of that name.
    ///
    /// @throws CommandFailure when there is none, or none that this key may see
    public Stream stream(String name) {
        return find(name)
                .orElseThrow(() ->
                        complete
                                ? new CommandFailure(
                                        "There is no delivery stream " + name + ".",
                                        "`hydrant status` lists those that there are.")
                                : new CommandFailure(
                                        "There is no delivery stream %s that this key may see."
                                                .formatted(name),
                                        "Seeing one needs firehose:DescribeDeliveryStream; `hydrant status` lists what this key sees."));
    }

    public Optional<Stream> find(String name) {
        return streams.stream().filter(stream -> stream.name().equals(name)).findFirst();
    }

    static ServerStatus of(JsonNode document) {
        List<Stream> streams = new ArrayList<>();
        for (JsonNode stream : document.path("streams")) {
            streams.add(streamOf(stream));
        }
        return new ServerStatus(
                streams,
                document.path("complete").asBoolean(true),
                document.path("total").asLong(streams.size()),
                document.path("troubled").asLong(0),
                document.path("backlogBytes").asLong(0),
                present(document.path("cluster")).map(ServerStatus::clusterOf));
    }

    private static Cluster clusterOf(JsonNode cluster) {
        return new Cluster(
                cluster.path("node").asString(),
                cluster.path("inTouch").asBoolean(true),
                cluster.path("nodes").valueStream().map(ServerStatus::nodeOf).toList());
    }

    private static Node nodeOf(JsonNode node) {
        return new Node(
                node.path("id").asString(),
                node.path("name").asString(),
                node.path("endpoint").asString(),
                node.path("version").asString(),
                Instant.parse(node.path("started").asString()),
                Instant.parse(node.path("seen").asString()),
                node.path("silentSeconds").asDouble(),
                node.path("gone").asBoolean(),
                node.path("streams").asLong(),
                new Amount(
                        node.path("backlogRecords").asLong(), node.path("backlogBytes").asLong()),
                node.path("standsAside").asBoolean(false),
                node.path("storeTrouble").stringValueOpt(),
                node.path("clockAheadSeconds").asDouble(0),
                node.path("clockOff").asBoolean(false));
    }

    private static Stream streamOf(JsonNode stream) {
        String log = stream.path("log").asString();
        Optional<Backup> backup =
                present(stream.path("backup"))
                        .map(node ->
                                new Backup(
                                        node.path("place").asString(),
                                        streamOf(
                                                stream,
                                                BackupLog.idOf(log),
                                                node,
                                                Optional.empty())));
        return streamOf(stream, log, stream, backup);
    }

    /// @param node what is told of its objects
    private static Stream streamOf(
            JsonNode stream, String log, JsonNode node, Optional<Backup> backup) {
        return new Stream(
                stream.path("name").asString(),
                stream.path("status").asString(),
                log,
                amountOf(node.path("bufferedRecords"), node.path("bufferedBytes")),
                secondsOf(node.path("bufferAgeSeconds")),
                node.path("sizeHintBytes").asLong(),
                node.path("intervalSeconds").asLong(),
                amountOf(node.path("backlogRecords"), node.path("backlogBytes")),
                secondsOf(node.path("oldestAgeSeconds")),
                numberOf(node.path("deliveredRecords")),
                numberOf(node.path("deliveredObjects")),
                present(node.path("lastDelivery")).map(ServerStatus::deliveryOf),
                present(node.path("lastError")).map(ServerStatus::troubleOf),
                node.path("failures").asLong(0),
                present(node.path("expired")).map(ServerStatus::expiredOf),
                present(node.path("processed")).map(ServerStatus::processedOf),
                stream.path("refusal").stringValueOpt(),
                stream.path("stopped").stringValueOpt(),
                numberOf(stream.path("recordsInFiles")),
                node.path("fromPosition").asLong(0),
                backup,
                stream.path("node").stringValueOpt(),
                stream.path("asOf").stringValueOpt().map(Instant::parse),
                stream.path("nobody").stringValueOpt(),
                present(stream.path("errorLog")).map(ServerStatus::errorsOf),
                logsOf(stream, log, node));
    }

    private static List<LogProof.Own> logsOf(JsonNode stream, String log, JsonNode node) {
        if (stream.path("shards").isEmpty()) {
            return List.of(ownOf(log, node));
        }
        boolean isBackup = BackupLog.isIdOf(log);
        return stream.path("shards")
                .valueStream()
                .map(shard -> {
                    String id = shard.path("log").asString();
                    return isBackup
                            ? ownOf(BackupLog.idOf(id), shard.path("backup"))
                            : ownOf(id, shard);
                })
                .toList();
    }

    private static LogProof.Own ownOf(String log, JsonNode node) {
        return new LogProof.Own(
                log,
                node.path("fromPosition").asLong(0),
                present(node.path("expired")).map(ServerStatus::expiredOf).orElse(Expired.NOTHING));
    }

    private static Optional<Amount> amountOf(JsonNode records, JsonNode bytes) {
        return numberOf(records).map(count -> new Amount(count, bytes.asLong()));
    }

    private static Optional<Double> secondsOf(JsonNode node) {
        return node.isNumber() ? Optional.of(node.asDouble()) : Optional.empty();
    }

    private static Optional<Long> numberOf(JsonNode node) {
        return node.isNumber() ? Optional.of(node.asLong()) : Optional.empty();
    }

    private static ErrorEvents errorsOf(JsonNode node) {
        return new ErrorEvents(
                node.path("written").asLong(),
                node.path("repeated").asLong(),
                node.path("lost").asLong(),
                node.path("trouble").stringValueOpt());
    }

    private static Expired expiredOf(JsonNode node) {
        return new Expired(
                node.path("records").asLong(),
                node.path("bytes").asLong(),
                node.path("unlistedRecords").asLong(),
                node.path("unlistedBefore").asLong(),
                node.path("ranges").valueStream().map(ServerStatus::rangeOf).toList());
    }

    private static Processed processedOf(JsonNode node) {
        return new Processed(
                node.path("records").asLong(),
                node.path("dropped").asLong(),
                node.path("failures").asLong(),
                present(node.path("lastFailure")).map(ServerStatus::troubleOf));
    }

    private static Expired.Range rangeOf(JsonNode node) {
        return new Expired.Range(
                node.path("first").asLong(),
                node.path("last").asLong(),
                node.path("bytes").asLong(),
                Instant.parse(node.path("oldestArrival").asString()),
                node.path("mayBeStored").asBoolean());
    }

    private static Delivery deliveryOf(JsonNode node) {
        return new Delivery(
                Instant.parse(node.path("time").asString()),
                node.path("bucket").asString(),
                node.path("key").asString(),
                node.path("records").asLong(),
                node.path("bytes").asLong(),
                node.path("cut").asString());
    }

    private static Trouble troubleOf(JsonNode node) {
        return new Trouble(
                Instant.parse(node.path("time").asString()),
                node.path("code").asString(),
                node.path("message").asString());
    }

    private static Optional<JsonNode> present(JsonNode node) {
        return node.isObject() ? Optional.of(node) : Optional.empty();
    }
}
