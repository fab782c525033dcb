package io.hydrant.server.firehose;

import io.hydrant.aws.Headers;
import io.hydrant.aws.ServiceException;
import io.hydrant.core.catalog.Database;
import io.hydrant.core.catalog.SqliteDatabase;
import io.hydrant.core.disk.RealDisk;
import io.hydrant.core.iam.AuthorizationRequest;
import io.hydrant.core.iam.Circumstances;
import io.hydrant.core.iam.Decision;
import io.hydrant.core.iam.Principal;
import io.hydrant.core.log.Logs;
import io.hydrant.core.log.RecordBatch;
import io.hydrant.core.meter.Meters;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.stream.DeliveryStreams;
import io.hydrant.core.stream.DeliveryStreamsSchema;
import io.hydrant.core.stream.Ingest;
import io.hydrant.core.stream.IssuedIds;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.JsonOperation;
import io.hydrant.server.http.protocol.RepeatableOperation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Firehose's operations over a real catalog and a real intake, with a note of what it was given,
/// and with permissions as each test wants them.
final class FirehoseFixture implements AutoCloseable {
    static final String ROLE = "arn:aws:iam::000000000000:role/delivery";

    /// A request over plain HTTP from a network of one's own, with long-term credentials.
    private static final Circumstances UNREMARKABLE =
            new Circumstances(
                    Instant.parse("2026-11-22T20:00:00Z"),
                    false,
                    "us-east-1",
                    Optional.of("10.1.2.3"),
                    Optional.of("test/1.0"),
                    Optional.empty(),
                    Optional.empty(),
                    List.of());

    /// What the intake was given, one list for each request.
    final List<List<byte[]>> taken = new ArrayList<>();

    /// The ids that it gave out.
    final List<String> issued = new ArrayList<>();

    /// What the authorizer was asked.
    final List<AuthorizationRequest> asked = new ArrayList<>();

    final Meters meters = Meters.unread();
    final DeliveryStreams streams;
    private final Database catalog;
    private final Logs logs;
    private final Ingest ingest;
    private List<JsonOperation> operations;
    private Function<AuthorizationRequest, Decision> permissions =
            request -> new Decision.Allowed();

    FirehoseFixture(Path directory) throws IOException {
        catalog = SqliteDatabase.open(directory.resolve("catalog.db"), DeliveryStreamsSchema.STEPS);
        SplittableRandom random = new SplittableRandom(2);
        logs = new Logs(directory.resolve("logs"), new RealDisk(), InstantSource.system(), random);
        ingest = new Ingest(logs);
        streams =
                new DeliveryStreams(
                        catalog,
                        (role, stream) -> role.equals(ROLE),
                        "us-east-1",
                        "000000000000",
                        InstantSource.fixed(Instant.parse("2024-01-15T10:20:30.100Z")),
                        new SplittableRandom(1));
        operations = FirehoseOperations.all(streams, this::take, this::decide, meters);
    }

    /// From now on.
    void imposeQuotas(InstantSource clock) {
        operations =
                FirehoseOperations.withQuotas(streams, this::take, this::decide, meters, clock);
    }

    private IssuedIds take(DeliveryStream stream, RecordBatch records) {
        taken.add(records.unpacked());
        IssuedIds ids = ingest.put(stream, records);
        issued.addAll(ids);
        return ids;
    }

    /// How many records the stream's log holds.
    long stored(String stream) {
        try {
            return logs.log(streams.existing(stream).logId()).end().position();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Decision decide(AuthorizationRequest request) {
        asked.add(request);
        return permissions.apply(request);
    }

    List<JsonOperation> operations() {
        return operations;
    }

    void decideBy(Function<AuthorizationRequest, Decision> other) {
        permissions = other;
    }

    /// Calls an operation with a JSON body in which `'` stands for `"`.
    String call(String operation, String body) throws IOException {
        return call(operation, body, Map.of());
    }

    /// The same with headers, of an operation that heeds them.
    String call(String operation, String body, Map<String, String> headers) throws IOException {
        byte[] bytes = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        Principal user = new Principal.User("000000000000", "/", "ana", "AIDA1");
        Caller caller =
                new Caller(user, "AKIA1", "us-east-1", "request-1", UNREMARKABLE, Optional.empty());
        byte[] answer =
                operation(operation) instanceof RepeatableOperation repeatable
                        ? repeatable.answer(bytes, caller, new Headers(listed(headers)))
                        : operation(operation).answer(bytes, caller);
        return new String(answer, StandardCharsets.UTF_8);
    }

    private static Map<String, List<String>> listed(Map<String, String> headers) {
        return headers.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> List.of(entry.getValue())));
    }

    private JsonOperation operation(String name) {
        return operations.stream()
                .filter(operation -> operation.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /// As [#call], for what is refused: the code, a colon and the text.
    String refusal(String operation, String body) {
        try {
            throw new AssertionError("Accepted with " + call(operation, body));
        } catch (ServiceException refusal) {
            return refusal.code() + ": " + refusal.text();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void createStream(String name) throws IOException {
        call(
                "CreateDeliveryStream",
                "{'DeliveryStreamName':'%s','ExtendedS3DestinationConfiguration':{'RoleARN':'%s','BucketARN':'arn:aws:s3:::b'}}"
                        .formatted(name, ROLE));
    }

    @Override
    public void close() throws IOException {
        logs.close();
        catalog.close();
    }
}
