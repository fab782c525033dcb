package io.hydrant.server.ssm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.server.RunningAccount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.DescribeParametersRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathRequest;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterHistory;
import software.amazon.awssdk.services.ssm.model.ParameterMetadata;
import software.amazon.awssdk.services.ssm.model.ParameterStringFilter;
import software.amazon.awssdk.services.ssm.model.ParameterTier;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;
import software.amazon.awssdk.services.ssm.model.PutParameterResponse;
import software.amazon.awssdk.services.ssm.model.ResourceTypeForTagging;
import software.amazon.awssdk.services.ssm.model.SsmException;
import software.amazon.awssdk.services.ssm.model.Tag;

/// The parameter store through AWS's own client. Each test has a hierarchy of its own. In policies
/// here `'` stands for `"`, and `ARN` for what the ARNs of parameters begin with.
class SsmOverHttpTest {
    private static final String ARN = "arn:aws:ssm:us-east-1:000000000000:parameter";

    @TempDir static Path data;
    private static RunningAccount account;
    private static SsmClient ssm;

    @BeforeAll
    static void start() throws IOException {
        account = new RunningAccount(data);
        ssm = account.client(SsmClient.builder(), account.root());
    }

    @AfterAll
    static void stop() {
        ssm.close();
        account.close();
    }

    private static PutParameterResponse put(
            String name, String value, Consumer<PutParameterRequest.Builder> more) {
        return ssm.putParameter(
                put -> put.name(name).value(value).type(ParameterType.STRING).applyMutation(more));
    }

    private static PutParameterResponse put(String name, String value) {
        return put(name, value, nothing -> {});
    }

    private static String value(String name) {
        return ssm.getParameter(get -> get.name(name)).parameter().value();
    }

    private static void refused(ThrowingCallable call, String code, String text) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SsmException.class,
                        refusal -> {
                            assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(code);
                            assertThat(refusal.awsErrorDetails().errorMessage()).contains(text);
                        });
    }

    @Test
    void aParameterIsShownAsItWasGivenInEachOfItsVersions() {
        put(
                "/shown/a",
                "1",
                put ->
                        put.description("first")
                                .allowedPattern("^\\d+$")
                                .tags(Tag.builder().key("team").value("films").build()));
        refused(
                () -> put("/shown/a", "2"),
                "ParameterAlreadyExists",
                "The parameter already exists. To overwrite this value, set the overwrite option"
                        + " in the request to true.");
        refused(
                () -> put("/shown/a", "two", put -> put.overwrite(true)),
                "ParameterPatternMismatchException",
                "Parameter value, cannot be validated against allowedPattern: ^\\d+$");
        assertThat(ssm.putParameter(p -> p.name("/shown/a").value("2").overwrite(true)).version())
                .isEqualTo(2);

        Parameter newest = ssm.getParameter(get -> get.name("/shown/a")).parameter();
        assertThat(newest.value()).isEqualTo("2");
        assertThat(newest.version()).isEqualTo(2);
        assertThat(newest.type()).isEqualTo(ParameterType.STRING);
        assertThat(newest.arn()).isEqualTo(ARN + "/shown/a");
        assertThat(newest.dataType()).isEqualTo("text");
        assertThat(newest.lastModifiedDate()).isNotNull();
        Parameter first = ssm.getParameter(get -> get.name("/shown/a:1")).parameter();
        assertThat(first.value()).isEqualTo("1");
        assertThat(first.selector()).isEqualTo(":1");
        assertThat(value(ARN + "/shown/a")).isEqualTo("2");
        assertThat(value(ARN + "/shown/a:1")).isEqualTo("1");
        refused(
                () -> value("/shown/a:3"),
                "ParameterVersionNotFound",
                "Systems Manager could not find version 3 of /shown/a.");
        refused(() -> value("/shown/b"), "ParameterNotFound", "Parameter /shown/b not found.");

        List<ParameterHistory> history =
                ssm.getParameterHistory(get -> get.name("/shown/a")).parameters();
        assertThat(history).extracting(ParameterHistory::value).containsExactly("1", "2");
        assertThat(history).extracting(ParameterHistory::description).containsOnly("first");
        assertThat(history.getFirst().lastModifiedUser())
                .isEqualTo("arn:aws:iam::000000000000:root");
        ssm.deleteParameter(delete -> delete.name("/shown/a"));
        refused(
                () -> ssm.getParameterHistory(get -> get.name("/shown/a")),
                "ParameterNotFound",
                "/shown/a");
    }

    @Test
    void namesAndValuesKeepToAwssRules() {
        String validation = "ValidationException";
        refused(() -> put("awsName", "x"), validation, "can't be prefixed with \"aws\" or \"ssm\"");
        refused(() -> put("/ssm/x", "x"), validation, "can't be prefixed with \"ssm\"");
        refused(
                () -> put("/aws/x", "x"),
                "AccessDeniedException",
                "No access to reserved parameter name: /aws/x.");
        refused(() -> put("a/b", "x"), validation, "must be a fully qualified name");
        refused(() -> put("/a b", "x"), validation, "letters, numbers and the following 3 symbols");
        refused(() -> put("/a:1", "x"), validation, "letters, numbers and the following 3 symbols");
        put("/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15", "x");
        refused(
                () -> put("/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16", "x"),
                "HierarchyLevelLimitExceededException",
                "maximum of 15 levels");
        refused(
                () -> put("/rules/x", ""),
                validation,
                "Value '' at 'value' failed to satisfy constraint");
        refused(() -> put("/rules/x", "{{x}}"), validation, "can't nest another parameter");
        refused(
                () -> ssm.putParameter(p -> p.name("/rules/x").value("x")),
                validation,
                "A parameter type is required when you create a parameter.");
        refused(
                () -> put("/rules/x", "x", p -> p.policies("[]")),
                validation,
                "Hydrant does not support Policies");
        refused(
                () -> put("/rules/x", "x", p -> p.dataType("aws:ec2:image")),
                validation,
                "Hydrant does not support the data type aws:ec2:image");
        refused(
                () -> put("/rules/x", "x", p -> p.allowedPattern("((a{900}){900}){900}")),
                "InvalidAllowedPatternException",
                "come to more than 20000 atoms");
        refused(
                () ->
                        put(
                                "/rules/x",
                                "x",
                                p ->
                                        p.overwrite(true)
                                                .tags(Tag.builder().key("a").value("b").build())),
                validation,
                "tags and overwrite can't be used together");
        put("rulesWithoutSlash", "x");
        assertThat(value(ARN + "/rulesWithoutSlash")).isEqualTo("x");
    }

    @Test
    void tiersBoundWhatAValueMayHave() {
        put("/tiers/standard", "x".repeat(4096));
        refused(
                () -> put("/tiers/more", "x".repeat(4097)),
                "ValidationException",
                "Standard tier parameters support a maximum parameter value of 4096 characters.");
        refused(
                () -> put("/tiers/more", "x".repeat(8193), p -> p.tier(ParameterTier.ADVANCED)),
                "ValidationException",
                "Advanced tier parameters support a maximum parameter value of 8192 characters.");
        assertThat(
                        put(
                                        "/tiers/more",
                                        "x".repeat(8192),
                                        p -> p.tier(ParameterTier.INTELLIGENT_TIERING))
                                .tier())
                .isEqualTo(ParameterTier.ADVANCED);
        refused(
                () -> put("/tiers/more", "x", p -> p.overwrite(true).tier(ParameterTier.STANDARD)),
                "ValidationException",
                "You can't downgrade a parameter");
    }

    @Test
    void aHundredVersionsAreKeptAndNoneWithALabelIsDropped() {
        for (int i = 1; i <= 101; i++) {
            String value = "v" + i;
            put("/versions/x", value, p -> p.overwrite(true));
        }
        refused(() -> value("/versions/x:1"), "ParameterVersionNotFound", "version 1");
        assertThat(value("/versions/x:2")).isEqualTo("v2");
        assertThat(
                        ssm
                                .getParameterHistoryPaginator(
                                        g -> g.name("/versions/x").maxResults(50))
                                .stream()
                                .mapToInt(page -> page.parameters().size()))
                .containsExactly(50, 50);

        assertThat(
                        ssm.labelParameterVersion(l ->
                                        l.name("/versions/x")
                                                .parameterVersion(2L)
                                                .labels("live", "1st", "awsX", "a b"))
                                .invalidLabels())
                .containsExactly("1st", "awsX", "a b");
        assertThat(value("/versions/x:live")).isEqualTo("v2");
        refused(
                () -> put("/versions/x", "v102", p -> p.overwrite(true)),
                "ParameterMaxVersionLimitExceeded",
                "Version 2, the oldest version, can't be deleted because it has a label");
        ssm.labelParameterVersion(l -> l.name("/versions/x").labels("live"));
        assertThat(value("/versions/x:live")).isEqualTo("v101");
        assertThat(put("/versions/x", "v102", p -> p.overwrite(true)).version()).isEqualTo(102);
        String[] ten = IntStream.range(0, 10).mapToObj(i -> "l" + i).toArray(String[]::new);
        refused(
                () ->
                        ssm.labelParameterVersion(
                                l -> l.name("/versions/x").parameterVersion(101L).labels(ten)),
                "ParameterVersionLabelLimitExceeded",
                "maximum 10 labels");
        assertThat(
                        ssm.unlabelParameterVersion(u ->
                                        u.name("/versions/x")
                                                .parameterVersion(101L)
                                                .labels("live", "other"))
                                .removedLabels())
                .containsExactly("live");
        refused(() -> value("/versions/x:live"), "ParameterVersionNotFound", "label live");
    }

    @Test
    void hierarchiesAreListedByPathFilterAndPage() {
        for (String name : List.of("a", "b", "deep/c", "deep/d", "deep/er/e")) {
            put("/tree/" + name, name);
        }
        put("/trees", "x");
        put("/tree/b", "b,c", p -> p.overwrite(true).type(ParameterType.STRING_LIST));
        ssm.labelParameterVersion(l -> l.name("/tree/b").parameterVersion(1L).labels("old"));
        assertThat(under(g -> g.path("/tree"))).containsExactly("/tree/a", "/tree/b");
        assertThat(under(g -> g.path("/tree/").recursive(true).maxResults(2)))
                .containsExactly(
                        "/tree/a", "/tree/b", "/tree/deep/c", "/tree/deep/d", "/tree/deep/er/e");
        assertThat(
                        under(g ->
                                g.path("/tree")
                                        .parameterFilters(filter("Type", "Equals", "StringList"))))
                .containsExactly("/tree/b");
        assertThat(
                        ssm.getParametersByPath(g ->
                                        g.path("/tree")
                                                .parameterFilters(filter("Label", "Equals", "old")))
                                .parameters())
                .extracting(Parameter::value)
                .containsExactly("b");
        assertThat(under(g -> g.path("/").recursive(true))).contains("/tree/deep/er/e", "/trees");
        refused(
                () -> under(g -> g.path("tree")),
                "ValidationException",
                "must begin with a forward slash");
        refused(
                () -> under(g -> g.path("/tree").parameterFilters(filter("Name", "Equals", "x"))),
                "InvalidFilterKey",
                "Valid filter keys include: [Type, KeyId, Label].");

        assertThat(described(filter("Name", "BeginsWith", "/tree/deep")))
                .containsExactly("/tree/deep/c", "/tree/deep/d", "/tree/deep/er/e");
        assertThat(described(filter("Path", "OneLevel", "/tree/deep")))
                .containsExactly("/tree/deep/c", "/tree/deep/d");
        assertThat(
                        described(
                                filter("Name", "Contains", "tree"),
                                filter("Type", "Equals", "StringList")))
                .containsExactly("/tree/b");
        refused(
                () -> described(filter("Name", "Recursive", "/x")),
                "InvalidFilterOption",
                "Valid options include: [BeginsWith, Equals, Contains].");
        refused(
                () -> described(filter("Label", "Equals", "x")),
                "InvalidFilterKey",
                "The following filter key is not valid: Label.");
        refused(
                () -> ssm.describeParameters(d -> d.nextToken("x")),
                "InvalidNextToken",
                "The specified token isn't valid.");
    }

    private static List<String> under(Consumer<GetParametersByPathRequest.Builder> request) {
        return ssm.getParametersByPathPaginator(request).stream()
                .flatMap(page -> page.parameters().stream())
                .map(Parameter::name)
                .toList();
    }

    private static List<String> described(ParameterStringFilter... filters) {
        DescribeParametersRequest request =
                DescribeParametersRequest.builder().parameterFilters(filters).maxResults(2).build();
        return ssm.describeParametersPaginator(request).stream()
                .flatMap(page -> page.parameters().stream())
                .map(ParameterMetadata::name)
                .toList();
    }

    private static ParameterStringFilter filter(String key, String option, String value) {
        return ParameterStringFilter.builder().key(key).option(option).values(value).build();
    }

    @Test
    void severalAreReadAndDeletedAtOnce() {
        put("/many/b", "b");
        put("/many/a", "a");
        put("/many/a", "A", p -> p.overwrite(true));
        var found = ssm.getParameters(g -> g.names("/many/b", "/many/x", "/many/a:1", "/many/a:9"));
        assertThat(found.parameters()).extracting(Parameter::value).containsExactly("a", "b");
        assertThat(found.invalidParameters()).containsExactly("/many/x", "/many/a:9");
        var gone = ssm.deleteParameters(d -> d.names("/many/a", "/many/x", "/many/b"));
        assertThat(gone.deletedParameters()).containsExactly("/many/a", "/many/b");
        assertThat(gone.invalidParameters()).containsExactly("/many/x");
    }

    @Test
    void aSecretIsEncryptedAndReadWithThePermissionForItsKeyAlone() {
        String key;
        try (KmsClient kms = account.client(KmsClient.builder(), account.root())) {
            key = kms.createKey().keyMetadata().keyId();
        }
        put("/secret/own", "s3cr3t", p -> p.type(ParameterType.SECURE_STRING));
        put("/secret/key", "s3cr3t", p -> p.type(ParameterType.SECURE_STRING).keyId(key));
        assertThat(value("/secret/own")).doesNotContain("s3cr3t");
        assertThat(clear(ssm, "/secret/own")).isEqualTo("s3cr3t");
        assertThat(clear(ssm, "/secret/key")).isEqualTo("s3cr3t");
        assertThat(
                        ssm.describeParameters(d ->
                                        d.parameterFilters(filter("Path", "OneLevel", "/secret")))
                                .parameters())
                .extracting(ParameterMetadata::keyId)
                .containsExactly(key, "alias/aws/ssm");
        refused(
                () ->
                        put(
                                "/secret/none",
                                "x",
                                p -> p.type(ParameterType.SECURE_STRING).keyId("alias/none")),
                "InvalidKeyId",
                "alias/none");

        AwsCredentials eve = account.user("eve");
        allow("eve", "{'Effect':'Allow','Action':'ssm:Get*','Resource':'ARN/secret/*'}");
        try (SsmClient client = account.client(SsmClient.builder(), eve)) {
            assertThat(clear(client, "/secret/own")).isEqualTo("s3cr3t");
            refused(() -> clear(client, "/secret/key"), "AccessDeniedException", "kms:Decrypt");
            allow(
                    "eve",
                    "{'Effect':'Allow','Action':'ssm:Get*','Resource':'ARN/secret/*'},"
                            + "{'Effect':'Allow','Action':'kms:Decrypt','Resource':'*','Condition':"
                            + "{'StringEquals':{'kms:EncryptionContext:PARAMETER_ARN':"
                            + "'ARN/secret/key'}}}");
            assertThat(clear(client, "/secret/key")).isEqualTo("s3cr3t");
        }
    }

    private static String clear(SsmClient client, String name) {
        return client.getParameter(get -> get.name(name).withDecryption(true)).parameter().value();
    }

    @Test
    void permissionsAndTagsDecide() {
        AwsCredentials ana = account.user("ana");
        try (SsmClient client = account.client(SsmClient.builder(), ana)) {
            denied(() -> client.getParameter(g -> g.name("/p/x:1")), "GetParameter", "/p/x");
            denied(
                    () -> client.getParametersByPath(g -> g.path("/p")),
                    "GetParametersByPath",
                    "/p");
            refused(
                    client::describeParameters,
                    "AccessDeniedException",
                    "ssm:DescribeParameters on resource: arn:aws:ssm:us-east-1:000000000000:*");
            allow(
                    "ana",
                    "{'Effect':'Allow','Action':'ssm:*','Resource':'ARN/p/*'},"
                            + "{'Effect':'Deny','Action':'ssm:GetParameter*','Resource':'*',"
                            + "'Condition':{'StringEquals':{'aws:ResourceTag/level':'high'}}},"
                            + "{'Effect':'Deny','Action':'ssm:PutParameter','Resource':'*',"
                            + "'Condition':{'StringEquals':{'ssm:Overwrite':'true'}}},"
                            + "{'Effect':'Deny','Action':'ssm:GetParametersByPath','Resource':'*',"
                            + "'Condition':{'StringEquals':{'ssm:Recursive':'true'}}},"
                            + "{'Effect':'Deny','Action':'ssm:DeleteParameter','Resource':'*',"
                            + "'Condition':{'StringEquals':{'ssm:resourceTag/level':'high'}}},"
                            + "{'Effect':'Deny','Action':'ssm:AddTagsToResource','Resource':'*',"
                            + "'Condition':{'StringEquals':{'aws:RequestTag/level':'top'}}}");
            client.putParameter(p -> p.name("/p/x").value("1").type(ParameterType.STRING));
            assertThat(client.getParameter(g -> g.name("/p/x")).parameter().value()).isEqualTo("1");
            denied(
                    () -> client.putParameter(p -> p.name("/p/x").value("2").overwrite(true)),
                    "PutParameter",
                    "/p/x");
            denied(() -> tag(client, "/p/x", "top"), "AddTagsToResource", "/p/x");
            tag(client, "/p/x", "high");
            denied(() -> client.getParameter(g -> g.name("/p/x")), "GetParameter", "/p/x");
            denied(() -> client.deleteParameter(d -> d.name("/p/x")), "DeleteParameter", "/p/x");
            client.getParametersByPath(g -> g.path("/p/"));
            denied(
                    () -> client.getParametersByPath(g -> g.path("/p/").recursive(true)),
                    "GetParametersByPath",
                    "/p/");
            assertThat(
                            client.listTagsForResource(l ->
                                            l.resourceType(ResourceTypeForTagging.PARAMETER)
                                                    .resourceId("/p/x"))
                                    .tagList())
                    .containsExactly(Tag.builder().key("level").value("high").build());
            client.removeTagsFromResource(r ->
                    r.resourceType(ResourceTypeForTagging.PARAMETER)
                            .resourceId("/p/x")
                            .tagKeys("level"));
            client.getParameter(g -> g.name("/p/x"));
        }
        assertThat(described(filter("tag:level", "Equals", "high"))).isEmpty();
        tag(ssm, "/p/x", "low");
        assertThat(described(filter("tag:level", "Equals", "low"))).containsExactly("/p/x");
        refused(() -> tag(ssm, "/p/none", "low"), "InvalidResourceId", "The resource ID");
    }

    private static void tag(SsmClient client, String name, String level) {
        client.addTagsToResource(add ->
                add.resourceType(ResourceTypeForTagging.PARAMETER)
                        .resourceId(name)
                        .tags(Tag.builder().key("level").value(level).build()));
    }

    private static void denied(ThrowingCallable call, String action, String name) {
        refused(
                call,
                "AccessDeniedException",
                "is not authorized to perform: ssm:%s on resource: %s%s"
                        .formatted(action, ARN, name));
    }

    private static void allow(String user, String statements) {
        String document = "{'Version':'2012-10-17','Statement':[" + statements + "]}";
        account.iam.putUserPolicy(put ->
                put.userName(user)
                        .policyName("work")
                        .policyDocument(document.replace('\'', '"').replace("ARN/", ARN + "/")));
    }

    @Test
    void whatIsNotServedIsRefusedByItsName() {
        refused(
                ssm::listDocuments,
                "UnknownOperationException",
                "Hydrant does not support ListDocuments of Systems Manager.");
    }

    @Test
    void parametersAreThereAfterARestart(@TempDir Path other) throws IOException {
        try (RunningAccount first = new RunningAccount(other);
                SsmClient client = first.client(SsmClient.builder(), first.root())) {
            client.putParameter(
                    p -> p.name("/kept").value("secret").type(ParameterType.SECURE_STRING));
        }
        try (RunningAccount second = new RunningAccount(other);
                SsmClient client = second.client(SsmClient.builder(), second.root())) {
            assertThat(clear(client, "/kept")).isEqualTo("secret");
        }
    }
}
