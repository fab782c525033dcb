package io.hydrant.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.firehose.model.Record;
import software.amazon.awssdk.services.iam.IamClient;

/// What bad input, wrong keys and denied actions get: a clear error, and nothing half-done.
class RefusalsTest {
    @TempDir static Path folder;
    private static ServerProcess server;
    private static Aws root;

    @BeforeAll
    static void startServer() throws IOException {
        server = ServerProcess.start(folder.resolve("server"));
        root = Aws.of(server);
        root.createPipeline("refusals", "refusals", 60, "UNCOMPRESSED");
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Test
    void aWrongSecretIsAWrongSignature() {
        Aws wrong = new Aws(root.endpoint(), root.accessKeyId(), "not-the-secret");
        assertRefused(
                "InvalidSignatureException",
                "The request signature we calculated does not match",
                () -> list(wrong));
        assertRefused(
                "SignatureDoesNotMatch",
                "The request signature we calculated does not match",
                () -> wrong.s3().listBuckets());
        assertRefused(
                "SignatureDoesNotMatch",
                "The request signature we calculated does not match",
                () -> wrong.iam().listRoles());
    }

    @Test
    void anUnknownKeyIsUnknown() {
        Aws unknown = new Aws(root.endpoint(), "AKIAUNKNOWNUNKNOWN00", "secret");
        assertRefused(
                "UnrecognizedClientException",
                "The security token included in the request is invalid.",
                () -> list(unknown));
        assertRefused(
                "InvalidAccessKeyId",
                "The AWS Access Key Id you provided does not exist in our records.",
                () -> unknown.s3().listBuckets());
        assertRefused(
                "InvalidClientTokenId",
                "The security token included in the request is invalid",
                () -> unknown.iam().listRoles());
    }

    @Test
    void whatNoPolicyAllowsIsDeniedAndNotDone() {
        Aws user = userWith("reader", "firehose:ListDeliveryStreams", "*");
        list(user);
        assertRefused(
                "AccessDeniedException",
                "User: arn:aws:iam::000000000000:user/reader is not authorized to perform: firehose:PutRecord on resource: "
                        + "arn:aws:firehose:us-east-1:000000000000:deliverystream/refusals because no identity-based policy allows the firehose:PutRecord action",
                () -> put(user, 10));
        assertRefused(
                "AccessDenied",
                "is not authorized to perform: s3:ListAllMyBuckets",
                () -> user.s3().listBuckets());
        assertRefused(
                "AccessDenied",
                "is not authorized to perform: iam:CreateUser",
                () -> user.iam().createUser(request -> request.userName("more")));
    }

    @Test
    void limitsHoldAtTheLimitAndNotOneBeyond() {
        put(root, 1_024_000);
        assertRefused(
                "ValidationException",
                "Member must have length less than or equal to 1024000",
                () -> put(root, 1_024_001));
        putBatch(500, 10);
        assertRefused(
                "ValidationException",
                "Member must have length less than or equal to 500",
                () -> putBatch(501, 10));
        putBatch(4, 1_000_000);
        assertRefused(
                "InvalidArgumentException",
                "Records size exceeds 4 MB limit",
                () -> putBatch(5, 1_000_000));
    }

    @Test
    void anUnknownStreamIsNotFound() {
        assertRefused(
                "ResourceNotFoundException",
                "Firehose nowhere under account 000000000000 not found.",
                () -> {
                    try (FirehoseClient firehose = root.firehose()) {
                        firehose.describeDeliveryStream(
                                request -> request.deliveryStreamName("nowhere"));
                    }
                });
    }

    @Test
    void aSecondServerOnTheSameDataIsRefused() throws IOException {
        Program.Ended ended =
                Program.hydrant(
                        Map.of(),
                        "serve",
                        "--listen",
                        "127.0.0.1:0",
                        "--data",
                        server.data().toString());
        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.output())
                .contains("in use by another Hydrant server")
                .doesNotContain("\tat ");
    }

    @Test
    void aTakenPortIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Program.Ended ended =
                    Program.hydrant(
                            Map.of(),
                            "serve",
                            "--listen",
                            "127.0.0.1:" + taken.getLocalPort(),
                            "--data",
                            folder.resolve("other").toString());
            assertThat(ended.status()).isEqualTo(1);
            assertThat(ended.output())
                    .contains(Integer.toString(taken.getLocalPort()), "--listen")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void noAuthenticationIsForLoopbackOnly() throws IOException {
        Program.Ended ended =
                Program.hydrant(
                        Map.of(),
                        "serve",
                        "--listen",
                        "0.0.0.0:0",
                        "--auth",
                        "none",
                        "--data",
                        folder.resolve("open").toString());
        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.output()).contains("--auth none", "127.0.0.1");
    }

    @Test
    void anUnknownOptionIsNamed() throws IOException {
        Program.Ended ended =
                Program.hydrant(Map.of(), "send", "films.csv", "--stream", "x", "--sped", "1s");
        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.output()).contains("--sped");
    }

    @Test
    void aBadTemplateIsRefusedWithItsLine() throws IOException {
        Path template =
                Files.writeString(
                        folder.resolve("bad.yaml"),
                        "Resources:\n  B:\n    Type: AWS::S3::Bucket\n   Properties: {}\n");
        Program.Ended ended =
                Program.hydrant(
                        server.environment(), "deploy", template.toString(), "--stack", "Bad");
        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.output()).contains("line 4").doesNotContain("\tat ");
    }

    @Test
    void aBadRowIsNamedByItsLine() throws IOException {
        Path films =
                Files.writeString(
                        folder.resolve("films.csv"),
                        "1,2003,Roma\n2,1999,Todo, sobre mi madre\n3,2001,Amélie\n");
        Program.Ended ended =
                Program.hydrant(
                        server.environment(),
                        "send",
                        films.toString(),
                        "--stream",
                        "refusals",
                        "--every",
                        "1ms");
        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.output()).contains("line 2");
        Program.Ended skipping =
                Program.hydrant(
                        server.environment(),
                        "send",
                        films.toString(),
                        "--stream",
                        "refusals",
                        "--every",
                        "1ms",
                        "--on-bad-row",
                        "skip");
        assertThat(skipping.status()).isEqualTo(3);
        assertThat(skipping.output()).contains("line 2");
    }

    private static Aws userWith(String name, String action, String resource) {
        try (IamClient iam = root.iam()) {
            iam.createUser(request -> request.userName(name));
            iam.putUserPolicy(request ->
                    request.userName(name)
                            .policyName("only")
                            .policyDocument(
                                    """
                                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"%s","Resource":"%s"}]}\
                                    """
                                            .formatted(action, resource)));
            var key = iam.createAccessKey(request -> request.userName(name)).accessKey();
            return new Aws(root.endpoint(), key.accessKeyId(), key.secretAccessKey());
        }
    }

    private static void list(Aws caller) {
        try (FirehoseClient firehose = caller.firehose()) {
            firehose.listDeliveryStreams();
        }
    }

    private static void put(Aws caller, int bytes) {
        try (FirehoseClient firehose = caller.firehose()) {
            firehose.putRecord(
                    request -> request.deliveryStreamName("refusals").record(record(bytes)));
        }
    }

    private static void putBatch(int count, int bytes) {
        try (FirehoseClient firehose = root.firehose()) {
            firehose.putRecordBatch(request ->
                    request.deliveryStreamName("refusals")
                            .records(Collections.nCopies(count, record(bytes))));
        }
    }

    private static Record record(int bytes) {
        return Record.builder().data(SdkBytes.fromByteArray(new byte[bytes])).build();
    }

    private static void assertRefused(String code, String text, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AwsServiceException.class,
                        refusal -> {
                            assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(code);
                            assertThat(refusal.awsErrorDetails().errorMessage()).contains(text);
                        });
    }
}
