package io.hydrant.server.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.iam.model.ContextEntry;
import software.amazon.awssdk.services.iam.model.ContextKeyTypeEnum;
import software.amazon.awssdk.services.iam.model.EvaluationResult;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.PolicyEvaluationDecisionType;
import software.amazon.awssdk.services.iam.model.Position;
import software.amazon.awssdk.services.iam.model.SimulateCustomPolicyRequest;
import software.amazon.awssdk.services.iam.model.SimulateCustomPolicyResponse;
import software.amazon.awssdk.services.iam.model.SimulatePrincipalPolicyRequest;
import software.amazon.awssdk.services.iam.model.SimulatePrincipalPolicyResponse;
import software.amazon.awssdk.services.iam.model.Statement;

/// The simulations of policies as the AWS SDK for Java sees them.
class SimulationOverHttpTest {
    private static final String ANA = "arn:aws:iam::123456789012:user/ana";
    private static final String READ_ROLES =
            """
            {
              "Version": "2012-10-17",
              "Statement": [
                {
                  "Effect": "Allow",
                  "Action": "iam:GetRole",
                  "Resource": "arn:aws:iam::123456789012:role/team/*"
                },
                {
                  "Effect": "Deny",
                  "Action": "iam:*",
                  "Resource": "arn:aws:iam::123456789012:role/team/secret"
                }
              ]
            }\
            """;
    private static final String BY_PREFIX =
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:ListBucket","Resource":"arn:aws:s3:::${aws:username}","Condition":{"StringLike":{"s3:prefix":"films/*"},"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}}]}\
            """;
    private static final String EVERYTHING = policy("Allow", "*", "*");
    private static final String ONLY_S3 = policy("Allow", "s3:*", "*");
    private static final PolicyEvaluationDecisionType ALLOWED =
            PolicyEvaluationDecisionType.ALLOWED;
    private static final PolicyEvaluationDecisionType EXPLICIT_DENY =
            PolicyEvaluationDecisionType.EXPLICIT_DENY;
    private static final PolicyEvaluationDecisionType IMPLICIT_DENY =
            PolicyEvaluationDecisionType.IMPLICIT_DENY;

    @TempDir Path folder;
    private RunningIam server;
    private IamClient iam;

    @BeforeEach
    void start() throws IOException {
        server = new RunningIam(folder);
        iam = server.iam(RunningIam.ROOT);
        iam.createUser(user -> user.userName("ana"));
    }

    @AfterEach
    void stop() throws IOException {
        iam.close();
        server.close();
    }

    @Test
    void theStatementThatDecidesIsNamedWithItsPlace() {
        putPolicy("read", READ_ROLES);
        String roles = "arn:aws:iam::123456789012:role/team/";
        List<EvaluationResult> results =
                ofAna(ask ->
                                ask.actionNames("iam:GetRole", "iam:PutRolePolicy")
                                        .resourceArns(roles + "films", roles + "secret"))
                        .evaluationResults();
        assertThat(results)
                .extracting(EvaluationResult::evalActionName, EvaluationResult::evalResourceName)
                .containsExactly(
                        tuple("iam:GetRole", roles + "films"),
                        tuple("iam:GetRole", roles + "secret"),
                        tuple("iam:PutRolePolicy", roles + "films"),
                        tuple("iam:PutRolePolicy", roles + "secret"));
        assertThat(results)
                .extracting(EvaluationResult::evalDecision)
                .containsExactly(ALLOWED, EXPLICIT_DENY, IMPLICIT_DENY, EXPLICIT_DENY);
        assertThat(results.get(0).matchedStatements())
                .containsExactly(statement("user_ana_read", "IAM Policy", at(3, 17), at(8, 6)));
        assertThat(results.get(1).matchedStatements())
                .containsExactly(statement("user_ana_read", "IAM Policy", at(8, 7), at(13, 6)));
        assertThat(results.get(2).matchedStatements()).isEmpty();
        assertThat(results.get(0).resourceSpecificResults())
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.evalResourceName()).isEqualTo(roles + "films");
                    assertThat(one.evalResourceDecision()).isEqualTo(ALLOWED);
                    assertThat(one.matchedStatements())
                            .isEqualTo(results.get(0).matchedStatements());
                });
    }

    @Test
    void aStatementByItselfBeginsAtItsBraceAndOneOfAListBehindTheBracket() {
        String alone =
                """
                {"Version":"2012-10-17","Statement": {"Effect":"Allow","Action":"*","Resource":"*"}}\
                """;
        assertThat(matched(alone)).containsExactly(given(1, at(1, 38), at(1, 84)));
        assertThat(matched(EVERYTHING)).containsExactly(given(1, at(1, 38), at(1, 84)));
        String spaced =
                """
                {"Statement" : [ {"Effect":"Allow","Action":"*","Resource":["*","arn:aws:s3:::],}"]} ,
                 {"Effect":"Allow","Action":["s3:Get*","s3:List*"],"Resource":"*"}], "Version":"2012-10-17"}\
                """;
        assertThat(matched(spaced))
                .as("every statement that allows it, whatever is in its texts")
                .containsExactly(given(1, at(1, 17), at(1, 85)), given(1, at(1, 87), at(2, 67)));
    }

    @Test
    void whatIsSimulatedIsWhatARequestGets() {
        putPolicy("read", READ_ROLES);
        iam.createRole(role ->
                role.roleName("films")
                        .path("/team/")
                        .assumeRolePolicyDocument(
                                """
                                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":
                                {"Service":"firehose.amazonaws.com"},"Action":"sts:AssumeRole"}]}\
                                """));
        AccessKey key = iam.createAccessKey(create -> create.userName("ana")).accessKey();
        try (IamClient ana =
                server.iam(AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey()))) {
            assertThat(ana.getRole(get -> get.roleName("films")).role().roleName())
                    .isEqualTo("films");
            String self = "arn:aws:iam::123456789012:role/team/films";
            assertThat(decision("iam:GetRole", self)).isEqualTo(ALLOWED);
            iam.putUserPolicy(put ->
                    put.userName("ana")
                            .policyName("no")
                            .policyDocument(policy("Deny", "iam:Get*", "*")));
            assertThat(decision("iam:GetRole", self)).isEqualTo(EXPLICIT_DENY);
            refused(
                    () -> ana.getRole(get -> get.roleName("films")),
                    403,
                    "AccessDenied",
                    "User: "
                            + ANA
                            + " is not authorized to perform: iam:GetRole on resource: "
                            + self
                            + " with an explicit deny in an identity-based policy");
        }
    }

    @Test
    void attachedPoliciesAndThoseOfRolesAreNamedAsAwsNamesThem() {
        iam.createRole(role ->
                role.roleName("delivery")
                        .assumeRolePolicyDocument(
                                """
                                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":
                                {"Service":"firehose.amazonaws.com"},"Action":"sts:AssumeRole"}]}\
                                """));
        iam.putRolePolicy(
                put -> put.roleName("delivery").policyName("write").policyDocument(ONLY_S3));
        iam.attachRolePolicy(attach ->
                attach.roleName("delivery")
                        .policyArn("arn:aws:iam::aws:policy/AdministratorAccess"));
        EvaluationResult result =
                iam.simulatePrincipalPolicy(ask ->
                                ask.policySourceArn("arn:aws:iam::123456789012:role/delivery")
                                        .actionNames("s3:PutObject"))
                        .evaluationResults()
                        .getFirst();
        assertThat(result.evalResourceName()).isEqualTo("*");
        assertThat(result.hasResourceSpecificResults()).isFalse();
        assertThat(result.matchedStatements())
                .extracting(Statement::sourcePolicyId)
                .containsExactly("role_delivery_write", "AdministratorAccess");
    }

    @Test
    void conditionKeysAreThoseThatAreGivenAndTheOthersAreMissing() {
        putPolicy("list", BY_PREFIX);
        EvaluationResult without =
                ofAna(ask -> ask.actionNames("s3:ListBucket").resourceArns("arn:aws:s3:::ana"))
                        .evaluationResults()
                        .getFirst();
        assertThat(without.evalDecision()).isEqualTo(IMPLICIT_DENY);
        assertThat(without.missingContextValues()).containsExactly("aws:SourceIp", "s3:prefix");
        EvaluationResult with =
                ofAna(ask ->
                                ask.actionNames("s3:ListBucket")
                                        .resourceArns("arn:aws:s3:::ana")
                                        .contextEntries(
                                                List.of(
                                                        key(
                                                                "S3:Prefix",
                                                                ContextKeyTypeEnum.STRING,
                                                                "films/2026"),
                                                        key(
                                                                "aws:SourceIp",
                                                                ContextKeyTypeEnum.IP,
                                                                "10.1.2.3"))))
                        .evaluationResults()
                        .getFirst();
        assertThat(with.evalDecision()).isEqualTo(ALLOWED);
        assertThat(with.missingContextValues()).isEmpty();
        assertThat(
                        iam.getContextKeysForPrincipalPolicy(ask -> ask.policySourceArn(ANA))
                                .contextKeyNames())
                .containsExactly("aws:SourceIp", "aws:username", "s3:prefix");
        assertThat(
                        iam.getContextKeysForCustomPolicy(ask -> ask.policyInputList(BY_PREFIX))
                                .contextKeyNames())
                .containsExactly("aws:SourceIp", "aws:username", "s3:prefix");
    }

    @Test
    void aBoundaryNarrowsAndSaysSo() {
        String boundary =
                iam.createPolicy(create -> create.policyName("limit").policyDocument(ONLY_S3))
                        .policy()
                        .arn();
        putPolicy("all", EVERYTHING);
        iam.putUserPermissionsBoundary(put -> put.userName("ana").permissionsBoundary(boundary));
        List<EvaluationResult> results =
                ofAna(ask -> ask.actionNames("s3:GetObject", "iam:GetUser")).evaluationResults();
        assertThat(results)
                .extracting(EvaluationResult::evalDecision)
                .containsExactly(ALLOWED, IMPLICIT_DENY);
        assertThat(results)
                .extracting(result ->
                        result.permissionsBoundaryDecisionDetail().allowedByPermissionsBoundary())
                .containsExactly(true, false);
        EvaluationResult other =
                ofAna(ask ->
                                ask.actionNames("iam:GetUser")
                                        .permissionsBoundaryPolicyInputList(
                                                policy("Deny", "iam:GetUser", "*")))
                        .evaluationResults()
                        .getFirst();
        assertThat(other.evalDecision()).isEqualTo(EXPLICIT_DENY);
        assertThat(other.matchedStatements())
                .extracting(Statement::sourcePolicyId, Statement::sourcePolicyTypeAsString)
                .containsExactly(
                        tuple(
                                "PermissionsBoundaryPolicyInputList.1",
                                "Permissions Boundary Policy"));
    }

    @Test
    void aResourcePolicyAllowsWhomItNames() {
        EvaluationResult result =
                ofAna(ask ->
                                ask.actionNames("s3:PutObject")
                                        .resourceArns("arn:aws:s3:::films/a")
                                        .resourcePolicy(resourcePolicy(ANA)))
                        .evaluationResults()
                        .getFirst();
        assertThat(result.evalDecision()).isEqualTo(ALLOWED);
        assertThat(result.matchedStatements())
                .extracting(Statement::sourcePolicyId, Statement::sourcePolicyTypeAsString)
                .containsExactly(tuple("ResourcePolicy", "Resource Policy"));
        assertThat(result.evalDecisionDetails()).isEmpty();
        String eva = "arn:aws:iam::123456789012:user/eva"; // who is nobody yet
        assertThat(
                        custom(ask ->
                                        ask.policyInputList(policy("Allow", "iam:*", "*"))
                                                .callerArn(eva)
                                                .actionNames("s3:PutObject")
                                                .resourceArns("arn:aws:s3:::films/a")
                                                .resourcePolicy(resourcePolicy(eva)))
                                .evaluationResults()
                                .getFirst()
                                .evalDecision())
                .isEqualTo(ALLOWED);
    }

    @Test
    void acrossAccountsBothSidesMustAllowAndEachSaysWhatItThinks() {
        EvaluationResult result =
                ofAna(ask ->
                                ask.actionNames("s3:PutObject")
                                        .resourceArns("arn:aws:s3:::films/a")
                                        .resourceOwner("arn:aws:iam::111122223333:root")
                                        .resourcePolicy(resourcePolicy(ANA)))
                        .evaluationResults()
                        .getFirst();
        assertThat(result.evalDecision()).isEqualTo(IMPLICIT_DENY);
        assertThat(result.evalDecisionDetails())
                .containsEntry("IAM Policy", IMPLICIT_DENY)
                .containsEntry("Resource Policy", ALLOWED)
                .hasSize(2);
    }

    @Test
    void answersComeInPages() {
        SimulateCustomPolicyRequest request =
                SimulateCustomPolicyRequest.builder()
                        .policyInputList(EVERYTHING)
                        .actionNames("s3:GetObject", "s3:PutObject", "s3:ListBucket")
                        .resourceArns("arn:aws:s3:::a", "arn:aws:s3:::b")
                        .maxItems(4)
                        .build();
        SimulateCustomPolicyResponse first = iam.simulateCustomPolicy(request);
        assertThat(first.isTruncated()).isTrue();
        assertThat(first.evaluationResults()).hasSize(4);
        assertThat(iam.simulateCustomPolicyPaginator(request).evaluationResults())
                .extracting(result -> result.evalActionName() + " " + result.evalResourceName())
                .containsExactly(
                        "s3:GetObject arn:aws:s3:::a",
                        "s3:GetObject arn:aws:s3:::b",
                        "s3:PutObject arn:aws:s3:::a",
                        "s3:PutObject arn:aws:s3:::b",
                        "s3:ListBucket arn:aws:s3:::a",
                        "s3:ListBucket arn:aws:s3:::b");
    }

    @Test
    void whatIsWrongIsRefusedByName() {
        refused(
                () -> custom(ask -> ask.policyInputList("{").actionNames("s3:GetObject")),
                400,
                "InvalidInput",
                "PolicyInputList.1: Syntax errors in policy.");
        refused(
                () -> custom(ask -> ask.policyInputList(EVERYTHING).actionNames("s3:Get*")),
                400,
                "InvalidInput",
                "Invalid action name: s3:Get*. It must be a service, a colon and an operation,"
                        + " without wildcards: s3:PutObject.");
        refused(
                () ->
                        custom(ask ->
                                ask.policyInputList(EVERYTHING)
                                        .actionNames("ec2:RunInstances")
                                        .resourceHandlingOption("EC2-VPC-EBS")),
                400,
                "InvalidInput",
                "Hydrant does not support ResourceHandlingOption EC2-VPC-EBS: the combinations that"
                        + " it names are of EC2.");
        refused(
                () ->
                        custom(ask ->
                                ask.policyInputList(EVERYTHING)
                                        .actionNames("s3:GetObject")
                                        .contextEntries(
                                                List.of(
                                                        key(
                                                                "s3:max-keys",
                                                                ContextKeyTypeEnum.NUMERIC,
                                                                "many")))),
                400,
                "InvalidInput",
                "Invalid values for the context key s3:max-keys: many is no numeric.");
        refused(
                () ->
                        custom(ask ->
                                ask.policyInputList(EVERYTHING)
                                        .actionNames("s3:GetObject")
                                        .resourcePolicy(resourcePolicy(ANA))),
                400,
                "InvalidInput",
                "CallerArn is required with a ResourcePolicy, unless PolicySourceArn is that of a"
                        + " user: its principals have to be compared with somebody.");
        refused(
                () -> of("arn:aws:sts::123456789012:assumed-role/delivery/work"),
                400,
                "InvalidInput",
                "Invalid Entity Arn: arn:aws:sts::123456789012:assumed-role/delivery/work does not"
                        + " clearly define entity type and name.");
        refused(
                () -> of("arn:aws:iam::123456789012:user/eva"),
                404,
                "NoSuchEntity",
                "The user with name eva cannot be found.");
    }

    @Test
    void simulatingTakesAPermissionOnThePrincipal() {
        putPolicy("own", policy("Allow", "iam:SimulatePrincipalPolicy", ANA));
        AccessKey key = iam.createAccessKey(create -> create.userName("ana")).accessKey();
        try (IamClient ana =
                server.iam(AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey()))) {
            assertThat(
                            ana.simulatePrincipalPolicy(ask ->
                                            ask.policySourceArn(ANA).actionNames("s3:GetObject"))
                                    .evaluationResults())
                    .hasSize(1);
            String eva = "arn:aws:iam::123456789012:user/eva";
            refused(
                    () ->
                            ana.simulatePrincipalPolicy(
                                    ask -> ask.policySourceArn(eva).actionNames("s3:GetObject")),
                    403,
                    "AccessDenied",
                    "User: "
                            + ANA
                            + " is not authorized to perform: iam:SimulatePrincipalPolicy on"
                            + " resource: "
                            + eva
                            + " because no identity-based policy allows the"
                            + " iam:SimulatePrincipalPolicy action");
            assertThatThrownBy(() ->
                            ana.simulateCustomPolicy(ask ->
                                    ask.policyInputList(EVERYTHING).actionNames("s3:GetObject")))
                    .hasMessageContaining("is not authorized to perform: iam:SimulateCustomPolicy");
        }
    }

    private List<Statement> matched(String document) {
        return custom(ask -> ask.policyInputList(document).actionNames("s3:GetObject"))
                .evaluationResults()
                .getFirst()
                .matchedStatements();
    }

    private PolicyEvaluationDecisionType decision(String action, String resource) {
        return ofAna(ask -> ask.actionNames(action).resourceArns(resource))
                .evaluationResults()
                .getFirst()
                .evalDecision();
    }

    private SimulatePrincipalPolicyResponse ofAna(
            Consumer<SimulatePrincipalPolicyRequest.Builder> ask) {
        return iam.simulatePrincipalPolicy(request -> ask.accept(request.policySourceArn(ANA)));
    }

    private void of(String sourceArn) {
        iam.simulatePrincipalPolicy(
                ask -> ask.policySourceArn(sourceArn).actionNames("s3:GetObject"));
    }

    private SimulateCustomPolicyResponse custom(Consumer<SimulateCustomPolicyRequest.Builder> ask) {
        return iam.simulateCustomPolicy(ask);
    }

    private void putPolicy(String name, String document) {
        iam.putUserPolicy(put -> put.userName("ana").policyName(name).policyDocument(document));
    }

    private static String policy(String effect, String action, String resource) {
        return """
        {"Version":"2012-10-17","Statement":[{"Effect":"%s","Action":"%s","Resource":"%s"}]}\
        """
                .formatted(effect, action, resource);
    }

    private static String resourcePolicy(String principal) {
        return """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"%s"},
        "Action":["s3:List*","s3:Put*"],"Resource":"arn:aws:s3:::films/*"}]}\
        """
                .formatted(principal);
    }

    private static ContextEntry key(String name, ContextKeyTypeEnum type, String value) {
        return ContextEntry.builder()
                .contextKeyName(name)
                .contextKeyType(type)
                .contextKeyValues(value)
                .build();
    }

    private static Statement given(int number, Position start, Position end) {
        return statement("PolicyInputList." + number, "IAM Policy", start, end);
    }

    private static Statement statement(String id, String type, Position start, Position end) {
        return Statement.builder()
                .sourcePolicyId(id)
                .sourcePolicyType(type)
                .startPosition(start)
                .endPosition(end)
                .build();
    }

    private static Position at(int line, int column) {
        return Position.builder().line(line).column(column).build();
    }

    private static Tuple tuple(Object... values) {
        return Tuple.tuple(values);
    }

    private static void refused(ThrowingCallable call, int status, String code, String text) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        IamException.class,
                        refusal -> {
                            assertThat(refusal.statusCode()).isEqualTo(status);
                            assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(code);
                            assertThat(refusal.awsErrorDetails().errorMessage()).isEqualTo(text);
                        });
    }
}
