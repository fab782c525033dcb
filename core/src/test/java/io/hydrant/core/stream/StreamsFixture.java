package io.hydrant.core.stream;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.catalog.Database;
import io.hydrant.core.catalog.Sql;
import io.hydrant.core.catalog.TestCatalog;
import io.hydrant.core.stream.destination.ExtendedS3Destination;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Delivery streams over a real catalog, which can be closed and opened again. Roles can be assumed
/// unless their name begins with `closed`.
final class StreamsFixture implements AutoCloseable {
    static final String ROLE = "arn:aws:iam::000000000000:role/delivery";
    static final String BUCKET = "arn:aws:s3:::films";

    private final Path file;
    private final int quota;
    private Duration transitions = Duration.ZERO;
    private Database catalog;
    DeliveryStreams streams;
    Instant now = Instant.parse("2024-01-15T10:20:30.123456Z");

    StreamsFixture(Path directory) throws IOException {
        this(directory, DeliveryStreams.STREAMS_MAX);
    }

    StreamsFixture(Path directory, int quota) throws IOException {
        this.file = directory.resolve("catalog.db");
        this.quota = quota;
        this.catalog = TestCatalog.of(file, DeliveryStreamsSchema.SCHEMA);
        this.streams = opened();
    }

    /// From now on streams are shown in their states between for that long.
    void showTransitions(Duration length) throws IOException {
        transitions = length;
        streams = opened();
    }

    private DeliveryStreams opened() throws IOException {
        return new DeliveryStreams(
                catalog,
                (role, stream) -> !role.contains("role/closed"),
                "us-east-1",
                "000000000000",
                () -> now,
                new SplittableRandom(1),
                StreamSettings.DEFAULT.withMost(quota).withTransitions(transitions));
    }

    void reopen() throws IOException {
        catalog.close();
        catalog = TestCatalog.of(file, DeliveryStreamsSchema.SCHEMA);
        streams = opened();
    }

    /// Puts a row into the catalog as the first version did.
    void insertAsFirstVersion(String name, String destination) throws IOException {
        catalog.write(connection ->
                Sql.update(
                        connection,
                        "INSERT INTO stream (arn, log_id, version, created_millis, updated_millis,"
                                + " destination, name) VALUES (?, ?, ?, ?, ?, ?, ?)",
                        "arn:aws:firehose:us-east-1:000000000000:deliverystream/" + name,
                        "log-of-" + name,
                        7,
                        1_700_000_000_000L,
                        1_700_000_000_001L,
                        destination,
                        name));
    }

    /// JSON in which `'` stands for `"`.
    static ObjectNode json(String text) {
        return (ObjectNode) JsonMapper.shared().readTree(text.replace('\'', '"'));
    }

    /// Creates a stream with a role, a bucket and these further members of its extended S3 block.
    DeliveryStream create(String name, String members) throws IOException {
        return StreamCalls.create(streams, request(name, members));
    }

    /// What a stream that [#create] made would deliver to.
    ExtendedS3Destination read(String members) {
        return (ExtendedS3Destination)
                StreamCalls.newStream(streams, request("unmade", members)).destination();
    }

    private static ObjectNode request(String name, String members) {
        return json(
                "{'DeliveryStreamName':'%s','ExtendedS3DestinationConfiguration':{'RoleARN':'%s','BucketARN':'%s'%s}}"
                        .formatted(name, ROLE, BUCKET, members));
    }

    DeliveryStream update(String name, int version, String block) throws IOException {
        return StreamCalls.update(
                streams,
                json(
                        "{'DeliveryStreamName':'%s','CurrentDeliveryStreamVersionId':'%d','DestinationId':'destinationId-000000000001',%s}"
                                .formatted(name, version, block)));
    }

    /// Something that may be refused.
    @FunctionalInterface
    interface Request {
        Object send() throws IOException;
    }

    /// The code, a colon and the text.
    static String refusal(Request request) {
        try {
            throw new AssertionError("Accepted: " + request.send());
        } catch (ServiceException refused) {
            return refused.code() + ": " + refused.text();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        catalog.close();
    }
}
