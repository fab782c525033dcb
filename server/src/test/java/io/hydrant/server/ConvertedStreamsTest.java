package io.hydrant.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.columnar.DuckDb;
import io.hydrant.columnar.Trino;
import io.hydrant.core.conversion.TableColumn;
import io.hydrant.core.conversion.TableSchema;
import io.hydrant.core.conversion.TypeStrings;
import io.hydrant.testing.Wait;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.firehose.model.InvalidArgumentException;
import software.amazon.awssdk.services.firehose.model.ProcessingConfiguration;
import software.amazon.awssdk.services.firehose.model.Processor;
import software.amazon.awssdk.services.firehose.model.ProcessorParameter;
import software.amazon.awssdk.services.firehose.model.ProcessorType;
import software.amazon.awssdk.services.firehose.model.S3BackupMode;
import tools.jackson.databind.JsonNode;

/// Streams that convert their records: what is in their objects is read by programs that others
/// wrote.
class ConvertedStreamsTest {
    @TempDir static Path data;
    @TempDir static Path folder;
    private static ConvertedFilms films;
    private static DuckDb duck;

    @BeforeAll
    static void start() throws Exception {
        films = new ConvertedFilms(new RunningAccount(data));
        duck = new DuckDb();
    }

    @AfterAll
    static void stop() throws Exception {
        duck.close();
        films.close();
    }

    /// What the Parquet objects under a prefix hold.
    private static List<String> parquet(String prefix, String columns) throws Exception {
        List<String> rows = new ArrayList<>();
        for (String key : films.keys(prefix)) {
            assertThat(key).endsWith(".parquet");
            Path file = Files.write(folder.resolve("object.parquet"), films.object(key));
            rows.addAll(duck.query("SELECT " + columns + " FROM read_parquet('%s')", file));
        }
        return rows;
    }

    private static List<String> orc(String prefix, String... columns) throws Exception {
        List<TableColumn> typed = new ArrayList<>();
        for (int i = 0; i < columns.length; i += 2) {
            typed.add(new TableColumn(columns[i], TypeStrings.parse(columns[i + 1])));
        }
        List<String> rows = new ArrayList<>();
        for (String key : films.keys(prefix)) {
            assertThat(key).endsWith(".orc");
            rows.addAll(Trino.rows(new TableSchema(typed), films.object(key)));
        }
        return rows;
    }

    @Test
    void recordsBecomeRowsAndWhatIsNoRowALineOfItsOwn() throws Exception {
        String[] columns = {
            "title", "string", "year", "int", "rating", "decimal(3,1)", "tags", "array<string>"
        };
        films.table("films", columns);
        films.stream("rows", "films", ConvertedFilms.PARQUET, _ -> {});
        String good = "{\"Title\":\"Amélie\",\"year\":2001,\"rating\":8.3,\"tags\":[\"a\",\"b\"]}";
        films.put("rows", good, "{\"year\":\"long ago\"}", "{\"title\":\"Ran\"}", "no JSON");
        assertThat(ConvertedFilms.rows(() -> parquet("rows/", "title, year, rating, len(tags)"), 2))
                .containsExactly("Amélie|2001|8.3|2", "Ran|null|null|null");
        String key = films.keys("rows/").getFirst();
        assertThat(
                        films.account
                                .s3
                                .headObject(head -> head.bucket("films").key(key))
                                .contentEncoding())
                .isEqualTo("hadoop-snappy");
        List<JsonNode> failures =
                Wait.seconds(60)
                        .until(
                                "two lines of errors",
                                () -> films.failures("rows"),
                                found -> found.size() == 2);
        assertThat(failures.stream().map(ConvertedFilms::raw))
                .containsExactly("{\"year\":\"long ago\"}", "no JSON");
        assertThat(failures.getFirst().path("lastErrorCode").asString())
                .isEqualTo("DataFormatConversion.MalformedData");
        assertThat(failures.getFirst().path("dataCatalogTable").path("tableName").asString())
                .isEqualTo("films");

        films.update(
                "rows",
                update ->
                        update.prefix("orc/")
                                .dataFormatConversionConfiguration(conversion ->
                                        conversion
                                                .schemaConfiguration(ConvertedFilms.schema("films"))
                                                .inputFormatConfiguration(input ->
                                                        input.deserializer(each ->
                                                                each.hiveJsonSerDe(_ -> {})))
                                                .outputFormatConfiguration(output ->
                                                        output.serializer(
                                                                ConvertedFilms.of(
                                                                        ConvertedFilms.ORC)))));
        films.put("rows", good);
        assertThat(ConvertedFilms.rows(() -> orc("orc/", columns), 1))
                .containsExactly("Amélie|2001|8.3|[a, b]");
    }

    @Test
    void whatWasReadBeforeATableChangedIsWrittenAsItWas() throws Exception {
        films.table("changing", "id", "int");
        films.stream(
                "changing",
                "changing",
                ConvertedFilms.PARQUET,
                late -> late.bufferingHints(hints -> hints.sizeInMBs(64).intervalInSeconds(900)));
        films.put("changing", "{\"id\":1,\"name\":\"one\"}", "{\"id\":2}");
        Wait.seconds(60)
                .until(
                        "they are processed, and wait",
                        () -> films.status("changing").toString(),
                        status -> status.contains("\"processed\":{\"records\":2"));
        films.tableBecomes("changing", "name", "string", "id", "bigint");
        films.update(
                "changing",
                soon -> soon.bufferingHints(hints -> hints.sizeInMBs(64).intervalInSeconds(0)));
        films.put("changing", "{\"id\":3,\"name\":\"three\"}");
        assertThat(ConvertedFilms.rows(() -> parquet("changing/", "typeof(id), *"), 3))
                .containsExactly("BIGINT|three|3", "INTEGER|1", "INTEGER|2");
    }

    @Test
    void recordsWaitForTheirTable() throws Exception {
        films.table("gone", "id", "int");
        films.stream("gone", "gone", ConvertedFilms.ORC, _ -> {});
        films.dropTable("gone");
        films.put("gone", "{\"id\":1}");
        Wait.seconds(60)
                .until(
                        "the reason is shown",
                        () -> films.status("gone").toString(),
                        status ->
                                status.contains("DataFormatConversion.EntityNotFound")
                                        && status.contains("Table gone not found."));
        films.table("gone", "id", "bigint");
        assertThat(ConvertedFilms.rows(() -> orc("gone/", "id", "bigint"), 1)).containsExactly("1");
        assertThat(films.failures("gone")).isEmpty();
    }

    /// Nothing could ever be written by it: what was found readable would block its stream.
    @Test
    void aTableWithoutColumnsIsNone() throws Exception {
        films.table("empty");
        assertThatThrownBy(() -> films.stream("empty", "empty", ConvertedFilms.PARQUET, _ -> {}))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("The schema is invalid. The table has no columns.");
        films.table("emptied", "id", "int");
        films.stream("emptied", "emptied", ConvertedFilms.ORC, _ -> {});
        films.tableBecomes("emptied");
        films.put("emptied", "{\"id\":1}");
        Wait.seconds(60)
                .until(
                        "the reason is shown",
                        () -> films.status("emptied").toString(),
                        status -> status.contains("DataFormatConversion.InvalidSchema"));
        films.tableBecomes("emptied", "id", "int");
        assertThat(ConvertedFilms.rows(() -> orc("emptied/", "id", "int"), 1)).containsExactly("1");
    }

    @Test
    void theTableIsReadAsTheRoleThatIsNamedForIt() {
        films.table("secret", "id", "int");
        films.mayReadTables(false);
        try {
            assertThatThrownBy(() -> films.stream("spy", "secret", ConvertedFilms.PARQUET, _ -> {}))
                    .isInstanceOf(InvalidArgumentException.class)
                    .hasMessageContaining("Access was denied when calling Glue.")
                    .hasMessageContaining("glue:GetTable on resource");
        } finally {
            films.mayReadTables(true);
        }
        assertThatThrownBy(() -> films.stream("spy", "none", ConvertedFilms.PARQUET, _ -> {}))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("Table none not found.");
    }

    @Test
    void theExamplesTemplateMakesTableAndStream() throws Exception {
        String template = Files.readString(Path.of("../examples/parquet/pipeline.yaml"));
        Stack stack =
                films.account.stack(
                        "example",
                        template.replace("cinema", "theatre").replace("Default: 60", "Default: 0"));
        assertThat(stack.stackStatusAsString()).isEqualTo("CREATE_COMPLETE");
        String bucket = stack.outputs().getFirst().outputValue();
        films.put("films", "{\"MovieID\":7,\"YearOfRelease\":1931,\"Title\":\"City Lights\"}");
        String key =
                Wait.seconds(60)
                        .until(
                                "an object",
                                () ->
                                        films.account
                                                .s3
                                                .listObjectsV2(list -> list.bucket(bucket))
                                                .contents(),
                                found -> !found.isEmpty())
                        .getFirst()
                        .key();
        byte[] object =
                films.account.s3.getObjectAsBytes(get -> get.bucket(bucket).key(key)).asByteArray();
        assertThat(duck.rows(Files.write(folder.resolve("example.parquet"), object)))
                .containsExactly("7|1931|City Lights");
    }

    private static ProcessingConfiguration extraction(String query) {
        Processor extraction =
                Processor.builder()
                        .type(ProcessorType.METADATA_EXTRACTION)
                        .parameters(
                                List.of(
                                        parameter("MetadataExtractionQuery", query),
                                        parameter("JsonParsingEngine", "JQ-1.6")))
                        .build();
        return ProcessingConfiguration.builder().enabled(true).processors(extraction).build();
    }

    private static ProcessorParameter parameter(String name, String value) {
        return ProcessorParameter.builder().parameterName(name).parameterValue(value).build();
    }

    /// With all else that a stream can do.
    @Test
    void partitionsShardsAndTheBackupGoTogetherWithIt() throws Exception {
        films.table("parts", "id", "int", "year", "int");
        films.stream(
                "parts",
                "parts",
                ConvertedFilms.PARQUET,
                more ->
                        more.prefix("parts/!{partitionKeyFromQuery:y}/")
                                .dynamicPartitioningConfiguration(on -> on.enabled(true))
                                .processingConfiguration(extraction("{y: .year}"))
                                .s3BackupMode(S3BackupMode.ENABLED)
                                .s3BackupConfiguration(backup ->
                                        backup.roleARN(ConvertedFilms.ROLE)
                                                .bucketARN("arn:aws:s3:::films")
                                                .prefix("raw/")
                                                .bufferingHints(hints ->
                                                        hints.sizeInMBs(1).intervalInSeconds(60))),
                "2");
        for (int i = 0; i < 20; i++) {
            films.put(
                    "parts",
                    "{\"id\":%d,\"year\":%d}".formatted(i, 2000 + i % 2),
                    "{\"id\":\"no %d\",\"year\":2000}".formatted(i));
        }
        assertThat(ConvertedFilms.rows(() -> parquet("parts/2001/", "id"), 10))
                .containsExactly("1", "11", "13", "15", "17", "19", "3", "5", "7", "9");
        assertThat(ConvertedFilms.rows(() -> parquet("parts/2000/", "year"), 10))
                .hasSize(10)
                .containsOnly("2000");
        Wait.seconds(60).until("all failures", () -> films.failures("parts").size() == 20);
        films.flush("parts");
        Wait.seconds(60).until("the backup has all as they came", () -> backedUp("raw/") == 40);
    }

    private static long backedUp(String prefix) {
        StringBuilder all = new StringBuilder();
        films.keys(prefix).forEach(key -> all.append(new String(films.object(key), UTF_8)));
        return all.chars().filter(each -> each == '{').count();
    }
}
