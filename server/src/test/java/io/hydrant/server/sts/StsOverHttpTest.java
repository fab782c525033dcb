package io.hydrant.server.sts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.server.iam.RunningIam;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;
import software.amazon.awssdk.services.sts.model.StsException;

/// STS as the AWS SDK for Java sees it.
class StsOverHttpTest {
    private static final String ROLE = "arn:aws:iam::123456789012:role/reader";
    private static final String TRUST =
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
             "Principal":{"AWS":"arn:aws:iam::123456789012:user/ana"},"Action":"sts:AssumeRole",
             "Condition":{"StringEquals":{"sts:ExternalId":"word"}}}]}\
            """;
    private static final String ALL_OF_IAM =
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:*","Resource":"*"}]}\
            """;
    private static final String LISTING_ONLY =
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:List*","Resource":"*"}]}\
            """;

    @TempDir Path folder;
    private RunningIam server;
    private AwsCredentials ana = RunningIam.ROOT;

    @BeforeEach
    void start() throws IOException {
        server = new RunningIam(folder);
        try (IamClient iam = server.iam(RunningIam.ROOT)) {
            iam.createUser(create -> create.userName("ana"));
            AccessKey key = iam.createAccessKey(create -> create.userName("ana")).accessKey();
            ana = AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey());
            iam.createRole(create ->
                    create.roleName("reader")
                            .assumeRolePolicyDocument(TRUST.replace("word", "word")));
            iam.putRolePolicy(
                    put -> put.roleName("reader").policyName("all").policyDocument(ALL_OF_IAM));
        }
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void callersLearnWhoTheyAre() {
        GetCallerIdentityResponse root = identity(RunningIam.ROOT);
        assertThat(root.arn()).isEqualTo("arn:aws:iam::123456789012:root");
        assertThat(root.userId()).isEqualTo("123456789012");
        assertThat(identity(ana).arn()).isEqualTo("arn:aws:iam::123456789012:user/ana");
        assertThat(identity(ana).userId()).startsWith("AIDA");
    }

    @Test
    void aRoleIsAssumedWithItsExternalId() {
        AssumeRoleResponse answer = assume(ana, request("word").build());
        assertThat(answer.assumedRoleUser().arn())
                .isEqualTo("arn:aws:sts::123456789012:assumed-role/reader/work");
        assertThat(answer.packedPolicySize()).isNull();
        assertThat(Duration.between(Instant.now(), answer.credentials().expiration()))
                .isBetween(Duration.ofMinutes(59), Duration.ofMinutes(60));
        GetCallerIdentityResponse session = identity(credentials(answer.credentials()));
        assertThat(session.arn()).isEqualTo(answer.assumedRoleUser().arn());
        assertThat(session.userId())
                .isEqualTo(answer.assumedRoleUser().assumedRoleId())
                .endsWith(":work");
    }

    @Test
    void everyReasonHasTheSameText() {
        String text =
                "User: arn:aws:iam::123456789012:user/ana is not authorized to perform: sts:AssumeRole on"
                        + " resource: ";
        refused(() -> assume(ana, request("wrong").build()), 403, "AccessDenied", text + ROLE);
        refused(
                () -> assume(ana, request("word").externalId(null).build()),
                403,
                "AccessDenied",
                text + ROLE);
        refused(
                () -> assume(ana, request("word").roleArn(ROLE + "s").build()),
                403,
                "AccessDenied",
                text + ROLE + "s");
        refused(
                () -> assume(RunningIam.ROOT, request("word").build()),
                403,
                "AccessDenied",
                "Roles may not be assumed by root accounts.");
        refused(
                () -> assume(ana, request("word").roleArn("arn:aws:iam::1:role").build()),
                400,
                "ValidationError",
                "1 validation error detected: Value 'arn:aws:iam::1:role' at 'roleArn' failed to satisfy"
                        + " constraint: Member must have length greater than or equal to 20");
        refused(
                () -> assume(ana, request("word").durationSeconds(3601).build()),
                400,
                "ValidationError",
                "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
    }

    @Test
    void sessionPoliciesNarrowTheRole() {
        AssumeRoleResponse answer = assume(ana, request("word").policy(LISTING_ONLY).build());
        assertThat(answer.packedPolicySize()).isPositive();
        try (IamClient iam = server.iam(credentials(answer.credentials()))) {
            assertThat(iam.listRoles().roles()).hasSize(1);
            assertThatThrownBy(() -> iam.getRole(get -> get.roleName("reader")))
                    .isInstanceOfSatisfying(
                            IamException.class,
                            refusal ->
                                    assertThat(refusal.awsErrorDetails().errorMessage())
                                            .endsWith(
                                                    "because no session policy allows the iam:GetRole action"));
        }
    }

    @Test
    void aSessionOutlivesARestart() throws IOException {
        AwsCredentials session = credentials(assume(ana, request("word").build()).credentials());
        server.close();
        server = new RunningIam(folder);
        assertThat(identity(session).arn()).endsWith("assumed-role/reader/work");
    }

    @Test
    void aSessionEndsWithItsRoleAndIsNotThatOfANewRoleOfItsName() {
        AwsCredentials session = credentials(assume(ana, request("word").build()).credentials());
        try (IamClient iam = server.iam(RunningIam.ROOT)) {
            iam.deleteRolePolicy(delete -> delete.roleName("reader").policyName("all"));
            iam.deleteRole(delete -> delete.roleName("reader"));
            iam.createRole(create ->
                    create.roleName("reader")
                            .assumeRolePolicyDocument(TRUST.replace("word", "word")));
        }
        assertThatThrownBy(() -> identity(session))
                .isInstanceOf(StsException.class)
                .hasMessageContaining("The security token included in the request is invalid");
    }

    @Test
    void aSessionTokenKeepsTheCallersIdentity() {
        try (StsClient sts = server.sts(ana)) {
            AwsCredentials session = credentials(sts.getSessionToken().credentials());
            assertThat(session.accessKeyId()).startsWith("ASIA");
            assertThat(identity(session).arn()).isEqualTo(identity(ana).arn());
            try (StsClient again = server.sts(session)) {
                refused(
                        again::getSessionToken,
                        403,
                        "AccessDenied",
                        "Cannot call GetSessionToken with session credentials");
            }
        }
    }

    @Test
    void aWrongTokenIsRefused() {
        Credentials given = assume(ana, request("word").build()).credentials();
        AwsCredentials forged =
                AwsSessionCredentials.create(
                        given.accessKeyId(), given.secretAccessKey(), "another token");
        assertThatThrownBy(() -> identity(forged))
                .isInstanceOf(StsException.class)
                .hasMessageContaining("The security token included in the request is invalid");
    }

    @Test
    @SuppressWarnings("unchecked") // the SDK's own varargs
    void sessionTagsAreRefusedRatherThanIgnored() {
        refused(
                () -> assume(ana, request("word").tags(tag -> tag.key("a").value("b")).build()),
                400,
                "InvalidParameterValue",
                "Hydrant does not support Tags in AssumeRole.");
    }

    private static AssumeRoleRequest.Builder request(String externalId) {
        return AssumeRoleRequest.builder()
                .roleArn(ROLE)
                .roleSessionName("work")
                .externalId(externalId);
    }

    private AssumeRoleResponse assume(AwsCredentials caller, AssumeRoleRequest request) {
        try (StsClient sts = server.sts(caller)) {
            return sts.assumeRole(request);
        }
    }

    private GetCallerIdentityResponse identity(AwsCredentials caller) {
        try (StsClient sts = server.sts(caller)) {
            return sts.getCallerIdentity();
        }
    }

    private static AwsCredentials credentials(Credentials given) {
        return AwsSessionCredentials.create(
                given.accessKeyId(), given.secretAccessKey(), given.sessionToken());
    }

    private static void refused(ThrowingCallable call, int status, String code, String text) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StsException.class,
                        refusal -> {
                            assertThat(refusal.awsErrorDetails().errorMessage()).isEqualTo(text);
                            assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(code);
                            assertThat(refusal.statusCode()).isEqualTo(status);
                        });
    }
}
