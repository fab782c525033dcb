package io.hydrant.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.cli.client.Clients;
import io.hydrant.cli.program.Surroundings;
import io.hydrant.cli.terminal.Console;
import io.hydrant.cli.terminal.Program;
import io.hydrant.columnar.Columnar;
import io.hydrant.core.conversion.HiveType.Primitive;
import io.hydrant.core.conversion.RowWriter;
import io.hydrant.core.conversion.TableColumn;
import io.hydrant.core.conversion.TableSchema;
import io.hydrant.core.stream.destination.Serializer;
import io.hydrant.core.stream.destination.Serializer.Orc;
import io.hydrant.core.stream.destination.Serializer.Parquet;
import io.hydrant.server.Hydrant;
import io.hydrant.server.ServerSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;

/// `hydrant cat`: Parquet and ORC as rows, the rest as it is.
class CatCommandTest {
    private static final int ROWS = 20_000;

    private static final Serializer PARQUET =
            new Serializer(
                    Optional.of(
                            new Parquet(
                                    Optional.empty(),
                                    Optional.of(64 << 10),
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

    @TempDir private static Path home;
    private static Hydrant server;
    private static byte[] parquet;

    @BeforeAll
    static void start() throws IOException {
        server = Hydrant.start(ServerSettings.local(home.resolve(".hydrant")));
        parquet = films(PARQUET);
        try (Clients clients = clients()) {
            clients.s3().createBucket(create -> create.bucket("lake"));
        }
        put("films.parquet", parquet);
        put("films.orc", films(ORC));
        put("cut.parquet", Arrays.copyOf(parquet, parquet.length / 2));
        put("names.txt", "ORC,Ñandú\n".getBytes(StandardCharsets.UTF_8));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void columnsAreShownAsRows() {
        String expected =
                IntStream.range(0, ROWS)
                        .mapToObj(
                                i -> "{\"id\":%d,\"title\":\"Amélie %d\"}\n".formatted(i, i * 7919))
                        .collect(Collectors.joining());
        for (String key : List.of("films.parquet", "films.orc")) {
            ProgramRun cat = run("cat", "s3://lake/" + key);
            assertThat(cat.err()).isEmpty();
            assertThat(cat.out()).isEqualTo(expected);
            assertThat(cat.status()).isZero();
        }
        ProgramRun both = run("cat", "s3://lake/names.txt", "s3://lake/films.orc");
        assertThat(both.out()).isEqualTo("ORC,Ñandú\n" + expected);
    }

    @Test
    void rawAreTheBytesAsStored() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(run(out, "cat", "--raw", "s3://lake/films.parquet")).isZero();
        assertThat(out.toByteArray()).isEqualTo(parquet);
    }

    @Test
    void whatIsDamagedIsToldInOneLine() {
        ProgramRun cat = run("cat", "s3://lake/cut.parquet");
        assertThat(cat.status()).isEqualTo(1);
        assertThat(cat.out()).isEmpty();
        assertThat(cat.err())
                .isEqualTo(
                        """
                        hydrant: s3://lake/cut.parquet, which is Parquet, cannot be read to its end. The file is damaged: it is cut off, or was never finished.
                          `hydrant cat --raw` writes its bytes as they are stored.
                        """);
    }

    /// As `head` does.
    @Test
    void whenNobodyReadsOnItEndsQuietly() throws IOException {
        for (String[] arguments :
                new String[][] {
                    {"cat", "s3://lake/films.parquet"},
                    {"cat", "s3://lake/films.orc"},
                    {"cat", "--raw", "s3://lake/films.parquet"}
                }) {
            Leaving out = new Leaving();
            assertThat(run(out, arguments)).isZero();
            assertThat(out.bytes).isLessThan(150_000);
        }
    }

    @Test
    void theHelpTellsOfThem() {
        assertThat(run("cat", "--help").out())
                .contains("Parquet and ORC are shown as rows", "KEY.parquet | jq .title");
    }

    /// A reader who goes after the first bytes.
    private static final class Leaving extends OutputStream {
        private int bytes;

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] some, int from, int count) throws IOException {
            if (bytes > 0) {
                throw new IOException("Broken pipe");
            }
            bytes += count;
        }
    }

    private static byte[] films(Serializer serializer) throws IOException {
        TableSchema schema =
                new TableSchema(
                        List.of(
                                new TableColumn("id", Primitive.BIGINT),
                                new TableColumn("title", Primitive.STRING)));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (RowWriter writer = new Columnar().writer(schema, serializer, bytes)) {
            for (int i = 0; i < ROWS; i++) {
                writer.write(new @Nullable Object[] {(long) i, "Amélie " + i * 7919});
            }
        }
        return bytes.toByteArray();
    }

    private static void put(String key, byte[] bytes) {
        try (Clients clients = clients()) {
            clients.s3()
                    .putObject(put -> put.bucket("lake").key(key), RequestBody.fromBytes(bytes));
        }
    }

    private static int run(OutputStream out, String... arguments) {
        Console console =
                new Console(
                        new ByteArrayInputStream(new byte[0]),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(OutputStream.nullOutputStream()),
                        false,
                        false,
                        100,
                        Program.ON_PATH);
        return HydrantProgram.run(
                new Surroundings(console, environment(), home, InstantSource.system()), arguments);
    }

    private static Clients clients() {
        return new TargetOptions(ProgramRun.surroundings(home, environment())).connect();
    }

    private static Map<String, String> environment() {
        return Map.of("AWS_ENDPOINT_URL", server.endpoint().toString());
    }

    private static ProgramRun run(String... arguments) {
        return ProgramRun.of(home, environment(), arguments);
    }
}
