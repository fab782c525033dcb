package io.hydrant.s3;

import static io.hydrant.s3.StubS3.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.core.objectstore.ObjectSink;
import io.hydrant.core.objectstore.ObjectSink.ObjectSinkException;
import io.hydrant.core.objectstore.ObjectSink.Outcome;
import io.hydrant.core.objectstore.ObjectSink.Trace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/// Objects that a remote store is to encrypt under a key of KMS.
class RemoteKeysTest {
    private static final String TEXT = "records\n";
    private static final String MD5 = HexFormat.of().formatHex(Etags.md5(TEXT));
    private static final String KEY = "arn:aws:kms:us-east-1:000000000000:key/a";

    @TempDir Path folder;
    private Policies policies;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    @BeforeEach
    void open() throws IOException {
        policies = Policies.in(folder);
        opened.push(policies);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    private ObjectSink sink(StubS3 at) throws IOException {
        opened.push(at);
        RemoteS3 remote =
                RemoteS3.open(
                        new RemoteS3Settings(
                                Optional.of(at.endpoint()),
                                Optional.empty(),
                                new CredentialsPlace.Held(
                                        StaticCredentialsProvider.create(
                                                AwsBasicCredentials.create("key", "secret"))),
                                true,
                                Optional.empty(),
                                false,
                                false,
                                new PutLimits(
                                        Duration.ofSeconds(1),
                                        Duration.ofSeconds(1),
                                        Duration.ofSeconds(1),
                                        1_000_000,
                                        2,
                                        Duration.ofMillis(100))),
                        "us-east-1");
        opened.push(remote);
        return remote.sink(policies.permissions(), Drafts.ACCOUNT);
    }

    private static ObjectSink.Draft draft() {
        return new Drafts().of("k", TEXT).under(KEY);
    }

    @Test
    void theKeyIsAskedForInHeaders() throws IOException {
        Map<String, String> asked = new ConcurrentHashMap<>();
        StubS3 at =
                StubS3.start((request, out) -> {
                    asked.putAll(request.headers());
                    encrypted("0cc175b9c0f1b6a831c399e269772661").on(request, out);
                });
        assertThat(sink(at).putIfAbsent(draft())).isInstanceOf(Outcome.Stored.class);
        assertThat(asked)
                .containsEntry("x-amz-server-side-encryption", "aws:kms")
                .containsEntry("x-amz-server-side-encryption-aws-kms-key-id", KEY);
    }

    @ParameterizedTest
    @CsvSource({
        "400, KMS.NotFoundException, S3.KMS.NotFoundException",
        "400, KMS.DisabledException, S3.KMS.DisabledException",
        "400, KMS.KMSInvalidStateException, S3.KMS.KMSInvalidStateException",
        "403, AccessDenied, S3.AccessDenied",
        "501, NotImplemented, S3.KMS.NotFoundException",
    })
    void refusalsHaveFirehosesCodes(int status, String code, String expected) throws IOException {
        ObjectSink sink = sink(StubS3.start(error(status, code, "no")));
        assertThatThrownBy(() -> sink.putIfAbsent(draft()))
                .isInstanceOfSatisfying(
                        ObjectSinkException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(expected))
                .hasMessageContaining(code);
    }

    /// Such a store passes over headers that it does not know.
    @Test
    void aStoreThatEncryptsNothingGetsNoSecondObject() throws IOException {
        StubS3 at = StubS3.start(StubS3.headers(Map.of("ETag", '"' + MD5 + '"')));
        ObjectSink sink = sink(at);
        assertRefused(sink, Trace.UNKNOWN);
        assertRefused(sink, Trace.NONE);
        assertThat(at.seen()).hasSize(1);
        at.then(StubS3.headers(Map.of("ETag", '"' + MD5 + '"')));
        assertThat(sink.putIfAbsent(new Drafts().of("plain", TEXT)))
                .isInstanceOf(Outcome.Stored.class);
    }

    private static void assertRefused(ObjectSink sink, Trace trace) {
        assertThatThrownBy(() -> sink.putIfAbsent(draft()))
                .isInstanceOfSatisfying(
                        ObjectSinkException.class,
                        refusal -> {
                            assertThat(refusal.code()).isEqualTo("S3.KMS.NotFoundException");
                            assertThat(refusal.trace()).isEqualTo(trace);
                        })
                .hasMessageContaining("without encrypting it");
    }

    private static StubS3.Act encrypted(String etag) {
        Map<String, String> headers = new HashMap<>();
        headers.put("ETag", '"' + etag + '"');
        headers.put("x-amz-server-side-encryption", "aws:kms");
        return StubS3.headers(headers);
    }
}
