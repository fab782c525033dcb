package io.hydrant.server.glue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.server.RunningAccount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.Database;
import software.amazon.awssdk.services.glue.model.DatabaseAttributes;
import software.amazon.awssdk.services.glue.model.GetTablesRequest;
import software.amazon.awssdk.services.glue.model.GlueException;
import software.amazon.awssdk.services.glue.model.Order;
import software.amazon.awssdk.services.glue.model.PartitionIndex;
import software.amazon.awssdk.services.glue.model.Permission;
import software.amazon.awssdk.services.glue.model.PrincipalPermissions;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableAttributes;
import software.amazon.awssdk.services.glue.model.TableInput;
import software.amazon.awssdk.services.glue.model.TableVersion;

/// Glue's databases and tables through AWS's own client. Each test has databases of its own. In
/// policies here `'` stands for `"`.
class GlueOverHttpTest {
    private static final String PARQUET =
            "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe";

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

    private static void database(String name) {
        glue.createDatabase(create -> create.databaseInput(input -> input.name(name)));
    }

    private static void table(String database, String name) {
        glue.createTable(
                create -> create.databaseName(database).tableInput(input -> input.name(name)));
    }

    @Test
    void aTableIsShownAsItWasGiven() {
        glue.createDatabase(create ->
                create.databaseInput(input ->
                        input.name("Shown")
                                .description("two\nlines")
                                .locationUri("s3://films/")
                                .parameters(Map.of("owner", "ana"))
                                .createTableDefaultPermissions(
                                        PrincipalPermissions.builder()
                                                .principal(who ->
                                                        who.dataLakePrincipalIdentifier(
                                                                "IAM_ALLOWED_PRINCIPALS"))
                                                .permissions(Permission.ALL)
                                                .build())));
        Database database = glue.getDatabase(get -> get.name("SHOWN")).database();
        assertThat(database.name()).isEqualTo("shown");
        assertThat(database.description()).isEqualTo("two\nlines");
        assertThat(database.locationUri()).isEqualTo("s3://films/");
        assertThat(database.parameters()).containsEntry("owner", "ana");
        assertThat(database.catalogId()).isEqualTo("000000000000");
        assertThat(database.createTime()).isNotNull();
        assertThat(database.createTableDefaultPermissions().getFirst().permissions())
                .containsExactly(Permission.ALL);

        StorageDescriptor storage =
                StorageDescriptor.builder()
                        .columns(
                                column("Title", "string"),
                                column("cast", "array<struct<Name:string,role:varchar(20)>>"),
                                Column.builder()
                                        .name("price")
                                        .type("decimal(10,2)")
                                        .comment("with VAT")
                                        .parameters(Map.of("x", "y"))
                                        .build())
                        .location("s3://films/titles/")
                        .inputFormat(
                                "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat")
                        .compressed(true)
                        .numberOfBuckets(-1)
                        .serdeInfo(serde ->
                                serde.serializationLibrary(PARQUET)
                                        .parameters(Map.of("serialization.format", "1")))
                        .bucketColumns("Title")
                        .sortColumns(Order.builder().column("Title").sortOrder(1).build())
                        .skewedInfo(skew ->
                                skew.skewedColumnNames("Title")
                                        .skewedColumnValues("Alien")
                                        .skewedColumnValueLocationMaps(Map.of("Alien", "s3://a")))
                        .storedAsSubDirectories(false)
                        .build();
        glue.createTable(create ->
                create.databaseName("Shown")
                        .catalogId("000000000000")
                        .tableInput(input ->
                                input.name("Titles")
                                        .owner("ana")
                                        .tableType("EXTERNAL_TABLE")
                                        .storageDescriptor(storage)
                                        .partitionKeys(column("year", "int"))
                                        .parameters(Map.of("classification", "parquet"))
                                        .viewOriginalText("/* ü */")));
        Table table = glue.getTable(get -> get.databaseName("shown").name("TITLES")).table();
        assertThat(table.storageDescriptor()).isEqualTo(storage);
        assertThat(table.name()).isEqualTo("titles");
        assertThat(table.databaseName()).isEqualTo("shown");
        assertThat(table.partitionKeys()).containsExactly(column("year", "int"));
        assertThat(table.parameters()).containsEntry("classification", "parquet");
        assertThat(table.viewOriginalText()).isEqualTo("/* ü */");
        assertThat(table.owner()).isEqualTo("ana");
        assertThat(table.retention()).isZero();
        assertThat(table.versionId()).isEqualTo("0");
        assertThat(table.createdBy()).isEqualTo("arn:aws:iam::000000000000:root");
        assertThat(table.createTime()).isEqualTo(table.updateTime());
        assertThat(table.isRegisteredWithLakeFormation()).isFalse();
    }

    private static Column column(String name, String type) {
        return Column.builder().name(name).type(type).build();
    }

    @Test
    void whatIsNotThereOrThereAlreadyIsSaidInGluesWords() {
        database("words");
        table("words", "t");
        refused(() -> database("Words"), "AlreadyExistsException", "Database already exists.");
        refused(() -> table("words", "T"), "AlreadyExistsException", "Table already exists.");
        refused(
                () -> glue.getDatabase(get -> get.name("None")),
                "EntityNotFoundException",
                "Database None not found.");
        refused(
                () -> glue.getTable(get -> get.databaseName("words").name("None")),
                "EntityNotFoundException",
                "Table None not found.");
        refused(
                () -> glue.getTables(get -> get.databaseName("none")),
                "EntityNotFoundException",
                "Database none not found.");
        refused(
                () -> glue.deleteTable(delete -> delete.databaseName("words").name("none")),
                "EntityNotFoundException",
                "Table none not found.");
        refused(
                () -> glue.deleteDatabase(delete -> delete.name("none")),
                "EntityNotFoundException",
                "Database none not found.");
        refused(
                () -> glue.getDatabase(get -> get.name("words").catalogId("111111111111")),
                "EntityNotFoundException",
                "Catalog 111111111111 not found.");
        refused(
                () -> database(""),
                "ValidationException",
                "1 validation error detected: Value at 'databaseInput.name' failed to satisfy"
                        + " constraint: Member must have length greater than or equal to 1");
        refused(
                () -> glue.getTables(get -> get.databaseName("words").nextToken("bm8")),
                "InvalidInputException",
                "The NextToken is not valid.");
    }

    private static void refused(ThrowingCallable call, String code, String text) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AwsServiceException.class,
                        refusal -> {
                            assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(code);
                            assertThat(refusal.awsErrorDetails().errorMessage()).isEqualTo(text);
                            assertThat(refusal.statusCode()).isEqualTo(400);
                        });
    }

    @Test
    void whatIsNotServedIsRefusedByItsNameAndNotRepeated() {
        database("unserved");
        assertThatThrownBy(() ->
                        glue.getPartitions(get -> get.databaseName("unserved").tableName("t")))
                .isInstanceOfSatisfying(
                        GlueException.class,
                        refusal -> {
                            assertThat(refusal.awsErrorDetails().errorMessage())
                                    .isEqualTo("Hydrant does not support GetPartitions of Glue.");
                            assertThat(refusal.awsErrorDetails().errorCode())
                                    .isEqualTo("UnknownOperationException");
                            assertThat(refusal.numAttempts()).isEqualTo(1);
                        });
        String unsupported = "Hydrant does not support %s.";
        refused(
                () ->
                        glue.createTable(create ->
                                create.databaseName("unserved")
                                        .tableInput(input -> input.name("t"))
                                        .partitionIndexes(
                                                PartitionIndex.builder()
                                                        .indexName("i")
                                                        .keys("year")
                                                        .build())),
                "InvalidInputException",
                unsupported.formatted("PartitionIndexes"));
        refused(
                () ->
                        glue.createTable(create ->
                                create.databaseName("unserved")
                                        .name("t")
                                        .tableInput(input -> input.name("t"))),
                "InvalidInputException",
                unsupported.formatted("Name"));
        refused(
                () ->
                        glue.getTable(
                                get -> get.databaseName("unserved").name("t").transactionId("1")),
                "InvalidInputException",
                unsupported.formatted("TransactionId"));
        refused(
                () ->
                        glue.createDatabase(create ->
                                create.databaseInput(input ->
                                        input.name("link")
                                                .targetDatabase(target ->
                                                        target.databaseName("unserved")))),
                "InvalidInputException",
                unsupported.formatted("TargetDatabase"));
    }

    @Test
    void updatesMakeVersionsWhichArePagedAndDeleted() {
        database("versions");
        table("versions", "t");
        for (String type : List.of("int", "bigint", "string")) {
            glue.updateTable(update -> update.databaseName("versions").tableInput(typed(type)));
        }
        refused(
                () ->
                        glue.updateTable(update ->
                                update.databaseName("versions")
                                        .versionId("2")
                                        .tableInput(typed("date"))),
                "ConcurrentModificationException",
                "Update table failed due to concurrent modifications.");
        List<TableVersion> versions =
                glue
                        .getTableVersionsPaginator(
                                get -> get.databaseName("versions").tableName("t").maxResults(2))
                        .stream()
                        .flatMap(page -> page.tableVersions().stream())
                        .toList();
        assertThat(versions)
                .extracting(TableVersion::versionId)
                .containsExactly("3", "2", "1", "0");
        assertThat(versions.get(1).table().storageDescriptor().columns())
                .containsExactly(column("c", "bigint"));
        assertThat(
                        glue.getTableVersion(get ->
                                        get.databaseName("versions").tableName("t").versionId("1"))
                                .tableVersion())
                .isEqualTo(versions.get(2));
        assertThat(
                        glue.batchDeleteTableVersion(delete ->
                                        delete.databaseName("versions")
                                                .tableName("t")
                                                .versionIds("0", "3", "9"))
                                .errors())
                .extracting(error -> error.versionId() + " " + error.errorDetail().errorCode())
                .containsExactly("3 InvalidInputException", "9 EntityNotFoundException");
        glue.deleteTableVersion(
                delete -> delete.databaseName("versions").tableName("t").versionId("2"));
        assertThat(
                        glue.getTableVersions(get -> get.databaseName("versions").tableName("t"))
                                .tableVersions())
                .extracting(TableVersion::versionId)
                .containsExactly("3", "1");
    }

    private static TableInput typed(String type) {
        return TableInput.builder()
                .name("T")
                .storageDescriptor(storage -> storage.columns(column("c", type)))
                .build();
    }

    @Test
    void listsComeInPagesAndWithTheAttributesThatAreAskedFor() {
        database("listed");
        for (int i = 0; i < 5; i++) {
            table("listed", "t" + i);
        }
        GetTablesRequest.Builder all =
                GetTablesRequest.builder().databaseName("listed").maxResults(2);
        assertThat(listed(all))
                .extracting(Table::name)
                .containsExactly("t0", "t1", "t2", "t3", "t4");
        assertThat(listed(all.expression("t[13]")))
                .extracting(Table::name)
                .containsExactly("t1", "t3");
        Table bare =
                glue.getTables(get ->
                                get.databaseName("listed").attributesToGet(TableAttributes.NAME))
                        .tableList()
                        .getFirst();
        assertThat(bare).isEqualTo(Table.builder().name("t0").build());
        assertThat(
                        glue.getDatabases(get -> get.attributesToGet(DatabaseAttributes.NAME))
                                .databaseList())
                .contains(Database.builder().name("listed").build());
        assertThat(glue.getDatabases(get -> get.resourceShareType("FOREIGN")).databaseList())
                .isEmpty();
        assertThat(
                        glue.batchDeleteTable(delete ->
                                        delete.databaseName("listed")
                                                .tablesToDelete("T1", "none", "t2"))
                                .errors())
                .extracting(error -> error.tableName() + ": " + error.errorDetail().errorMessage())
                .containsExactly("none: Table none not found.");
        assertThat(glue.getTables(get -> get.databaseName("listed")).tableList())
                .extracting(Table::name)
                .containsExactly("t0", "t3", "t4");
    }

    @Test
    void eachLevelIsAskedFor() throws IOException {
        database("shared");
        table("shared", "open");
        table("shared", "secret");
        AwsCredentials ana = account.user("ana");
        try (GlueClient client = account.client(GlueClient.builder(), ana)) {
            ThrowingCallable get =
                    () -> client.getTable(g -> g.databaseName("Shared").name("Open"));
            denied(get, "glue:GetTable", "catalog");
            allow("ana", "{'Effect':'Allow','Action':'glue:*','Resource':'ARN:catalog'}");
            denied(get, "glue:GetTable", "database/shared");
            allow(
                    "ana",
                    "{'Effect':'Allow','Action':'glue:*','Resource':['ARN:catalog','ARN:database/shared']}");
            denied(get, "glue:GetTable", "table/shared/open");
            denied(
                    () -> client.getTables(g -> g.databaseName("shared")),
                    "glue:GetTables",
                    "table/shared/*");
            denied(
                    () -> client.deleteDatabase(d -> d.name("shared")),
                    "glue:DeleteDatabase",
                    "table/shared/*");
            allow(
                    "ana",
                    "{'Effect':'Allow','Action':'glue:*','Resource':['ARN:catalog','ARN:database/*','ARN:table/shared/*']},{'Effect':'Deny','Action':'glue:*','Resource':['ARN:table/*/secret','ARN:database/versions']}");
            assertThat(client.getTable(g -> g.databaseName("shared").name("open")).table().name())
                    .isEqualTo("open");
            assertThat(client.getTables(g -> g.databaseName("shared")).tableList())
                    .extracting(Table::name)
                    .containsExactly("open");
            assertThat(client.getDatabases(g -> g.maxResults(100)).databaseList())
                    .extracting(Database::name)
                    .contains("shared")
                    .doesNotContain("versions");
            assertThatThrownBy(() ->
                            client.batchDeleteTable(
                                    d -> d.databaseName("shared").tablesToDelete("open", "secret")))
                    .hasMessageContaining("with an explicit deny");
            assertThat(glue.getTables(g -> g.databaseName("shared")).tableList()).hasSize(2);
        }
    }

    private static List<Table> listed(GetTablesRequest.Builder request) {
        return glue.getTablesPaginator(request.build()).stream()
                .flatMap(page -> page.tableList().stream())
                .toList();
    }

    private static void denied(ThrowingCallable call, String action, String resource) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AwsServiceException.class,
                        refusal -> {
                            assertThat(refusal.awsErrorDetails().errorCode())
                                    .isEqualTo("AccessDeniedException");
                            assertThat(refusal.awsErrorDetails().errorMessage())
                                    .contains(
                                            "not authorized to perform: %s on resource: arn:aws:glue:us-east-1:000000000000:%s because"
                                                    .formatted(action, resource));
                        });
    }

    private static void allow(String user, String statements) {
        String document = "{'Version':'2012-10-17','Statement':[" + statements + "]}";
        account.iam.putUserPolicy(put ->
                put.userName(user)
                        .policyName("work")
                        .policyDocument(
                                document.replace('\'', '"')
                                        .replace("ARN", "arn:aws:glue:us-east-1:000000000000")));
    }

    @Test
    void tagsOfDatabasesCountInConditions() throws IOException {
        String arn = "arn:aws:glue:us-east-1:000000000000:database/tagged";
        AwsCredentials bob = account.user("bob");
        allow(
                "bob",
                "{'Effect':'Allow','Action':'glue:*','Resource':'*'},{'Effect':'Deny','Action':'glue:GetDatabase','Resource':'*','Condition':{'StringEquals':{'aws:ResourceTag/level':'high'}}},{'Effect':'Deny','Action':['glue:CreateDatabase','glue:TagResource'],'Resource':'*','Condition':{'StringEquals':{'aws:RequestTag/level':'top'}}},{'Effect':'Deny','Action':'glue:UntagResource','Resource':'*','Condition':{'ForAnyValue:StringEquals':{'aws:TagKeys':'level'}}}");
        try (GlueClient client = account.client(GlueClient.builder(), bob)) {
            assertThatThrownBy(() ->
                            client.createDatabase(c ->
                                    c.databaseInput(i -> i.name("tagged"))
                                            .tags(Map.of("level", "top"))))
                    .hasMessageContaining("explicit deny");
            client.createDatabase(c ->
                    c.databaseInput(i -> i.name("tagged")).tags(Map.of("level", "low", "a", "")));
            client.getDatabase(g -> g.name("tagged"));
            client.tagResource(t -> t.resourceArn(arn).tagsToAdd(Map.of("level", "high")));
            assertThatThrownBy(() -> client.getDatabase(g -> g.name("TAGGED")))
                    .hasMessageContaining("explicit deny");
            assertThatThrownBy(() ->
                            client.untagResource(u -> u.resourceArn(arn).tagsToRemove("level")))
                    .hasMessageContaining("explicit deny");
            client.untagResource(u -> u.resourceArn(arn).tagsToRemove("a"));
            assertThat(client.getTags(g -> g.resourceArn(arn)).tags())
                    .isEqualTo(Map.of("level", "high"));
            refused(
                    () -> client.getTags(g -> g.resourceArn(arn.replace("database", "crawler"))),
                    "InvalidInputException",
                    "Hydrant keeps tags of databases of this account and region, and"
                            + " arn:aws:glue:us-east-1:000000000000:crawler/tagged is none.");
        }
    }
}
