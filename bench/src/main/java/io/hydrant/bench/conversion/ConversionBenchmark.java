package io.hydrant.bench.conversion;

import com.sun.management.OperatingSystemMXBean;
import io.hydrant.columnar.Columnar;
import io.hydrant.core.conversion.TableVersion.CatalogColumn;
import io.hydrant.core.conversion.UnreadableRecordException;
import io.hydrant.core.conversion.UnusableTableException;
import io.hydrant.core.conversion.json.JsonRows;
import io.hydrant.core.conversion.plan.ConversionPlan;
import io.hydrant.core.conversion.plan.PlannedConverter;
import io.hydrant.core.format.RecordWriter;
import io.hydrant.core.memory.Workroom;
import io.hydrant.core.stream.destination.Deserializer;
import io.hydrant.core.stream.destination.Deserializer.OpenXJson;
import io.hydrant.core.stream.destination.Serializer;
import io.hydrant.core.stream.destination.Serializer.Orc;
import io.hydrant.core.stream.destination.Serializer.Parquet;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `bench/conversion`: what it costs to convert records, beside DuckDB.
@Command(
        name = "bench/conversion",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        header =
                "Measures what conversion of JSON to Parquet and ORC takes of the CPU, beside DuckDB.",
        description =
                """

                Films as JSON, a record each ({"MovieID": 1, "YearOfRelease": 2003, "Title": "Dinosaur Planet"}), are read and written as a stream does it: each record is read once when it is processed, to see whether it can be read ("read alone"), and once more when its object is written. DuckDB's COPY makes Parquet of the same records in a file, on one thread. All take turns, round after round, in one process with the serial collector; CPU seconds are those of the process, compiler and collector included, for a million rows.\
                """)
final class ConversionBenchmark implements Callable<Integer> {
    private static final String DUCKDB = "DuckDB's COPY to Parquet";
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private static final Serializer PARQUET =
            new Serializer(
                    Optional.of(
                            new Parquet(
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty())),
                    Optional.empty());

    private static final Serializer ORC =
            new Serializer(
                    Optional.empty(),
                    Optional.of(
                            new Orc(
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty())));

    @Option(names = "--rows", description = "Of a round. Default: ${DEFAULT-VALUE}.")
    private int rows = 500_000;

    @Option(names = "--rounds", description = "That count. Default: ${DEFAULT-VALUE}.")
    private int rounds = 9;

    @Option(names = "--warm-up", description = "Rounds before them. Default: ${DEFAULT-VALUE}.")
    private int warmUp = 3;

    private final Map<String, List<Double>> figures = new LinkedHashMap<>();

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ConversionBenchmark()).execute(arguments));
    }

    /// One way, over all records.
    @FunctionalInterface
    private interface Way {
        void go() throws IOException, SQLException, UnreadableRecordException;
    }

    @Override
    public Integer call()
            throws IOException, SQLException, UnreadableRecordException, UnusableTableException {
        List<byte[]> records = records();
        Path folder = Files.createTempDirectory("hydrant-conversion-");
        Path json = folder.resolve("films.json");
        try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:")) {
            write(records, json);
            Map<String, Way> ways = ways(records, folder, json, duckDb);
            for (int round = -warmUp; round < rounds; round++) {
                for (Map.Entry<String, Way> way : ways.entrySet()) {
                    measure(way.getKey(), way.getValue(), round >= 0);
                }
            }
            ways.keySet().forEach(this::show);
            return 0;
        } finally {
            clear(folder);
        }
    }

    private Map<String, Way> ways(List<byte[]> records, Path folder, Path json, Connection duckDb)
            throws UnusableTableException {
        ConversionPlan parquet = plan(PARQUET);
        ConversionPlan orc = plan(ORC);
        JsonRows reader = parquet.reader();
        PlannedConverter converter = new PlannedConverter(Columnar::new, Workroom.of(1L << 30));
        Map<String, Way> ways = new LinkedHashMap<>();
        ways.put("read alone", () -> read(records, reader));
        ways.put(
                "read, read again and written as Parquet",
                () ->
                        convert(
                                records,
                                reader,
                                converter,
                                parquet,
                                folder.resolve("films.parquet")));
        ways.put(
                "read, read again and written as ORC",
                () -> convert(records, reader, converter, orc, folder.resolve("films.orc")));
        ways.put(DUCKDB, () -> copy(duckDb, json, folder.resolve("duckdb.parquet")));
        return ways;
    }

    private static ConversionPlan plan(Serializer serializer) {
        return new ConversionPlan(
                List.of(
                        new CatalogColumn("movieid", "int"),
                        new CatalogColumn("yearofrelease", "int"),
                        new CatalogColumn("title", "string")),
                new Deserializer(
                        Optional.of(
                                new OpenXJson(
                                        Optional.empty(), Optional.empty(), Optional.empty())),
                        Optional.empty()),
                serializer);
    }

    /// The films of the example again and again, each time with other ids, and with as many titles
    /// as Netflix's table has.
    private List<byte[]> records() throws IOException {
        Path films = Path.of(System.getProperty("hydrant.root"), "examples/netflix/films.csv");
        List<String> lines = Files.readAllLines(films);
        List<byte[]> records = new ArrayList<>(rows);
        for (int i = 0; i < rows; i++) {
            String[] film = lines.get(i % lines.size()).split(",", 3);
            String title = film[2].replace("\"", "") + " " + i % 17_770;
            records.add(
                    "{\"MovieID\": %d, \"YearOfRelease\": %s, \"Title\": \"%s\"}\n"
                            .formatted(i, film[1].equals("NULL") ? "null" : film[1], title)
                            .getBytes(StandardCharsets.UTF_8));
        }
        return records;
    }

    private static void write(List<byte[]> records, Path file) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            for (byte[] record : records) {
                out.write(record);
            }
        }
    }

    private static void read(List<byte[]> records, JsonRows reader)
            throws IOException, UnreadableRecordException {
        for (byte[] record : records) {
            reader.read(record, 0, record.length, row -> {});
        }
    }

    private static void convert(
            List<byte[]> records,
            JsonRows reader,
            PlannedConverter converter,
            ConversionPlan plan,
            Path file)
            throws IOException, UnreadableRecordException {
        read(records, reader);
        try (OutputStream out = Files.newOutputStream(file);
                RecordWriter writer = converter.writer(plan.text(), out)) {
            for (byte[] record : records) {
                writer.write(record, 0, record.length);
            }
        }
    }

    private static void copy(Connection duckDb, Path json, Path file) throws SQLException {
        try (Statement statement = duckDb.createStatement()) {
            statement.execute("SET threads = 1");
            statement.execute("SET autoinstall_known_extensions = false");
            statement.execute(
                    """
                    COPY (SELECT * FROM read_json('%s', format = 'newline_delimited',
                        columns = {MovieID: 'INTEGER', YearOfRelease: 'INTEGER', Title: 'VARCHAR'}))
                    TO '%s' (FORMAT parquet, COMPRESSION snappy)
                    """
                            .formatted(json, file));
        }
    }

    private void measure(String name, Way way, boolean counts)
            throws IOException, SQLException, UnreadableRecordException {
        long before = SYSTEM.getProcessCpuTime();
        way.go();
        double seconds = (SYSTEM.getProcessCpuTime() - before) / 1e9;
        if (counts) {
            figures.computeIfAbsent(name, _ -> new ArrayList<>()).add(seconds * 1e6 / rows);
        }
    }

    private void show(String name) {
        List<Double> own = figures.getOrDefault(name, List.of());
        List<Double> other = figures.getOrDefault(DUCKDB, List.of());
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < own.size(); i++) {
            ratios.add(own.get(i) / other.get(i));
        }
        System.out.printf(
                "%-42s %5.2f s for a million rows (%.2f to %.2f), %.2f of DuckDB's%n",
                name, median(own), least(own), most(own), median(ratios));
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static double least(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
    }

    private static double most(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
    }

    private static void clear(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
