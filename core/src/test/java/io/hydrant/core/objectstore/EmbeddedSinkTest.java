package io.hydrant.core.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.core.catalog.Database;
import io.hydrant.core.catalog.SqliteDatabase;
import io.hydrant.core.crypto.MasterKeyNote;
import io.hydrant.core.crypto.MasterKeySource;
import io.hydrant.core.crypto.MasterKeys;
import io.hydrant.core.disk.RealDisk;
import io.hydrant.core.iam.Authorizer;
import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.IamSchema;
import io.hydrant.core.iam.Identity;
import io.hydrant.core.iam.Principal;
import io.hydrant.core.iam.Tag;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedSinkTest {
    private static final String ACCOUNT = "000000000000";
    private static final Principal ROOT = new Principal.Root(ACCOUNT);
    private static final Principal STRANGER =
            new Principal.RoleSession(ACCOUNT, "/", "delivery", "AROA1", "firehose", List.of());

    @TempDir Path folder;
    private Database catalog;
    private S3Store store;
    private EmbeddedSink sink;
    private Iam iam;

    @BeforeEach
    void open() throws IOException {
        InstantSource clock = InstantSource.system();
        catalog =
                SqliteDatabase.openAll(
                        folder.resolve("catalog.db"),
                        List.of(IamSchema.SCHEMA, MasterKeyNote.SCHEMA));
        store =
                S3Store.open(
                        folder.resolve("s3"),
                        new RealDisk(),
                        clock,
                        new SplittableRandom(),
                        "us-east-1",
                        ACCOUNT,
                        MasterKeys.open(
                                catalog,
                                new MasterKeySource.OwnFolder(folder.resolve("keys")),
                                new RealDisk(),
                                new SecureRandom()));
        iam = new Iam(catalog, ACCOUNT, clock, new SplittableRandom());
        sink = new EmbeddedSink(store, new Authorizer(iam), clock);
        store.buckets().create("films", "us-east-1");
    }

    @AfterEach
    void close() throws IOException {
        store.close();
        catalog.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anObjectIsStoredOnce(boolean mayExist) throws IOException {
        ObjectSink.Outcome first = sink.putIfAbsent(draft(ROOT, "films", "k", "one"));
        assertThat(first).isInstanceOf(ObjectSink.Outcome.Stored.class);
        ObjectSink.Outcome second =
                sink.putIfAbsent(draft(ROOT, "films", "k", "another", mayExist));
        assertThat(second)
                .isInstanceOfSatisfying(
                        ObjectSink.Outcome.AlreadyThere.class,
                        there -> {
                            assertThat(there.size()).isEqualTo(3);
                            assertThat(there.metadata()).containsEntry("stream", "s");
                        });
        assertThat(blobs()).isEqualTo(1);
    }

    @Test
    void aWriterWithoutPermissionLeavesNothingAndLearnsTheReason() throws IOException {
        assertThatThrownBy(() -> sink.putIfAbsent(draft(STRANGER, "films", "k", "x")))
                .isInstanceOfSatisfying(
                        ObjectSink.ObjectSinkException.class,
                        refusal -> {
                            assertThat(refusal.code()).isEqualTo("S3.AccessDenied");
                            assertThat(refusal.getMessage())
                                    .contains("is not authorized to perform: s3:PutObject")
                                    .contains("s3:PutObject")
                                    .contains("arn:aws:s3:::films/k");
                        });
        assertThat(blobs()).isZero();
        assertThat(store.objects().find(store.buckets().get("films"), "k", Optional.empty()))
                .isEmpty();
    }

    @Test
    void whatTheBucketEncryptsIsDeliveredEncrypted() throws IOException {
        Bucket films = store.buckets().get("films");
        sink.putIfAbsent(draft(ROOT, "films", "before", "Metropolis"));
        store.buckets().putDocument(films, BucketDocument.ENCRYPTION, "<a/>");
        sink.putIfAbsent(draft(ROOT, "films", "after", "Metropolis"));
        assertThat(sink.putIfAbsent(draft(ROOT, "films", "after", "Metropolis", true)))
                .isInstanceOf(ObjectSink.Outcome.AlreadyThere.class);
        ObjectVersion before =
                store.objects().find(films, "before", Optional.empty()).orElseThrow();
        ObjectVersion after = store.objects().find(films, "after", Optional.empty()).orElseThrow();
        assertThat(before.isEncrypted()).isFalse();
        assertThat(after.isEncrypted()).isTrue();
        assertThat(after.etag()).as("which says what was delivered").isEqualTo(before.etag());
        try (InputStream in = store.objects().read(after, 0, after.size())) {
            assertThat(in.readAllBytes()).asString().isEqualTo("Metropolis");
        }
    }

    @Test
    void theBucketsPolicyCountsToo() throws IOException {
        store.buckets()
                .putDocument(
                        store.buckets().get("films"),
                        BucketDocument.POLICY,
                        """
                        {"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*",
                         "Action":"s3:PutObject","Resource":"arn:aws:s3:::films/secret/*"}]}
                        """);
        sink.putIfAbsent(draft(ROOT, "films", "open", "x"));
        assertThatThrownBy(() -> sink.putIfAbsent(draft(ROOT, "films", "secret/k", "x")))
                .hasMessageContaining("explicit deny");
    }

    /// Delivery writes over TLS, in the server's region, now, only what is not there yet, and for a
    /// role that may set ACLs with full control for the bucket's owner.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'Bool':{'aws:SecureTransport':'false'}} | false",
                "{'Bool':{'aws:SecureTransport':'true'}} | true",
                "{'DateGreaterThan':{'aws:CurrentTime':'2020-01-01T00:00:00Z'}} | true",
                "{'DateGreaterThan':{'aws:CurrentTime':'2999-01-01T00:00:00Z'}} | false",
                "{'StringEquals':{'aws:RequestedRegion':'us-east-1'}} | true",
                "{'StringNotEquals':{'aws:RequestedRegion':'us-east-1'}} | false",
                "{'Bool':{'aws:ViaAWSService':'true'}} | false",
                "{'NotIpAddress':{'aws:SourceIp':'10.0.0.0/8'}} | true",
                "{'StringEquals':{'aws:PrincipalTag/team':'red'}} | true",
                "{'StringNotEquals':{'s3:x-amz-acl':'bucket-owner-full-control'}} | false",
                "{'Null':{'s3:if-none-match':'true'}} | false",
                "{'StringNotEquals':{'s3:signatureversion':'AWS4-HMAC-SHA256'}} | false",
            })
    void conditionsSeeWhatDeliveryIs(String condition, boolean holds) throws IOException {
        Principal writer = writerOf(iam);
        store.buckets()
                .putDocument(
                        store.buckets().get("films"),
                        BucketDocument.POLICY,
                        ("{'Version':'2012-10-17','Statement':[{'Effect':'Deny','Principal':'*',"
                                        + "'Action':'s3:PutObject','Resource':'*','Condition':"
                                        + condition
                                        + "}]}")
                                .replace('\'', '"'));
        ObjectSink.Draft draft = draft(writer, "films", "a", "text");
        if (holds) {
            assertThatThrownBy(() -> sink.putIfAbsent(draft))
                    .hasMessageContaining("explicit deny in a resource-based policy");
        } else {
            assertThat(sink.putIfAbsent(draft)).isInstanceOf(ObjectSink.Outcome.Stored.class);
        }
    }

    private static Principal writerOf(Iam iam) throws IOException {
        Identity role =
                iam.createRole(
                        "delivery",
                        "/",
                        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"firehose.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}",
                        Optional.empty(),
                        Identity.SESSION_SECONDS_DEFAULT,
                        Optional.empty(),
                        List.of(new Tag("team", "red")));
        iam.putInlinePolicy(
                Identity.Kind.ROLE,
                "delivery",
                "write",
                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"s3:PutObject\",\"s3:PutObjectAcl\"],\"Resource\":\"*\"}]}");
        return new Principal.RoleSession(
                ACCOUNT, "/", "delivery", role.id(), "firehose.amazonaws.com", List.of());
    }

    @Test
    void aBucketThatIsGoneHasItsCode() {
        assertThatThrownBy(() -> sink.putIfAbsent(draft(ROOT, "gone", "k", "x")))
                .isInstanceOfSatisfying(
                        ObjectSink.ObjectSinkException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo("S3.NoSuchBucket"));
    }

    @Test
    void aBodyThatIsShortLeavesNothing() throws IOException {
        ObjectSink.Draft draft = draft(ROOT, "films", "k", "abc");
        ObjectSink.Body promisesMore =
                new ObjectSink.Body() {
                    @Override
                    public long length() {
                        return 4;
                    }

                    @Override
                    public InputStream open() throws IOException {
                        return draft.body().open();
                    }
                };
        assertThatThrownBy(() ->
                        sink.putIfAbsent(
                                new ObjectSink.Draft(
                                        ROOT,
                                        "films",
                                        "k",
                                        "text/plain",
                                        Optional.empty(),
                                        Map.of(),
                                        promisesMore,
                                        false,
                                        Optional.empty())))
                .hasMessageContaining("3 bytes and should have 4");
        assertThat(blobs()).isZero();
    }

    private static ObjectSink.Draft draft(
            Principal writer, String bucket, String key, String text) {
        return draft(writer, bucket, key, text, false);
    }

    private static ObjectSink.Draft draft(
            Principal writer, String bucket, String key, String text, boolean mayExist) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ObjectSink.Body body =
                new ObjectSink.Body() {
                    @Override
                    public long length() {
                        return bytes.length;
                    }

                    @Override
                    public InputStream open() {
                        return new ByteArrayInputStream(bytes);
                    }
                };
        return new ObjectSink.Draft(
                writer,
                bucket,
                key,
                "text/plain",
                Optional.empty(),
                Map.of("stream", "s"),
                body,
                mayExist,
                Optional.empty());
    }

    private long blobs() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("s3/blobs"))) {
            return files.filter(Files::isRegularFile).count();
        }
    }
}
