package io.hydrant.server.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.cloudformation.model.Export;
import software.amazon.awssdk.services.cloudformation.model.ListExportsResponse;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;
import software.amazon.awssdk.services.cloudformation.model.StackResourceSummary;
import software.amazon.awssdk.services.cloudformation.model.StackSummary;

/// Lists come in pages of at most a hundred items and about a megabyte. A list goes on with the
/// tokens that its own pages gave, and with no others.
class PagesTest {
    private static final int MANY = 110;

    /// As many resources and exports as do not fit into one page, and an import.
    private static final String TEMPLATE =
            "Resources:\n"
                    + lines("  R%d: {Type: 'AWS::CloudFormation::WaitConditionHandle'}")
                    + "Outputs:\n"
                    + lines("  O%1$d: {Value: v, Export: {Name: 'export-%1$03d'}}");

    private static final String IMPORTING =
            """
            Resources: {W: {Type: 'AWS::CloudFormation::WaitConditionHandle'}}
            Outputs: {O: {Value: !ImportValue export-000}}
            """;

    @TempDir static Path data;
    private static StackServer server;
    private static CloudFormationClient client;

    private static String lines(String line) {
        return IntStream.range(0, MANY)
                .mapToObj(line::formatted)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    @BeforeAll
    static void start() throws Exception {
        server = new StackServer(data);
        client = server.client;
        server.create("many", TEMPLATE);
        server.create("importing", IMPORTING);
        client.createChangeSet(request ->
                request.stackName("new")
                        .changeSetName("c")
                        .changeSetType(ChangeSetType.CREATE)
                        .templateBody(IMPORTING));
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    /// Every operation that has pages, asked with a token.
    private static Map<String, Function<String, Object>> operations() {
        return Map.of(
                "DescribeStacks", token -> client.describeStacks(ask -> ask.nextToken(token)),
                "ListStacks", token -> client.listStacks(ask -> ask.nextToken(token)),
                "ListExports", token -> client.listExports(ask -> ask.nextToken(token)),
                "ListImports",
                        token ->
                                client.listImports(
                                        ask -> ask.exportName("export-000").nextToken(token)),
                "DescribeStackEvents",
                        token ->
                                client.describeStackEvents(
                                        ask -> ask.stackName("many").nextToken(token)),
                "ListStackResources",
                        token ->
                                client.listStackResources(
                                        ask -> ask.stackName("many").nextToken(token)),
                "ListChangeSets",
                        token ->
                                client.listChangeSets(ask -> ask.stackName("new").nextToken(token)),
                "DescribeChangeSet",
                        token ->
                                client.describeChangeSet(ask ->
                                        ask.stackName("new").changeSetName("c").nextToken(token)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "100", "0", "export-000", "-1", "AAAAAAAAAAAx", "é", " "})
    void aTokenThatNoPageGaveIsRefused(String token) {
        operations()
                .forEach((name, operation) ->
                        StackServer.assertRefused(
                                "[" + token + "] is not a valid NextToken",
                                () -> operation.apply(token)));
    }

    @Test
    void aTokenOfAnotherListIsRefused() {
        String token = client.listExports().nextToken();
        operations()
                .forEach((name, operation) -> {
                    if (!name.equals("ListExports")) {
                        StackServer.assertRefused(
                                "[" + token + "] is not a valid NextToken",
                                () -> operation.apply(token));
                    }
                });
        String ofMany = client.listStackResources(request -> request.stackName("many")).nextToken();
        StackServer.assertRefused(
                "[" + ofMany + "] is not a valid NextToken",
                () ->
                        client.listStackResources(
                                request -> request.stackName("importing").nextToken(ofMany)));
    }

    @Test
    void tokensHaveALength() {
        String long1025 = "x".repeat(1025);
        operations()
                .forEach((name, operation) -> {
                    StackServer.assertRefused(
                            "1 validation error detected: Value '"
                                    + long1025
                                    + "' at 'nextToken' failed to satisfy constraint: Member must"
                                    + " have length less than or equal to 1024",
                            () -> operation.apply(long1025));
                    StackServer.assertRefused(
                            "1 validation error detected: Value '' at 'nextToken' failed to"
                                    + " satisfy constraint: Member must have length greater than"
                                    + " or equal to 1",
                            () -> operation.apply(""));
                });
    }

    @Test
    void pagesTogetherAreTheWholeList() {
        ListExportsResponse first = client.listExports();
        assertThat(first.exports()).hasSize(100);
        assertThat(client.listExports(request -> request.nextToken(first.nextToken())).exports())
                .hasSize(MANY - 100);
        assertThat(client.listExportsPaginator().exports())
                .extracting(Export::name)
                .hasSize(MANY)
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(
                        client.listStackResourcesPaginator(request -> request.stackName("many"))
                                .stackResourceSummaries())
                .extracting(StackResourceSummary::logicalResourceId)
                .hasSize(MANY)
                .doesNotHaveDuplicates();
        assertThat(
                        client.describeStackEventsPaginator(request -> request.stackName("many"))
                                .stackEvents())
                .hasSize(3 * MANY + 2)
                .doesNotHaveDuplicates()
                .extracting(StackEvent::timestamp)
                .isSortedAccordingTo((a, b) -> b.compareTo(a));
    }

    @Test
    void eventsShowPropertiesThatAreNotTooLong() {
        String template =
                """
                Parameters: {P: {Type: String, Default: '%s'}}
                Resources:
                  Short: {Type: 'AWS::CDK::Metadata', Properties: {Analytics: !Ref P}}
                  Long: {Type: 'AWS::CDK::Metadata', Properties: {Analytics: !Join ['', [%s]]}}
                """
                        .formatted("x".repeat(4000), "!Ref P, ".repeat(60));
        server.create("lengths", template);
        assertThat(
                        client.describeStackEvents(request -> request.stackName("lengths"))
                                .stackEvents())
                .filteredOn(event -> event.resourceType().equals("AWS::CDK::Metadata"))
                .hasSize(6)
                .allSatisfy(event -> {
                    if (event.logicalResourceId().equals("Short")) {
                        assertThat(event.resourceProperties()).hasSizeGreaterThan(4000);
                    } else {
                        assertThat(event.resourceProperties()).isNull();
                    }
                });
    }

    @Test
    void longStacksComeInPagesOfAboutAMegabyte() {
        String template =
                """
                Parameters: {P: {Type: String, Default: '%s'}}
                Resources: {W: {Type: 'AWS::CloudFormation::WaitConditionHandle'}}
                Outputs: {O: {Value: !Join ['', [%s]]}}
                """
                        .formatted("x".repeat(4000), "!Ref P, ".repeat(80));
        for (String name : List.of("long1", "long2", "long3", "long4")) {
            Stack stack = server.create(name, template);
            assertThat(stack.outputs())
                    .describedAs("%s", stack)
                    .singleElement()
                    .satisfies(output -> assertThat(output.outputValue()).hasSize(320_000));
        }
        assertThat(client.describeStacks().stacks()).hasSize(3);
        assertThat(client.describeStacksPaginator().stacks())
                .extracting(Stack::stackName)
                .containsSubsequence(
                        "long4", "long3", "long2", "long1", "new", "importing", "many");
        assertThat(client.listStacks().nextToken()).isNull();
        Set<String> names = new HashSet<>();
        for (StackSummary summary : client.listStacks().stackSummaries()) {
            names.add(summary.stackName());
        }
        assertThat(names).contains("long1", "long2", "long3", "long4", "new", "importing", "many");
    }
}
