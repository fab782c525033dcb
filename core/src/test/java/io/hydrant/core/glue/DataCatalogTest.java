package io.hydrant.core.glue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.aws.json.JsonRequest;
import io.hydrant.core.ManualClock;
import io.hydrant.core.catalog.Database;
import io.hydrant.core.catalog.TestCatalog;
import io.hydrant.core.conversion.TableName;
import io.hydrant.core.conversion.TableRefusedException;
import io.hydrant.core.conversion.TableSchemas;
import io.hydrant.core.conversion.TableVersion;
import io.hydrant.core.conversion.TableVersion.CatalogColumn;
import io.hydrant.core.iam.Decision;
import io.hydrant.core.iam.Principal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Databases, tables and their versions, as they are kept: in a file, and in PostgreSQL.
class DataCatalogTest {
    private static final String REGION = "us-east-1";
    private static final String ACCOUNT = "000000000000";
    private static final String ANA = "arn:aws:iam::000000000000:user/ana";

    @TempDir Path directory;
    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-27T12:00:00.123Z"));
    private Database kept;
    private DataCatalog catalog;

    @BeforeEach
    void open() throws IOException {
        open(new GlueLimits(3, 4, 3));
    }

    private void open(GlueLimits limits) throws IOException {
        kept = TestCatalog.of(directory.resolve("catalog.db"), GlueSchema.SCHEMA);
        catalog = new DataCatalog(kept, REGION, ACCOUNT, clock, new Random(1), limits);
    }

    @AfterEach
    void close() throws IOException {
        kept.close();
    }

    private static ObjectNode json(String text) {
        return (ObjectNode) JsonMapper.shared().readTree(text.replace('\'', '"'));
    }

    private static ObjectNode table(String name, String type) {
        return JsonRequest.check(
                json(
                        "{'Name':'%s','StorageDescriptor':{'Columns':[{'Name':'Year','Type':'%s'},{'Name':'bare'}]}}"
                                .formatted(name, type)),
                GlueShapes.TABLE_INPUT);
    }

    private void database(String name) throws IOException {
        assertThat(catalog.databases().create(json("{'Name':'" + name + "'}"), Map.of()).name())
                .isEqualTo(name.toLowerCase(Locale.ROOT));
    }

    @Test
    void whatIsGivenIsThereAfterTheCatalogIsOpenedAgain() throws IOException {
        catalog.databases()
                .create(
                        json("{'Name':'Films','Parameters':{'A b':'ü\\u0000\\n'}}"),
                        Map.of("team", "red"));
        catalog.tables().create("FILMS", table("Titles", "string"), ANA);
        clock.advance(Duration.ofSeconds(5));
        GlueTable second =
                catalog.tables().update("films", table("TITLES", "int"), GlueTables.Update.PLAIN);
        close();
        open();

        GlueDatabase films = catalog.databases().get("fILMS");
        assertThat(films.name()).isEqualTo("films");
        assertThat(films.tags()).containsEntry("team", "red");
        assertThat(films.input().path("Parameters").path("A b").stringValue())
                .isEqualTo("ü\u0000\n");
        assertThat(catalog.tables().get("Films", "tItles")).isEqualTo(second);
        assertThat(second.versionId()).isEqualTo("1");
        assertThat(Duration.between(second.created(), second.updated())).hasSeconds(5);
        assertThat(second.createdBy()).isEqualTo(ANA);
        GlueTable first = catalog.tables().version("films", "titles", Optional.of("0"));
        assertThat(first.input()).isEqualTo(table("titles", "string"));
        assertThat(first.updated()).isEqualTo(first.created());
    }

    @Test
    void eachUpdateIsAVersionAndSkipArchiveKeepsNone() throws IOException {
        database("films");
        catalog.tables().create("films", table("t", "v0"), ANA);
        update("v1", true);
        update("v2", false);
        update("v3", true);
        assertThat(versions()).containsExactly("3 v3", "2 v2", "0 v0");
        assertThatThrownBy(() -> catalog.tables().version("films", "t", Optional.of("1")))
                .hasMessage("EntityNotFoundException: Version not found.");

        catalog.tables().deleteVersion("films", "t", "2");
        assertThat(versions()).containsExactly("3 v3", "0 v0");
        assertThatThrownBy(() -> catalog.tables().deleteVersion("films", "t", "2"))
                .hasMessage("EntityNotFoundException: Version not found.");
        assertThatThrownBy(() -> catalog.tables().deleteVersion("films", "t", "3"))
                .hasMessageStartingWith("InvalidInputException");
        assertThatThrownBy(() -> catalog.tables().version("films", "t", Optional.of("LATEST")))
                .hasMessageStartingWith("InvalidInputException");
    }

    private void update(String type, boolean isArchived) throws IOException {
        GlueTable changed =
                catalog.tables()
                        .update(
                                "films",
                                table("t", type),
                                new GlueTables.Update(
                                        Optional.empty(), Optional.empty(), isArchived));
        assertThat(changed.input()).isEqualTo(table("t", type));
    }

    /// One to a page.
    private List<String> versions() throws IOException {
        List<String> all = new ArrayList<>();
        Optional<String> after = Optional.empty();
        do {
            GluePage<GlueTable> page = catalog.tables().versions("films", "t", after, 1);
            page.entries().forEach(version -> all.add(version.versionId() + " " + type(version)));
            after = page.last();
        } while (after.isPresent());
        return all;
    }

    private static String type(GlueTable table) {
        return table.input().at("/StorageDescriptor/Columns/0/Type").stringValue();
    }

    @Test
    void ofUpdatesOfOneVersionTheFirstIsTaken() throws IOException {
        database("films");
        catalog.tables().create("films", table("t", "int"), ANA);
        GlueTables.Update expecting =
                new GlueTables.Update(Optional.of("0"), Optional.empty(), true);
        assertThat(catalog.tables().update("films", table("t", "long"), expecting).version())
                .isEqualTo(1);
        assertThatThrownBy(() -> catalog.tables().update("films", table("t", "string"), expecting))
                .hasMessage(
                        "ConcurrentModificationException: Update table failed due to concurrent"
                                + " modifications.");
        assertThat(type(catalog.tables().get("films", "t"))).isEqualTo("long");
    }

    @Test
    void aDatabaseGoesWithItsTablesAndTheirVersions() throws IOException {
        database("films");
        database("books");
        for (String database : List.of("films", "books")) {
            catalog.tables().create(database, table("t", "int"), ANA);
            catalog.tables().update(database, table("t", "string"), GlueTables.Update.PLAIN);
        }
        catalog.databases().delete("Films");
        assertThatThrownBy(() -> catalog.tables().get("films", "t"))
                .hasMessage("EntityNotFoundException: Database films not found.");
        database("films");
        assertThat(catalog.tables().find("films", "t")).isEmpty();
        catalog.tables().create("films", table("t", "int"), ANA);
        assertThat(catalog.tables().versions("films", "t", Optional.empty(), 9).entries())
                .hasSize(1);
        assertThat(catalog.tables().versions("books", "t", Optional.empty(), 9).entries())
                .hasSize(2);
    }

    @Test
    void onlyTheVeryOneIsChangedOrDeleted() throws IOException {
        GlueDatabase films = catalog.databases().create(json("{'Name':'films'}"), Map.of());
        Optional<String> other = Optional.of("other");
        assertThatThrownBy(
                        () -> catalog.databases().update("films", other, json("{'Name':'films'}")))
                .hasMessage("EntityNotFoundException: Database films not found.");
        assertThatThrownBy(() -> catalog.databases().delete("films", other))
                .hasMessageStartingWith("EntityNotFoundException");
        catalog.tables().create("films", table("t", "int"), ANA);
        assertThatThrownBy(() -> catalog.tables().delete("films", "t", other))
                .hasMessage("EntityNotFoundException: Table t not found.");
        assertThat(catalog.databases().find("films")).contains(films);
    }

    @Test
    void whatGoesBeyondALimitIsRefused() throws IOException {
        for (String name : List.of("a", "b", "c")) {
            database(name);
        }
        assertThatThrownBy(() -> database("d"))
                .hasMessageStartingWith("ResourceNumberLimitExceededException");
        assertThatThrownBy(() -> database("A"))
                .hasMessage("AlreadyExistsException: Database already exists.");
        for (String name : List.of("t", "u", "v", "w")) {
            catalog.tables().create("a", table(name, "int"), ANA);
        }
        assertThatThrownBy(() -> catalog.tables().create("a", table("x", "int"), ANA))
                .hasMessageStartingWith("ResourceNumberLimitExceededException");
        assertThatThrownBy(() -> catalog.tables().create("a", table("T", "int"), ANA))
                .hasMessage("AlreadyExistsException: Table already exists.");
        for (int version = 1; version <= 2; version++) {
            catalog.tables().update("a", table("t", "int"), GlueTables.Update.PLAIN);
        }
        assertThatThrownBy(() ->
                        catalog.tables().update("a", table("t", "int"), GlueTables.Update.PLAIN))
                .hasMessageStartingWith("ResourceNumberLimitExceededException");
        catalog.tables().deleteVersion("a", "t", "0");
        assertThat(
                        catalog.tables()
                                .update("a", table("t", "int"), GlueTables.Update.PLAIN)
                                .version())
                .isEqualTo(3);
    }

    @Test
    void tagsHaveALimitToo() throws IOException {
        database("films");
        for (int tag = 0; tag < 50; tag++) {
            catalog.databases().tag("films", Map.of("k" + tag, "v"));
        }
        assertThatThrownBy(() -> catalog.databases().tag("films", Map.of("k50", "v")))
                .hasMessageStartingWith("InvalidInputException");
        assertThat(catalog.databases().tag("films", Map.of("k1", "w")).tags())
                .hasSize(50)
                .containsEntry("k1", "w");
        assertThat(catalog.databases().untag("films", List.of("k1", "none")).tags()).hasSize(49);
    }

    @Test
    void pagesEndAtTheirLengthAndAtTheirSize() throws IOException {
        close();
        open(GlueLimits.AWS);
        database("films");
        String large = "x".repeat(700_000);
        for (String name : List.of("a", "b", "c", "d")) {
            ObjectNode input = table(name, "int");
            input.put("ViewOriginalText", large);
            catalog.tables().create("films", input, ANA);
        }
        GluePage<GlueTable> first =
                catalog.tables().page("films", NameExpression.all(), Optional.empty(), 100);
        assertThat(first.entries()).extracting(GlueTable::name).containsExactly("a", "b");
        GluePage<GlueTable> second =
                catalog.tables().page("films", NameExpression.all(), first.last(), 100);
        assertThat(second.entries()).extracting(GlueTable::name).containsExactly("c", "d");
        assertThat(second.last()).isEmpty();
        assertThat(catalog.tables().page("films", NameExpression.all(), first.last(), 1).last())
                .contains("c");
    }

    @Test
    void anExpressionChoosesWholeNames() throws IOException {
        close();
        open(GlueLimits.AWS);
        database("films");
        for (String name : List.of("raw", "raw_a", "raw_b", "old_raw", "x.y", "z")) {
            catalog.tables().create("films", table(name, "int"), ANA);
        }
        assertThat(matching("raw")).containsExactly("raw");
        assertThat(matching("RAW_.*")).containsExactly("raw_a", "raw_b");
        assertThat(matching("raw*")).containsExactly("raw", "raw_a", "raw_b");
        assertThat(matching("*raw")).containsExactly("old_raw", "raw");
        assertThat(matching("*")).hasSize(6);
        assertThat(matching("z|x\\.y")).containsExactly("x.y", "z");
        assertThat(matching("(raw|_a)*")).containsExactly("raw", "raw_a");
        assertThatThrownBy(() -> NameExpression.of("(a"))
                .hasMessageStartingWith("InvalidInputException");
        assertThatThrownBy(() -> NameExpression.of("a{1000}"))
                .hasMessageStartingWith("InvalidInputException");
        assertThatThrownBy(() -> NameExpression.of("(?=a)"))
                .hasMessageStartingWith("InvalidInputException");
    }

    /// Two to a page.
    private List<String> matching(String expression) throws IOException {
        List<String> all = new ArrayList<>();
        Optional<String> after = Optional.empty();
        do {
            GluePage<GlueTable> page =
                    catalog.tables().page("films", NameExpression.of(expression), after, 2);
            page.entries().forEach(table -> all.add(table.name()));
            after = page.last();
        } while (after.isPresent());
        return all;
    }

    @Test
    void anExpressionThatCostsMuchIsAnsweredInParts() throws IOException {
        close();
        open(GlueLimits.AWS);
        database("films");
        String long1 = "n".repeat(240);
        for (int i = 100; i < 200; i++) {
            catalog.tables().create("films", table(long1 + i, "int"), ANA);
        }
        String costly = "(n|m)*".repeat(340) + "199";
        int pages = 0;
        List<String> found = new ArrayList<>();
        Optional<String> after = Optional.empty();
        do {
            GluePage<GlueTable> page =
                    catalog.tables().page("films", NameExpression.of(costly), after, 5);
            page.entries().forEach(table -> found.add(table.name()));
            after = page.last();
            pages++;
        } while (after.isPresent());
        assertThat(found).containsExactly(long1 + "199");
        assertThat(pages).isBetween(2, 20);
    }

    @Test
    void whatCannotBeHeededIsRefusedByItsName() throws IOException {
        database("films");
        Stream.of("TargetDatabase", "FederatedDatabase")
                .forEach(member ->
                        assertThatThrownBy(() ->
                                        catalog.databases()
                                                .create(
                                                        json("{'Name':'d','" + member + "':{}}"),
                                                        Map.of()))
                                .hasMessage(
                                        "InvalidInputException: Hydrant does not support %s."
                                                .formatted(member)));
        Stream.of(
                        "'TargetTable':{}",
                        "'ViewDefinition':{}",
                        "'StorageDescriptor':{'SchemaReference':{}}")
                .forEach(member ->
                        assertThatThrownBy(() ->
                                        catalog.tables()
                                                .create(
                                                        "films",
                                                        json("{'Name':'t'," + member + "}"),
                                                        ANA))
                                .hasMessageStartingWith(
                                        "InvalidInputException: Hydrant does not support"));
        assertThatThrownBy(() ->
                        catalog.databases()
                                .create(
                                        json("{'Name':'d','CreateTableDefaultPermissions':[]}"),
                                        Map.of()))
                .hasMessageContaining("CreateTableDefaultPermissions");
        assertThatThrownBy(() -> catalog.databases().update("films", json("{'Name':'g'}")))
                .hasMessage("InvalidInputException: Hydrant does not support renaming a database.");
    }

    @Test
    void columnsAreReadByThoseWhoMayReadThem() throws Exception {
        database("films");
        catalog.tables().create("films", table("t", "int"), ANA);
        catalog.tables().update("films", table("t", "array<int>"), GlueTables.Update.PLAIN);
        List<String> asked = new ArrayList<>();
        TableSchemas schemas =
                new GlueTableSchemas(
                        catalog,
                        question -> {
                            asked.add(question.action() + " " + question.resource());
                            return question.resource().endsWith("/hidden")
                                    ? new Decision.DeniedByDefault("identity-based policy")
                                    : new Decision.Allowed();
                        },
                        clock);
        assertThat(find(schemas, "T", TableSchemas.LATEST))
                .isEqualTo(
                        new TableVersion(
                                "1",
                                List.of(
                                        new CatalogColumn("Year", "array<int>"),
                                        new CatalogColumn("bare", ""))));
        String arn = "arn:aws:glue:us-east-1:000000000000:";
        assertThat(asked)
                .containsExactly(
                        "glue:GetTable " + arn + "catalog",
                        "glue:GetTable " + arn + "database/films",
                        "glue:GetTable " + arn + "table/films/t");
        assertThat(find(schemas, "t", "0").columns().getFirst().type()).isEqualTo("int");
        assertThat(asked.getLast()).isEqualTo("glue:GetTableVersion " + arn + "table/films/t");
        assertRefused(schemas, "none", "LATEST", "EntityNotFoundException: Table none not found.");
        assertRefused(schemas, "t", "7", "EntityNotFoundException: Version not found.");
        assertRefused(
                schemas,
                "hidden",
                "LATEST",
                "AccessDeniedException: User: %s is not authorized to perform: glue:GetTable on resource: %s because no identity-based policy allows the glue:GetTable action"
                        .formatted(ANA, arn + "table/films/hidden"));
    }

    private static TableVersion find(TableSchemas schemas, String table, String version)
            throws TableRefusedException {
        return schemas.find(
                new Principal.User(ACCOUNT, "/", "ana", "AIDA1"),
                new TableName(ACCOUNT, "Films", table, REGION, version));
    }

    private static void assertRefused(
            TableSchemas schemas, String table, String version, String text) {
        assertThatThrownBy(() -> find(schemas, table, version))
                .isInstanceOfSatisfying(
                        TableRefusedException.class,
                        refusal ->
                                assertThat(refusal.code() + ": " + refusal.getMessage())
                                        .isEqualTo(text));
    }
}
