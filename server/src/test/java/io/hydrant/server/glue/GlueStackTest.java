package io.hydrant.server.glue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.server.RunningAccount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;
import software.amazon.awssdk.services.glue.model.Table;

/// Databases and tables that templates ask for.
class GlueStackTest {
    private static final String TEMPLATE =
            """
            Parameters:
              Type: {Type: String, Default: int}
              Database: {Type: String, Default: films}
            Resources:
              Films:
                Type: AWS::Glue::Database
                Properties:
                  CatalogId: !Ref AWS::AccountId
                  DatabaseInput:
                    Name: Films
                    Description: !Sub "years are ${Type}"
                    Parameters: {answer: 42}
              Books:
                Type: AWS::Glue::Database
                Properties: {CatalogId: !Ref AWS::AccountId, DatabaseName: books, DatabaseInput: {}}
              Titles:
                Type: AWS::Glue::Table
                DependsOn: [Films, Books]
                Properties:
                  CatalogId: !Ref AWS::AccountId
                  DatabaseName: !Ref Database
                  TableInput:
                    Name: Titles
                    Owner: ana
                    Retention: 3
                    TableType: EXTERNAL_TABLE
                    Parameters: '{"classification": "parquet"}'
                    PartitionKeys: [{Name: year, Type: !Ref Type, Comment: of release}]
                    StorageDescriptor:
                      Columns: [{Name: Title, Type: string}]
                      Compressed: "true"
                      NumberOfBuckets: "2"
                      SortColumns: [{Column: Title, SortOrder: 1}]
                      SerdeInfo: {SerializationLibrary: lib, Parameters: {a: b}}
                      SkewedInfo: {SkewedColumnNames: [Title], SkewedColumnValueLocationMaps: {a: b}}
              Unnamed:
                Type: AWS::Glue::Table
                Properties:
                  CatalogId: !Ref AWS::AccountId
                  DatabaseName: !Ref Films
                  TableInput: {ViewOriginalText: select 1}
            Outputs:
              Titles: {Value: !Sub "${Films}.${Titles}"}
              Unnamed: {Value: !Ref Unnamed}
            """;

    @TempDir static Path data;
    private static RunningAccount account;
    private static GlueClient glue;

    @BeforeAll
    static void start() throws IOException {
        account = new RunningAccount(data);
        glue = account.client(GlueClient.builder(), account.root());
    }

    @AfterAll
    static void stop() {
        glue.close();
        account.close();
    }

    private static Stack update(String name, String key, String value) {
        account.cloudFormation.updateStack(update ->
                update.stackName(name)
                        .usePreviousTemplate(true)
                        .parameters(
                                Parameter.builder()
                                        .parameterKey(key)
                                        .parameterValue(value)
                                        .build()));
        return account.settled(name);
    }

    private static Table table(String database) {
        return glue.getTable(get -> get.databaseName(database).name("titles")).table();
    }

    @Test
    void aTemplatesTablesAreMadeChangedReplacedAndDeleted() {
        Stack stack = account.stack("made", TEMPLATE);
        assertThat(stack.stackStatusAsString()).isEqualTo("CREATE_COMPLETE");
        String unnamed = output(stack, "Unnamed");
        assertThat(output(stack, "Titles")).isEqualTo("films.titles");
        assertThat(unnamed).matches("made-unnamed-[a-z0-9]{12}");
        assertThat(glue.getDatabase(get -> get.name("films")).database().parameters())
                .isEqualTo(Map.of("answer", "42"));
        Table made = table("films");
        StorageDescriptor storage = made.storageDescriptor();
        assertThat(made.parameters()).isEqualTo(Map.of("classification", "parquet"));
        assertThat(made.partitionKeys().getFirst().type()).isEqualTo("int");
        assertThat(made.retention()).isEqualTo(3);
        assertThat(storage.compressed()).isTrue();
        assertThat(storage.numberOfBuckets()).isEqualTo(2);
        assertThat(storage.serdeInfo().parameters()).isEqualTo(Map.of("a", "b"));
        assertThat(storage.skewedInfo().skewedColumnValueLocationMaps())
                .isEqualTo(Map.of("a", "b"));
        assertThat(made.versionId()).isEqualTo("0");

        assertThat(update("made", "Type", "bigint").stackStatusAsString())
                .isEqualTo("UPDATE_COMPLETE");
        assertThat(table("films").partitionKeys().getFirst().type()).isEqualTo("bigint");
        assertThat(table("films").versionId()).isEqualTo("1");
        assertThat(glue.getDatabase(get -> get.name("films")).database().description())
                .isEqualTo("years are bigint");
        assertThat(glue.getTable(get -> get.databaseName("films").name(unnamed)).table())
                .extracting(Table::versionId)
                .isEqualTo("0");

        assertThat(update("made", "Database", "books").stackStatusAsString())
                .isEqualTo("UPDATE_COMPLETE");
        assertThat(table("books").versionId()).isEqualTo("0");
        assertThatThrownBy(() -> table("films")).isInstanceOf(EntityNotFoundException.class);

        account.cloudFormation.deleteStack(delete -> delete.stackName("made"));
        account.cloudFormation.waiter().waitUntilStackDeleteComplete(w -> w.stackName("made"));
        assertThat(glue.getDatabases(get -> get.maxResults(100)).databaseList())
                .noneMatch(database -> List.of("films", "books").contains(database.name()));
    }

    private static String output(Stack stack, String key) {
        return stack.outputs().stream()
                .filter(output -> output.outputKey().equals(key))
                .map(Output::outputValue)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatCannotBeAppliedIsRefusedByItsName() {
        assertThat(
                        failure(
                                "unsupported",
                                "AWS::Glue::Table",
                                "{CatalogId: !Ref AWS::AccountId, DatabaseName: d, TableInput:"
                                        + " {Name: t, TargetTable: {Name: x}, ViewDefinition: {}}}"))
                .contains(
                        "#/TableInput/TargetTable: Hydrant does not support this property",
                        "#/TableInput/ViewDefinition: Hydrant does not support this property");
        assertThat(
                        failure(
                                "elsewhere",
                                "AWS::Glue::Database",
                                "{CatalogId: '111111111111', DatabaseInput: {Name: d}}"))
                .contains("Catalog 111111111111 not found.", "HandlerErrorCode: NotFound");
        assertThat(
                        failure(
                                "lake",
                                "AWS::Glue::Database",
                                "{CatalogId: !Ref AWS::AccountId, DatabaseInput: {Name: d,"
                                        + " CreateTableDefaultPermissions: []}}"))
                .contains("CreateTableDefaultPermissions", "HandlerErrorCode: InvalidRequest");
        assertThat(
                        failure(
                                "nowhere",
                                "AWS::Glue::Table",
                                "{CatalogId: !Ref AWS::AccountId, DatabaseName: none, TableInput:"
                                        + " {Name: t}}"))
                .contains("Database none not found.");
    }

    private static String failure(String stack, String type, String properties) {
        account.stack(
                stack, "Resources:\n  R:\n    Type: " + type + "\n    Properties: " + properties);
        return account
                .cloudFormation
                .describeStackEvents(describe -> describe.stackName(stack))
                .stackEvents()
                .stream()
                .filter(event -> event.resourceStatusAsString().equals("CREATE_FAILED"))
                .map(StackEvent::resourceStatusReason)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aRenamingIsRefusedAndUndone() {
        String template =
                "Resources: {D: {Type: AWS::Glue::Database, Properties: {CatalogId: !Ref"
                        + " AWS::AccountId, DatabaseInput: {Name: NAME}}}}";
        account.stack("named", template.replace("NAME", "before"));
        account.cloudFormation.updateStack(update ->
                update.stackName("named").templateBody(template.replace("NAME", "after")));
        assertThat(account.settled("named").stackStatusAsString())
                .isEqualTo("UPDATE_ROLLBACK_COMPLETE");
        assertThat(glue.getDatabase(get -> get.name("before")).database().name())
                .isEqualTo("before");
    }
}
