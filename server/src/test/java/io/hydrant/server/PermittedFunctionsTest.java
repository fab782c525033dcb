package io.hydrant.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.core.catalog.Database;
import io.hydrant.core.catalog.SqliteDatabase;
import io.hydrant.core.iam.AccessKeys;
import io.hydrant.core.iam.AssumeRoleDenied;
import io.hydrant.core.iam.Authorizer;
import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.IamSchema;
import io.hydrant.core.iam.Identity;
import io.hydrant.core.iam.Principal;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.core.iam.Secret;
import io.hydrant.core.iam.Sts;
import io.hydrant.core.stream.RoleAssumer;
import io.hydrant.core.transform.lambda.Functions;
import io.hydrant.core.transform.lambda.Functions.NotInvokedException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Nothing is invoked that the stream's role may not invoke, and a function acts as its own role
/// alone.
class PermittedFunctionsTest {
    private static final String ACCOUNT = "123456789012";
    private static final String REGION = "eu-west-1";
    private static final String ROLE = "arn:aws:iam::" + ACCOUNT + ":role/delivery";
    private static final String FILMS =
            "arn:aws:lambda:" + REGION + ":" + ACCOUNT + ":function:films";
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    private static final InstantSource CLOCK = () -> NOW;

    @TempDir Path folder;

    private final List<Functions.Call> invoked = new ArrayList<>();
    private Database catalog;
    private Iam iam;
    private Sts sts;
    private Functions functions;

    @BeforeEach
    void start() throws IOException {
        catalog = SqliteDatabase.open(folder.resolve("catalog.db"), IamSchema.STEPS);
        iam = new Iam(catalog, ACCOUNT, CLOCK, new SplittableRandom(1));
        Authorizer authorizer = new Authorizer(iam);
        sts = new Sts(iam, authorizer, REGION, CLOCK, false);
        functions =
                new PermittedFunctions(
                        call -> {
                            invoked.add(call);
                            return call.payload();
                        },
                        RoleAssumer.by(sts),
                        authorizer,
                        REGION,
                        CLOCK);
    }

    @AfterEach
    void stop() throws IOException {
        catalog.close();
    }

    @ParameterizedTest
    @CsvSource({
        "lambda:InvokeFunction,arn:aws:lambda:eu-west-1:123456789012:function:films,true",
        "lambda:*,arn:aws:lambda:*:*:function:f*,true",
        "*,*,true",
        "lambda:GetFunctionConfiguration,arn:aws:lambda:eu-west-1:123456789012:function:films,false",
        "lambda:InvokeFunction,arn:aws:lambda:eu-west-1:123456789012:function:other,false",
        "lambda:InvokeFunction,arn:aws:lambda:eu-west-1:123456789012:function:films:*,false",
    })
    void theRolesPolicyDecides(String action, String resource, boolean isAllowed) throws Exception {
        role("delivery", "firehose.amazonaws.com");
        allow(action, resource, "{}");
        if (isAllowed) {
            assertThat(functions.invoke(call(FILMS))).asString(UTF_8).isEqualTo("{}");
        } else {
            assertRefused("Lambda.InvokeAccessDenied", "lambda:InvokeFunction", call(FILMS));
        }
    }

    @Test
    void aVersionIsAResourceOfItsOwn() throws Exception {
        role("delivery", "firehose.amazonaws.com");
        allow("lambda:InvokeFunction", FILMS + ":live", "{}");
        functions.invoke(call(FILMS + ":live"));
        assertRefused("Lambda.InvokeAccessDenied", "films", call(FILMS));
    }

    @Test
    void conditionsCount() throws Exception {
        role("delivery", "firehose.amazonaws.com");
        allow(
                "lambda:InvokeFunction",
                "*",
                "{\"StringEquals\":{\"aws:RequestedRegion\":\"mars-1\"}}");
        assertRefused("Lambda.InvokeAccessDenied", "lambda:InvokeFunction", call(FILMS));
        allow(
                "lambda:InvokeFunction",
                "*",
                "{\"StringEquals\":{\"aws:RequestedRegion\":\"eu-west-1\"},\"Bool\":{\"aws:SecureTransport\":\"true\"}}");
        functions.invoke(call(FILMS));
    }

    @Test
    void aRoleThatFirehoseMayNotAssumeInvokesNothing() throws Exception {
        assertRefused("Lambda.AssumeRoleAccessDenied", "does not exist", call(FILMS));
        role("delivery", "lambda.amazonaws.com");
        allow("lambda:InvokeFunction", "*", "{}");
        assertRefused("Lambda.AssumeRoleAccessDenied", "Access was denied", call(FILMS));
    }

    @Test
    void aPolicyThatIsTakenAwayIsHeededAtOnce() throws Exception {
        role("delivery", "firehose.amazonaws.com");
        allow("lambda:InvokeFunction", FILMS, "{}");
        functions.invoke(call(FILMS));
        iam.deleteInlinePolicy(Identity.Kind.ROLE, "delivery", "p");
        assertRefused("Lambda.InvokeAccessDenied", "lambda:InvokeFunction", call(FILMS), 1);
    }

    @Test
    void credentialsOfAFunctionAreItsRolesAndEnd() throws Exception {
        role("films", "lambda.amazonaws.com");
        Sts.Credentials given = lend("arn:aws:iam::" + ACCOUNT + ":role/films");
        assertThat(given.expires()).isEqualTo(NOW.plus(Duration.ofHours(1)));
        assertThat(given.principal())
                .isInstanceOfSatisfying(
                        Principal.RoleSession.class,
                        session -> {
                            assertThat(session.roleName()).isEqualTo("films");
                            assertThat(session.sessionName()).isEqualTo("films");
                        });
        AccessKeys keys = new AccessKeys(iam, "AKIAROOT", new Secret("secret"), CLOCK);
        assertThat(keys.find(given.accessKeyId()))
                .hasValueSatisfying(
                        key -> assertThat(key.principal()).isEqualTo(given.principal()));
    }

    @Test
    void aFunctionsRoleMustTrustLambda() throws Exception {
        role("delivery", "firehose.amazonaws.com");
        assertThatThrownBy(() -> lend(ROLE)).isInstanceOf(AssumeRoleDenied.class);
        assertThatThrownBy(() -> lend(ROLE + "s"))
                .isInstanceOf(AssumeRoleDenied.class)
                .hasMessageContaining("does not exist");
    }

    private Sts.Credentials lend(String role) throws Exception {
        return sts.lend(
                role, "lambda.amazonaws.com", "films", RequestKeys.NONE, Duration.ofHours(1));
    }

    private void role(String name, String service) throws IOException {
        iam.createRole(
                name,
                "/",
                """
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
                 "Principal": {"Service": "%s"}, "Action": "sts:AssumeRole"}]}
                """
                        .formatted(service),
                Optional.empty(),
                Identity.SESSION_SECONDS_DEFAULT,
                Optional.empty(),
                List.of());
    }

    private void allow(String action, String resource, String condition) throws IOException {
        iam.putInlinePolicy(
                Identity.Kind.ROLE,
                "delivery",
                "p",
                """
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "%s", "Resource": "%s",
                 "Condition": %s}]}
                """
                        .formatted(action, resource, condition));
    }

    private static Functions.Call call(String function) {
        return new Functions.Call(
                function,
                ROLE,
                "arn:aws:firehose:" + REGION + ":" + ACCOUNT + ":deliverystream/films",
                "{}".getBytes(UTF_8));
    }

    private void assertRefused(String code, String reason, Functions.Call call) {
        assertRefused(code, reason, call, invoked.size());
    }

    private void assertRefused(String code, String reason, Functions.Call call, int invocations) {
        assertThatThrownBy(() -> functions.invoke(call))
                .isInstanceOfSatisfying(
                        NotInvokedException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageStartingWith("Access was denied. Ensure that the ")
                .hasMessageContaining(reason);
        assertThat(invoked).hasSize(invocations);
    }
}
