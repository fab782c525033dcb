package io.hydrant.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;

/// Who may assume a role: whom its trust policy lets, and nobody else. In policies here `'` stands
/// for `"`.
class TrustTest {
    private static final String ROLE = "arn:aws:iam::000000000000:role/target";
    private static final String ROOT = "'AWS':'arn:aws:iam::000000000000:root'";
    private static final String ANA = "'AWS':'arn:aws:iam::000000000000:user/ana'";

    @TempDir Path data;
    private RunningAccount account;
    private AwsCredentials ana;

    @BeforeEach
    void start() throws IOException {
        account = new RunningAccount(data);
        ana = account.user("ana");
        account.user("ben");
    }

    @AfterEach
    void stop() {
        account.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a service           | 'Service':'firehose.amazonaws.com' | {}",
                "another account     | 'AWS':'111111111111' | {}",
                "another user        | 'AWS':'arn:aws:iam::000000000000:user/ben' | {}",
                "no external id      | 'AWS':'*' | {'StringEquals':{'sts:ExternalId':'secret'}}",
                "an MFA device       | 'AWS':'*' | {'Bool':{'aws:MultiFactorAuthPresent':'true'}}",
                "another network     | 'AWS':'*' | {'IpAddress':{'aws:SourceIp':'203.0.113.0/24'}}",
                "an account and MFA  | 'AWS':'000000000000' | {'Bool':{'aws:MultiFactorAuthPresent':'true'}}",
                "TLS                 | 'AWS':'*' | {'Bool':{'aws:SecureTransport':'true'}}",
                "a time that is over | 'AWS':'*' | {'DateLessThan':{'aws:CurrentTime':'2020-01-01T00:00:00Z'}}",
                "another name        | 'AWS':'*' | {'StringEquals':{'sts:RoleSessionName':'${aws:username}'}}",
                "another team        | 'AWS':'*' | {'StringEquals':{'aws:PrincipalTag/team':'blue'}}",
            })
    void whomTheTrustPolicyDoesNotLetIsDeniedWhateverHisOwnPoliciesSay(
            String what, String principal, String condition) {
        may("ana", "sts:AssumeRole");
        trust(principal, condition);
        denied(() -> assume(ana, AssumeRoleRequest.builder()));
        denied(() -> assume(sessionOf(ana), AssumeRoleRequest.builder()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'AWS':'arn:aws:iam::000000000000:user/ana' | {'StringEquals':{'sts:ExternalId':'secret'}}",
                "'AWS':'arn:aws:iam::000000000000:user/ana' | {'StringEquals':{'aws:PrincipalTag/team':'red'}}",
                "'AWS':'arn:aws:iam::000000000000:user/ana' | {'Bool':{'aws:SecureTransport':'false'}}",
                "'AWS':'arn:aws:iam::000000000000:user/ana' | {'DateGreaterThan':{'aws:CurrentTime':'2020-01-01'}}",
                "'AWS':'arn:aws:iam::000000000000:user/ana' | {'StringEquals':{'aws:RequestedRegion':'us-east-1'}}",
                "'AWS':'arn:aws:iam::000000000000:user/ana' | {'StringEquals':{'iam:ResourceTag/kind':'test'}}",
                "'AWS':'*' | {'Null':{'aws:MultiFactorAuthPresent':'true'}}",
            })
    void whoIsNamedNeedsNoPolicyOfHisOwn(String principal, String condition) {
        account.iam.tagUser(
                tag -> tag.userName("ana").tags(Tag.builder().key("team").value("red").build()));
        trust(principal, condition);
        account.iam.tagRole(tag ->
                tag.roleName("target").tags(Tag.builder().key("kind").value("test").build()));
        assume(ana, AssumeRoleRequest.builder().externalId("secret"));
        denied(() -> assume(ben(), AssumeRoleRequest.builder()), principal.contains("ana"));
    }

    @Test
    void anExternalIdMustBeTheOneThatIsAskedFor() {
        trust(ANA, "{'StringEquals':{'sts:ExternalId':'secret'}}");
        assume(ana, AssumeRoleRequest.builder().externalId("secret"));
        denied(() -> assume(ana, AssumeRoleRequest.builder().externalId("secrets")));
        denied(() -> assume(ana, AssumeRoleRequest.builder()));
    }

    @Test
    void whoIsNamedThroughTheAccountNeedsPermissionToo() {
        trust(ROOT, "{}");
        denied(() -> assume(ana, AssumeRoleRequest.builder()));
        may("ana", "sts:AssumeRole");
        assume(ana, AssumeRoleRequest.builder());
    }

    @Test
    void denialsAndBoundariesStillNarrow() {
        trust(ROOT, "{}");
        may("ana", "sts:AssumeRole");
        String boundary =
                account.iam
                        .createPolicy(create ->
                                create.policyName("reading")
                                        .policyDocument(policy("Allow", "s3:Get*")))
                        .policy()
                        .arn();
        account.iam.putUserPermissionsBoundary(
                put -> put.userName("ana").permissionsBoundary(boundary));
        denied(() -> assume(ana, AssumeRoleRequest.builder()));

        trust(ANA, "{}");
        assume(ana, AssumeRoleRequest.builder());
        account.iam.putUserPolicy(put ->
                put.userName("ana")
                        .policyName("never")
                        .policyDocument(policy("Deny", "sts:AssumeRole")));
        denied(() -> assume(ana, AssumeRoleRequest.builder()));
    }

    @Test
    void aRoleThatIsNamedLetsItsSessionsOn() {
        account.iam.createRole(create ->
                create.roleName("first").assumeRolePolicyDocument(trustPolicy(ANA, "{}")));
        AwsCredentials first = account.assume(ana, "first");
        trust("'AWS':'arn:aws:iam::000000000000:role/first'", "{}");
        assume(first, AssumeRoleRequest.builder());
        denied(() -> assume(ana, AssumeRoleRequest.builder()));
    }

    @Test
    void tokensOfIdentityProvidersAreRefusedWithTheReason() throws Exception {
        String answer =
                post(
                        account.hydrant.endpoint(),
                        "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleSessionName=s&RoleArn="
                                + ROLE
                                + "&WebIdentityToken=token");
        assertThat(answer).contains("<Code>InvalidIdentityToken</Code>", "no identity providers");
        try (StsClient sts = account.client(StsClient.builder(), ana)) {
            assertThatThrownBy(() -> sts.getFederationToken(get -> get.name("app")))
                    .hasMessageContaining("Hydrant does not support GetFederationToken");
        }
    }

    @Test
    void whereNobodySignsEverybodyMayAssume() throws Exception {
        trust("'Service':'firehose.amazonaws.com'", "{}");
        account.close();
        try (Hydrant open =
                Hydrant.start(
                        ServerSettings.local(
                                data, 0, ServerSettings.Auth.NONE, new ServerSettings.Tls.Off()))) {
            String answer =
                    post(
                            open.endpoint(),
                            "Action=AssumeRole&Version=2011-06-15&RoleSessionName=work&RoleArn="
                                    + ROLE);
            assertThat(answer).contains("assumed-role/target/work");
        }
    }

    private static String post(URI endpoint, String form) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(endpoint)
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(HttpRequest.BodyPublishers.ofString(form))
                            .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    private AwsCredentials ben() {
        return account.user("somebody-else");
    }

    private AwsCredentials sessionOf(AwsCredentials user) {
        try (StsClient sts = account.client(StsClient.builder(), user)) {
            var given = sts.getSessionToken().credentials();
            return AwsSessionCredentials.create(
                    given.accessKeyId(), given.secretAccessKey(), given.sessionToken());
        }
    }

    private void assume(AwsCredentials caller, AssumeRoleRequest.Builder request) {
        try (StsClient sts = account.client(StsClient.builder(), caller)) {
            sts.assumeRole(request.roleArn(ROLE).roleSessionName("work").build());
        }
    }

    private void may(String user, String action) {
        account.iam.putUserPolicy(put ->
                put.userName(user).policyName("may").policyDocument(policy("Allow", action)));
    }

    private static String policy(String effect, String action) {
        return json(
                "{'Version':'2012-10-17','Statement':[{'Effect':'"
                        + effect
                        + "','Action':'"
                        + action
                        + "','Resource':'*'}]}");
    }

    /// Makes the role, or gives it another trust policy.
    private void trust(String principal, String condition) {
        String document = trustPolicy(principal, condition);
        boolean there =
                account.iam.listRoles().roles().stream()
                        .anyMatch(role -> role.roleName().equals("target"));
        if (there) {
            account.iam.updateAssumeRolePolicy(
                    update -> update.roleName("target").policyDocument(document));
        } else {
            account.iam.createRole(
                    create -> create.roleName("target").assumeRolePolicyDocument(document));
        }
    }

    private static String trustPolicy(String principal, String condition) {
        return json(
                "{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Principal':{"
                        + principal
                        + "},'Action':'sts:AssumeRole','Condition':"
                        + condition
                        + "}]}");
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }

    private void denied(ThrowingCallable call) {
        denied(call, true);
    }

    private void denied(ThrowingCallable call, boolean wanted) {
        if (!wanted) {
            return;
        }
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AwsServiceException.class,
                        refusal -> {
                            assertThat(refusal.awsErrorDetails().errorCode())
                                    .isEqualTo("AccessDenied");
                            assertThat(refusal.awsErrorDetails().errorMessage())
                                    .contains("is not authorized to perform: sts:AssumeRole")
                                    .endsWith("on resource: " + ROLE);
                        });
    }
}
