package io.hydrant.core.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.catalog.Database;
import io.hydrant.core.catalog.TestCatalog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthorizerTest {
    private static final String ACCOUNT = "000000000000";
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-11-22T20:00:00Z"));
    private static final String TRUST =
            """
            {"Version":"2012-10-17","Statement":[{"Sid":"","Effect":"Allow",
             "Principal":{"Service":"firehose.amazonaws.com"},"Action":"sts:AssumeRole",
             "Condition":{"StringEquals":{"sts:ExternalId":"000000000000"}}}]}\
            """;

    @TempDir Path folder;
    private Database catalog;
    private Iam iam;
    private Authorizer authorizer;

    @BeforeEach
    void open() throws IOException {
        catalog = TestCatalog.of(folder.resolve("catalog.db"), IamSchema.SCHEMA);
        iam = new Iam(catalog, ACCOUNT, CLOCK, new Random(7));
        authorizer = new Authorizer(iam);
    }

    @AfterEach
    void close() throws IOException {
        catalog.close();
    }

    @ParameterizedTest
    @CsvSource({
        "s3:PutObject, arn:aws:s3:::films/any/key, true",
        "s3:putobject, arn:aws:s3:::films/any/key, true",
        "s3:PutObject, arn:aws:s3:::filmsandmore/key, true",
        "s3:PutObject, arn:aws:s3:::other/key, false",
        "s3:DeleteObject, arn:aws:s3:::films/any/key, false",
        "s3:ListBucket, arn:aws:s3:::films, true",
    })
    void aResourceThatEndsInAStarWithoutASlashCoversTheObjects(
            String action, String resource, boolean allowed) throws Exception {
        role("delivery");
        iam.putInlinePolicy(
                Identity.Kind.ROLE,
                "delivery",
                "write",
                """
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:PutObject","s3:ListBucket"],
                 "Resource":["arn:aws:s3:::films","arn:aws:s3:::films*"]}]}\
                """);
        Principal session = assumed("delivery", ACCOUNT);
        assertThat(decide(session, action, resource).allowed()).isEqualTo(allowed);
    }

    @Test
    void aRoleIsAssumedOnlyWithItsExternalId() throws Exception {
        role("delivery");
        assertThat(assumed("delivery", ACCOUNT).arn())
                .isEqualTo(
                        "arn:aws:sts::000000000000:assumed-role/delivery/firehose.amazonaws.com");
        assertThatThrownBy(() -> assumed("delivery", "111111111111"))
                .isInstanceOf(AssumeRoleDenied.class)
                .hasMessage(
                        "The trust policy of arn:aws:iam::000000000000:role/delivery allows sts:AssumeRole to"
                                + " firehose.amazonaws.com only under a condition that does not hold: StringEquals"
                                + " sts:ExternalId = 000000000000 (the request has 111111111111).");
        assertThatThrownBy(() -> assumed("nobody", ACCOUNT)).isInstanceOf(AssumeRoleDenied.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"StringEquals\":{\"aws:username\":\"ana\"}}; true",
                "{\"StringEquals\":{\"AWS:UserName\":[\"eva\",\"ana\"]}}; true",
                "{\"StringNotEquals\":{\"aws:username\":[\"eva\",\"ana\"]}}; false",
                "{\"StringNotEquals\":{\"aws:PrincipalTag/none\":\"x\"}}; true",
                "{\"StringEquals\":{\"aws:PrincipalTag/none\":\"x\"}}; false",
                "{\"StringEqualsIfExists\":{\"aws:PrincipalTag/none\":\"x\"}}; true",
                "{\"StringLike\":{\"aws:username\":\"a?a*\"}}; true",
                "{\"StringEquals\":{\"aws:username\":\"a*\"}}; false",
                "{\"Null\":{\"aws:PrincipalTag/none\":\"true\"}}; true",
                "{\"Null\":{\"aws:username\":\"true\"}}; false",
                "{\"IpAddress\":{\"aws:SourceIp\":\"10.1.0.0/16\"}}; true",
                "{\"NotIpAddress\":{\"aws:SourceIp\":\"10.1.0.0/16\"}}; false",
                "{\"IpAddress\":{\"aws:SourceIp\":\"10.1.2.4\"}}; false",
                "{\"DateLessThan\":{\"aws:CurrentTime\":\"2030-01-01T00:00:00Z\"}}; true",
                "{\"DateGreaterThan\":{\"aws:CurrentTime\":\"2030-01-01\"}}; false",
                "{\"NumericLessThanEquals\":{\"s3:max-keys\":\"10\"}}; true",
                "{\"NumericGreaterThan\":{\"s3:max-keys\":\"10\"}}; false",
                "{\"Bool\":{\"aws:SecureTransport\":\"false\"}}; true",
                "{\"ArnLike\":{\"aws:PrincipalArn\":\"arn:aws:iam::*:user/a*\"}}; true",
                "{\"ForAllValues:StringEquals\":{\"k:keys\":[\"a\",\"b\",\"c\"]}}; true",
                "{\"ForAllValues:StringEquals\":{\"k:keys\":[\"a\"]}}; false",
                "{\"ForAllValues:StringEquals\":{\"aws:PrincipalTag/none\":[\"a\"]}}; true",
                "{\"ForAnyValue:StringEquals\":{\"k:keys\":[\"b\",\"z\"]}}; true",
                "{\"ForAnyValue:StringEquals\":{\"aws:PrincipalTag/none\":[\"a\"]}}; false",
            })
    void conditionsHoldAsAwsDocumentsThem(String condition, boolean allowed) throws Exception {
        Principal ana = user("ana");
        iam.putInlinePolicy(
                Identity.Kind.USER,
                "ana",
                "conditional",
                """
                {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":%s}}\
                """
                        .formatted(condition));
        Map<String, List<String>> keys =
                Map.of("s3:max-keys", List.of("10"), "k:keys", List.of("a", "b"));
        Decision decision =
                authorizer.decide(
                        new AuthorizationRequest(
                                ana,
                                "s3:ListBucket",
                                "arn:aws:s3:::b",
                                SampleCircumstances.PLAIN,
                                RequestKeys.of(keys),
                                ResourcePolicy.NONE,
                                ACCOUNT));
        assertThat(decision.allowed()).isEqualTo(allowed);
    }

    @Test
    void aVariableInAResourceIsTakenLiterally() throws Exception {
        Principal star = user("a+b");
        iam.putInlinePolicy(
                Identity.Kind.USER,
                "a+b",
                "home",
                """
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::home/${aws:username}/*"}]}\
                """);
        assertThat(decide(star, "s3:GetObject", "arn:aws:s3:::home/a+b/x").allowed()).isTrue();
        assertThat(decide(star, "s3:GetObject", "arn:aws:s3:::home/ana/x").allowed()).isFalse();
    }

    @Test
    void aDenyWinsAndIsExplained() throws Exception {
        Principal ana = user("ana");
        iam.attach(Identity.Kind.USER, "ana", "arn:aws:iam::aws:policy/AdministratorAccess");
        assertThat(decide(ana, "s3:GetObject", "arn:aws:s3:::b/k").allowed()).isTrue();
        iam.putInlinePolicy(
                Identity.Kind.USER,
                "ana",
                "no",
                """
                {"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"s3:Get*","Resource":"*"}]}\
                """);
        AuthorizationRequest request =
                request(ana, "s3:GetObject", "arn:aws:s3:::b/k", Optional.empty());
        assertThat(authorizer.decide(request).explain(request))
                .isEqualTo(
                        "User: arn:aws:iam::000000000000:user/ana is not authorized to perform: s3:GetObject on"
                                + " resource: \"arn:aws:s3:::b/k\" with an explicit deny in an identity-based policy");
    }

    @Test
    void aBoundaryNarrowsWhatIsAllowed() throws Exception {
        Principal ana = user("ana");
        iam.attach(Identity.Kind.USER, "ana", "arn:aws:iam::aws:policy/AdministratorAccess");
        iam.setBoundary(
                Identity.Kind.USER,
                "ana",
                Optional.of("arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"));
        assertThat(decide(ana, "s3:GetObject", "arn:aws:s3:::b/k").allowed()).isTrue();
        assertThat(decide(ana, "s3:PutObject", "arn:aws:s3:::b/k"))
                .isEqualTo(new Decision.DeniedByDefault("permissions boundary"));
    }

    @Test
    void aBucketPolicyAllowsAnonymousReadersAndDeniesTheRoot() {
        Optional<String> open =
                Optional.of(
                        """
                        {"Version":"2012-10-17","Statement":[
                         {"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"},
                         {"Effect":"Deny","Principal":{"AWS":"arn:aws:iam::000000000000:root"},"Action":"s3:DeleteObject","Resource":"*"}]}\
                        """);
        Principal root = new Principal.Root(ACCOUNT);
        assertThat(decide(new Principal.Anonymous(), "s3:GetObject", "arn:aws:s3:::b/k", open))
                .isTrue();
        assertThat(decide(new Principal.Anonymous(), "s3:PutObject", "arn:aws:s3:::b/k", open))
                .isFalse();
        assertThat(
                        decide(
                                new Principal.Anonymous(),
                                "s3:GetObject",
                                "arn:aws:s3:::b/k",
                                Optional.empty()))
                .isFalse();
        assertThat(decide(root, "s3:PutObject", "arn:aws:s3:::b/k", open)).isTrue();
        assertThat(decide(root, "s3:DeleteObject", "arn:aws:s3:::b/k", open)).isFalse();
    }

    @Test
    void everythingSurvivesAReopening() throws Exception {
        role("delivery");
        user("ana");
        AccessKeys keys = new AccessKeys(iam, "AKIAROOT", new Secret("s"), CLOCK);
        UserKey key = keys.create("ana");
        String policy =
                iam.managedPolicies()
                        .create(
                                "writers",
                                "/",
                                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}]}",
                                Optional.empty(),
                                List.of(new Tag("a", "ñ")))
                        .arn();
        iam.attach(Identity.Kind.USER, "ana", policy);
        Sts.Credentials session =
                new Sts(iam, authorizer, "us-east-1", CLOCK, false)
                        .sessionToken(user("eva"), Duration.ofHours(1));
        Iam reopened = new Iam(catalog, ACCOUNT, CLOCK, new Random(8));
        assertThat(reopened.get(Identity.Kind.ROLE, "delivery"))
                .isEqualTo(iam.get(Identity.Kind.ROLE, "delivery"));
        assertThat(reopened.get(Identity.Kind.USER, "ana"))
                .isEqualTo(iam.get(Identity.Kind.USER, "ana"));
        assertThat(reopened.managedPolicies().get(policy))
                .isEqualTo(iam.managedPolicies().get(policy));
        AccessKeys again = new AccessKeys(reopened, "AKIAROOT", new Secret("s"), CLOCK);
        assertThat(again.find(key.id()))
                .map(AccessKey::principal)
                .map(Principal::arn)
                .contains("arn:aws:iam::000000000000:user/ana");
        assertThat(again.find(session.accessKeyId()))
                .map(AccessKey::sessionToken)
                .contains(Optional.of(session.sessionToken()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "not json; Syntax errors in policy.",
                "{\"Version\":\"2012-10-17\"}; Syntax errors in policy.",
                "{\"Statement\":[{\"Effect\":\"allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}]}; The policy failed legacy parsing",
                "{\"Statement\":[{\"Effect\":\"Allow\",\"Resource\":\"*\"}]}; Policy statement must contain actions.",
                "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\"}]}; Policy statement must contain resources.",
                "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"PutObject\",\"Resource\":\"*\"}]}; Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
                "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"films\"}]}; Resource films must be in ARN format or \"*\".",
                "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\",\"Principal\":\"*\"}]}; Policy document should not specify a principal.",
            })
    void malformedPoliciesAreRefusedWithAwsTexts(String document, String text) throws Exception {
        role("delivery");
        assertThatThrownBy(() -> iam.putInlinePolicy(Identity.Kind.ROLE, "delivery", "p", document))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        refusal -> {
                            assertThat(refusal.code()).isEqualTo("MalformedPolicyDocument");
                            assertThat(refusal.text()).isEqualTo(text);
                        });
    }

    private void role(String name) throws IOException {
        iam.createRole(name, "/", TRUST, Optional.empty(), 3600, Optional.empty(), List.of());
    }

    private Principal user(String name) throws IOException {
        Identity user =
                iam.create(
                        new Iam.NewIdentity(
                                Identity.Kind.USER,
                                name,
                                "/",
                                Optional.empty(),
                                List.of(),
                                Optional.empty()));
        return new Principal.User(ACCOUNT, user.path(), user.name(), user.id());
    }

    private Principal assumed(String role, String externalId) throws AssumeRoleDenied {
        return new Sts(iam, authorizer, "us-east-1", CLOCK, false)
                .assumeForService(
                        "arn:aws:iam::000000000000:role/" + role,
                        "firehose.amazonaws.com",
                        RequestKeys.of(Map.of("sts:ExternalId", List.of(externalId))));
    }

    private Decision decide(Principal principal, String action, String resource) {
        return authorizer.decide(request(principal, action, resource, Optional.empty()));
    }

    private boolean decide(
            Principal principal, String action, String resource, Optional<String> policy) {
        return authorizer.decide(request(principal, action, resource, policy)).allowed();
    }

    private static AuthorizationRequest request(
            Principal principal, String action, String resource, Optional<String> policy) {
        return new AuthorizationRequest(
                principal,
                action,
                resource,
                SampleCircumstances.PLAIN,
                RequestKeys.NONE,
                ResourcePolicy.ofBucket(policy),
                ACCOUNT);
    }
}
