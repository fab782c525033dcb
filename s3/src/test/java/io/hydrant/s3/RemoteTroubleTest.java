package io.hydrant.s3;

import static io.hydrant.s3.StubS3.error;
import static io.hydrant.s3.StubS3.object;
import static io.hydrant.s3.StubS3.stored;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.core.objectstore.ObjectSink;
import io.hydrant.core.objectstore.ObjectSink.ObjectSinkException;
import io.hydrant.core.objectstore.ObjectSink.Outcome;
import io.hydrant.core.objectstore.ObjectSink.Trace;
import io.hydrant.testing.TcpProxy;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/// What stores and networks answer when all is not well, and what delivery learns of it.
class RemoteTroubleTest {
    private static final String TEXT = "records\n";
    private static final String MD5 = HexFormat.of().formatHex(Etags.md5(TEXT));
    private static final Map<String, String> OURS =
            Map.of("hydrant-stream", "s", "hydrant-first-position", "17");

    @TempDir Path folder;
    private Policies policies;

    /// What is to be closed, the last first.
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

    private ObjectSink sink(StubS3 at, boolean unsafeOverwrite) throws IOException {
        opened.push(at);
        return sink(at.endpoint(), unsafeOverwrite);
    }

    private ObjectSink sink(URI endpoint, boolean unsafeOverwrite) throws IOException {
        RemoteS3 remote =
                RemoteS3.open(
                        new RemoteS3Settings(
                                Optional.of(endpoint),
                                Optional.empty(),
                                new CredentialsPlace.Held(
                                        StaticCredentialsProvider.create(
                                                AwsBasicCredentials.create("key", "secret"))),
                                true,
                                Optional.empty(),
                                unsafeOverwrite,
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

    private Outcome put(StubS3 at) throws IOException {
        return sink(at, false).putIfAbsent(new Drafts().of("k", TEXT));
    }

    @ParameterizedTest
    @CsvSource({
        "409, ConditionalRequestConflict",
        "409, OperationAborted",
        "503, SlowDown",
        "503, ServiceUnavailable",
        "500, InternalError",
        "429, TooManyRequests",
        "400, RequestTimeout",
    })
    void whatIsOfAMomentIsTriedAgainAndMayHaveStored(int status, String code) throws IOException {
        StubS3 at =
                StubS3.start(
                        error(status, code, "later"),
                        error(status, code, "later"),
                        error(status, code, "later"));
        assertThatThrownBy(() -> put(at))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(ObjectSinkException.class)
                .hasMessageContaining(status + " " + code + ": later");
    }

    @ParameterizedTest
    @CsvSource({
        "403, AccessDenied, S3.AccessDenied",
        "403, SignatureDoesNotMatch, S3.AccessDenied",
        "403, InvalidAccessKeyId, S3.AccessDenied",
        "403, AllAccessDisabled, S3.AllAccessDisabled",
        "403, AccountProblem, S3.AccountProblem",
        "403, NotSignedUp, S3.NotSignedUp",
        "404, NoSuchBucket, S3.NoSuchBucket",
        "405, MethodNotAllowed, S3.MethodNotAllowed",
        "400, KMS.NotFoundException, S3.KMS.NotFoundException",
        "400, ExpiredToken, InternalError",
        "501, NotImplemented, InternalError",
    })
    void aRefusalHasFirehosesCodeAndTheStoresWords(int status, String code, String told)
            throws IOException {
        StubS3 at = StubS3.start(error(status, code, "because"));
        assertThatThrownBy(() -> put(at))
                .isInstanceOfSatisfying(
                        ObjectSinkException.class,
                        refusal -> {
                            assertThat(refusal.code()).isEqualTo(told);
                            assertThat(refusal.trace()).isEqualTo(Trace.NONE);
                            assertThat(refusal.getMessage())
                                    .contains(status + " " + code + ": because");
                        });
    }

    @Test
    void aRefusalAfterALostAnswerDoesNotSayThatNothingIsStored() throws IOException {
        StubS3 at = StubS3.start(StubS3.takenAndCut(), error(403, "AccessDenied", "no longer"));
        assertThatThrownBy(() -> put(at))
                .isInstanceOfSatisfying(
                        ObjectSinkException.class,
                        refusal -> assertThat(refusal.trace()).isEqualTo(Trace.UNKNOWN));
    }

    @Test
    void a412AfterALostAnswerIsCompared() throws IOException {
        StubS3 at =
                StubS3.start(
                        StubS3.takenAndCut(),
                        error(412, "PreconditionFailed", "there"),
                        object(TEXT.length(), MD5, OURS));
        assertThat(put(at)).isEqualTo(new Outcome.AlreadyThere(TEXT.length(), MD5, OURS));
    }

    @Test
    void anotherObjectIsShownAsItIs() throws IOException {
        StubS3 at =
                StubS3.start(
                        error(412, "PreconditionFailed", "there"),
                        object(3, "0cc175b9c0f1b6a831c399e269772661", Map.of()));
        assertThat(put(at))
                .isEqualTo(
                        new Outcome.AlreadyThere(3, "0cc175b9c0f1b6a831c399e269772661", Map.of()));
    }

    @Test
    void whoMayNotCompareIsToldWhichPermissionIsMissing() throws IOException {
        StubS3 at =
                StubS3.start(
                        error(412, "PreconditionFailed", "there"), error(403, "AccessDenied", ""));
        assertThatThrownBy(() -> put(at))
                .isInstanceOfSatisfying(
                        ObjectSinkException.class,
                        refusal -> {
                            assertThat(refusal.code()).isEqualTo("S3.AccessDenied");
                            assertThat(refusal.trace()).isEqualTo(Trace.UNKNOWN);
                        })
                .hasMessageContaining("Allow s3:GetObject");
    }

    @Test
    void anObjectThatIsOursButHasOtherBytesIsNotTakenForStored() throws IOException {
        StubS3 at =
                StubS3.start(
                        error(412, "PreconditionFailed", "there"),
                        object(TEXT.length(), "0cc175b9c0f1b6a831c399e269772661", OURS));
        assertThatThrownBy(() -> put(at)).hasMessageContaining("other bytes");
    }

    @Test
    void anAnswerWithoutAnEtagOrWithAWrongOneIsNoSuccess() throws IOException {
        StubS3 at =
                StubS3.start(StubS3.headers(Map.of()), stored("0cc175b9c0f1b6a831c399e269772661"));
        ObjectSink sink = sink(at, false);
        assertThatThrownBy(() -> sink.putIfAbsent(new Drafts().of("k", TEXT)))
                .hasMessageContaining("without an ETag");
        assertThatThrownBy(() -> sink.putIfAbsent(new Drafts().of("k", TEXT)))
                .hasMessageContaining("ETag of other bytes");
    }

    /// An object that a key of KMS encrypts has an ETag that looks like an MD5 and is none.
    @Test
    void anEtagOfEncryptedBytesSaysNothing() throws IOException {
        StubS3 at =
                StubS3.start(
                        StubS3.headers(
                                Map.of(
                                        "ETag",
                                        "\"0cc175b9c0f1b6a831c399e269772661\"",
                                        "x-amz-server-side-encryption",
                                        "aws:kms")));
        assertThat(put(at)).isInstanceOf(Outcome.Stored.class);
    }

    @Test
    void cutsAreUnknownAndTheNextAttemptMends() throws IOException {
        ObjectSink sink =
                sink(
                        StubS3.start(
                                StubS3.cut(), StubS3.cutInTheAnswer(), StubS3.cut(), stored(MD5)),
                        false);
        assertThatThrownBy(() -> sink.putIfAbsent(new Drafts().of("k", TEXT)))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(ObjectSinkException.class);
        assertThat(sink.putIfAbsent(new Drafts().of("k", TEXT))).isInstanceOf(Outcome.Stored.class);
    }

    @Test
    void silenceEndsInTime() throws IOException {
        StubS3 at =
                StubS3.start(
                        StubS3.silence(), StubS3.stalled(), StubS3.silence(), StubS3.silence());
        long begun = System.nanoTime();
        ObjectSink sink = sink(at, false);
        assertThatThrownBy(() ->
                        sink.putIfAbsent(new Drafts().of("k", Drafts.large(20_000_000), false)))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(ObjectSinkException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(50));
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        at.then(stored("6f4f1b9b0b7a7bd3c2a5b4d0f4e8d1aa-1"));
        assertThat(sink.putIfAbsent(new Drafts().of("k", TEXT))).isInstanceOf(Outcome.Stored.class);
    }

    /// It looks like a network that breaks down, for the client is still sending.
    @Test
    void aRefusalWhileTheBodyIsSentIsFoundOut() throws IOException {
        StubS3 at =
                StubS3.start(
                        StubS3.refusedInMidBody(403, "InvalidAccessKeyId"),
                        StubS3.refusedInMidBody(403, "InvalidAccessKeyId"),
                        error(403, "InvalidAccessKeyId", ""));
        ObjectSink sink = sink(at, false);
        assertThatThrownBy(() ->
                        sink.putIfAbsent(new Drafts().of("k", Drafts.large(20_000_000), false)))
                .isInstanceOfSatisfying(
                        ObjectSinkException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo("S3.AccessDenied"));
    }

    /// A connection that was kept stays open on this side, and nothing comes across any more.
    @Test
    void aHalfOpenConnectionEndsInTimeAndTheNextAttemptMends() throws IOException {
        StubS3 at = StubS3.start(stored(MD5), stored(MD5), stored(MD5), stored(MD5), stored(MD5));
        opened.push(at);
        TcpProxy proxy = new TcpProxy(at.endpoint().getPort());
        opened.push(proxy);
        ObjectSink sink = sink(URI.create("http://127.0.0.1:" + proxy.port()), false);
        assertThat(sink.putIfAbsent(new Drafts().of("a", TEXT))).isInstanceOf(Outcome.Stored.class);
        proxy.freeze();
        long begun = System.nanoTime();
        assertThatThrownBy(() -> sink.putIfAbsent(new Drafts().of("b", TEXT)))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(ObjectSinkException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
        proxy.cutAll();
        proxy.thaw();
        assertThat(sink.putIfAbsent(new Drafts().of("b", TEXT))).isInstanceOf(Outcome.Stored.class);
    }

    @Test
    void aClockThatIsWrongIsNamedAndSaysNothingOfPermissions() throws IOException {
        StubS3.Act skewed =
                error(
                        403,
                        "RequestTimeTooSkewed",
                        "The difference between the clocks is too large.");
        StubS3 at = StubS3.start(skewed, skewed, skewed);
        assertThatThrownBy(() -> put(at))
                .isInstanceOfSatisfying(
                        ObjectSinkException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo("InternalError"))
                .hasMessageContaining("RequestTimeTooSkewed")
                .hasMessageContaining("set this machine's clock, or the store's");
    }

    @Test
    void aServerThatIsNotThereIsNamed() throws IOException {
        StubS3 gone = StubS3.start();
        gone.close();
        ObjectSink sink = sink(gone.endpoint(), false);
        assertThatThrownBy(() -> sink.putIfAbsent(new Drafts().of("k", TEXT)))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(ObjectSinkException.class)
                .hasMessageContaining(gone.endpoint().toString());
    }

    @Test
    void aBodyThatCannotBeReadIsNotTheStoresFault() throws IOException {
        StubS3 at = StubS3.start(StubS3.silence(), StubS3.silence());
        ObjectSink.Body once =
                new ObjectSink.Body() {
                    private int opened;

                    @Override
                    public long length() {
                        return TEXT.length();
                    }

                    @Override
                    public InputStream open() throws IOException {
                        if (opened++ > 0) {
                            throw new FileNotFoundException("the log is gone");
                        }
                        return new ByteArrayInputStream(TEXT.getBytes(UTF_8));
                    }
                };
        ObjectSink sink = sink(at, false);
        assertThatThrownBy(() -> sink.putIfAbsent(new Drafts().of("k", once, false)))
                .hasMessageContaining("the log is gone");
    }

    @Test
    void aBucketThatPassesOverConditionsIsRefusedBeforeAnythingIsPut() throws IOException {
        StubS3 at =
                StubS3.withoutProbes(
                        version("1"), version("2"), version("3"), deleted(), deleted(), deleted());
        assertThatThrownBy(() -> put(at))
                .isInstanceOf(ObjectSinkException.class)
                .hasMessageContaining("passes over If-None-Match")
                .hasMessageContaining("Suspend its versioning")
                .hasMessageContaining("--s3-unsafe-overwrite");
        assertThat(at.seen()).noneMatch(line -> line.startsWith("PUT /films/k "));
        assertThat(at.seen())
                .filteredOn(line -> line.startsWith("DELETE"))
                .hasSize(3)
                .allMatch(line -> line.contains("versionId="));
    }

    @Test
    void aStoreWithoutConditionsIsRefusedAndTakenWhenThatIsWanted() throws IOException {
        StubS3 at =
                StubS3.withoutProbes(
                        error(501, "NotImplemented", "no"),
                        error(501, "NotImplemented", "no"),
                        error(404, "", ""),
                        stored(MD5));
        assertThatThrownBy(() -> put(at)).hasMessageContaining("takes no conditional put");
        ObjectSink careless = sink(at, true);
        at.then(error(404, "", ""), stored(MD5));
        assertThat(careless.putIfAbsent(new Drafts().again("k", TEXT)))
                .isInstanceOf(Outcome.Stored.class);
    }

    /// Whoever switches versioning on in Ceph switches conditions off.
    @Test
    void aBucketWhoseVersioningIsSwitchedIsTriedAgain() throws IOException {
        String probe = HexFormat.of().formatHex(Etags.md5(Conditions.TEXT));
        StubS3 at =
                StubS3.withoutProbes(
                        stored(probe),
                        error(412, "PreconditionFailed", "there"),
                        deleted(),
                        StubS3.headers(Map.of("ETag", "\"" + MD5 + "\"", "x-amz-version-id", "v1")),
                        version("1"),
                        version("2"),
                        version("3"),
                        deleted(),
                        deleted(),
                        deleted());
        ObjectSink sink = sink(at, false);
        assertThat(sink.putIfAbsent(new Drafts().of("k", TEXT))).isInstanceOf(Outcome.Stored.class);
        assertThatThrownBy(() -> sink.putIfAbsent(new Drafts().of("l", TEXT)))
                .hasMessageContaining("passes over If-None-Match");
    }

    private static StubS3.Act version(String id) {
        return StubS3.headers(Map.of("ETag", "\"e\"", "x-amz-version-id", id));
    }

    private static StubS3.Act deleted() {
        return StubS3.status(204, "");
    }
}
