package io.hydrant.core.iam;

import io.hydrant.core.catalog.SqliteDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// Whether a caller may do firehose:PutRecordBatch: a user with two inline policies of seven
/// statements, a Deny with a condition among them; the same user where that Deny applies; and root.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PolicyBenchmark {
    private static final Instant NOW = Instant.parse("2026-11-22T20:00:00Z");
    private static final String ACCOUNT = "000000000000";
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-11-22T20:00:00Z"));
    private static final String WRITER =
            """
            {"Version":"2012-10-17","Statement":[
             {"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::films/*"},
             {"Effect":"Allow","Action":["firehose:Describe*","firehose:List*"],"Resource":"*"},
             {"Effect":"Allow","Action":["firehose:PutRecord","firehose:PutRecordBatch"],
              "Resource":"arn:aws:firehose:us-east-1:000000000000:deliverystream/${aws:username}-*"},
             {"Effect":"Allow","Action":"iam:GetUser",
              "Resource":"arn:aws:iam::*:user/${aws:username}"}]}\
            """;
    private static final String GUARD =
            """
            {"Version":"2012-10-17","Statement":[
             {"Effect":"Deny","Action":"firehose:*","Resource":"*",
              "Condition":{"NotIpAddress":{"aws:SourceIp":["10.0.0.0/8","127.0.0.0/8"]}}},
             {"Effect":"Deny","Action":"firehose:Delete*","Resource":"*"},
             {"Effect":"Allow","Action":"cloudformation:Describe*","Resource":"*"}]}\
            """;

    private final Path folder = temporaryFolder();
    private final SqliteDatabase catalog = database(folder);
    private final Iam iam = iam(catalog);
    private final Authorizer authorizer = new Authorizer(iam);
    private final Principal user = user(iam);
    private final AuthorizationRequest allowed = request(user, "10.1.2.3");
    private final AuthorizationRequest denied = request(user, "192.0.2.1");
    private final AuthorizationRequest root = request(new Principal.Root(ACCOUNT), "10.1.2.3");

    /// Measures nothing but what it says it measures.
    @Setup
    public void check() {
        if (!authorizer.decide(allowed).allowed()
                || !(authorizer.decide(denied) instanceof Decision.DeniedBy)
                || !authorizer.decide(root).allowed()) {
            throw new IllegalStateException("The decisions are not those to be measured");
        }
    }

    @TearDown
    public void close() throws IOException {
        catalog.close();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    @Benchmark
    public Object userAllowed() {
        return authorizer.decide(allowed);
    }

    @Benchmark
    public Object userDenied() {
        return authorizer.decide(denied);
    }

    @Benchmark
    public Object asRoot() {
        return authorizer.decide(root);
    }

    private static AuthorizationRequest request(Principal principal, String sourceIp) {
        return new AuthorizationRequest(
                principal,
                "firehose:PutRecordBatch",
                "arn:aws:firehose:us-east-1:000000000000:deliverystream/ana-films",
                new Circumstances(
                        NOW,
                        false,
                        "us-east-1",
                        Optional.of(sourceIp),
                        Optional.of("aws-sdk-java/2.41.28"),
                        Optional.empty(),
                        Optional.empty(),
                        List.of()),
                RequestKeys.NONE,
                ResourcePolicy.NONE,
                ACCOUNT);
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("hydrant-bench");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SqliteDatabase database(Path folder) {
        try {
            return SqliteDatabase.open(folder.resolve("catalog.db"), IamSchema.STEPS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Iam iam(SqliteDatabase catalog) {
        try {
            return new Iam(catalog, ACCOUNT, CLOCK, new Random(7));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Principal user(Iam iam) {
        try {
            Identity ana =
                    iam.create(
                            new Iam.NewIdentity(
                                    Identity.Kind.USER,
                                    "ana",
                                    "/",
                                    Optional.empty(),
                                    List.of(),
                                    Optional.empty()));
            iam.putInlinePolicy(Identity.Kind.USER, "ana", "guard", GUARD);
            iam.putInlinePolicy(Identity.Kind.USER, "ana", "writer", WRITER);
            return iam.user(ana);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
