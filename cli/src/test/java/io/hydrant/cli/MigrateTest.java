package io.hydrant.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hydrant.cli.client.Clients;
import io.hydrant.server.DatabaseSettings;
import io.hydrant.server.Hydrant;
import io.hydrant.server.ServerSettings;
import io.hydrant.testing.PostgresServer;
import io.hydrant.testing.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;

/// A server's catalog is moved into PostgreSQL, whatever happens to the program that does it, and
/// the server goes on there with the records that it had.
class MigrateTest {
    private static final Path TEMPLATE = Path.of("..", "examples", "netflix", "pipeline.yaml");
    private static final int RECORDS = 20;
    private static final int KILLS = 3;

    @TempDir private Path home;
    private final String schema = "m" + UUID.randomUUID().toString().replace("-", "");
    private Path data;

    @BeforeEach
    void aServerWithRecordsThatWait() throws IOException {
        assumeTrue(PostgresServer.isInstalled(), "PostgreSQL is not installed");
        data = home.resolve(".hydrant");
        try (Hydrant server = Hydrant.start(ServerSettings.local(data))) {
            ProgramRun deployed =
                    ProgramRun.of(
                            home,
                            environment(server),
                            "deploy",
                            TEMPLATE.toString(),
                            "--stack",
                            "netflix",
                            "-p",
                            "BufferingIntervalInSeconds=900");
            assertThat(deployed.status()).as(deployed.err()).isZero();
            try (Clients clients = clients(server)) {
                clients.iam().createUser(create -> create.userName("anna"));
                for (int i = 0; i < RECORDS; i++) {
                    String text = "record " + i + "\n";
                    clients.firehose()
                            .putRecord(put ->
                                    put.deliveryStreamName("movies-netflix")
                                            .record(record ->
                                                    record.data(SdkBytes.fromUtf8String(text))));
                }
            }
        }
    }

    @Test
    void whatIsKilledIsDoneAgainAndNothingIsLostOrThereTwice() throws Exception {
        Path second = copied(data, home.resolve("second"));
        String url = PostgresServer.shared().urlOf(schema);
        for (int i = 0; i < KILLS; i++) {
            killedOnceItIsAtWork(url);
        }
        ProgramRun moved = migrate(data, url);
        assertThat(moved.status()).as(moved.err()).isZero();
        assertThat(moved.err()).contains("Records that wait, and objects, stay in " + data);
        ProgramRun again = migrate(data, url);
        assertThat(again.status()).as(again.err()).isZero();
        assertThat(again.out()).contains("was in the database already");
        assertThat(counts(again)).isEqualTo(counts(moved));

        ProgramRun refused = migrate(second, url);
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err()).contains("has a catalog already", "createdb");
        ProgramRun undisturbed = migrate(second, PostgresServer.shared().urlOf(schema + "b"));
        assertThat(undisturbed.out()).contains(" is in the database.");
        assertThat(counts(moved)).as("as one that nobody killed").isEqualTo(counts(undisturbed));

        assertThatThrownBy(() -> Hydrant.start(ServerSettings.local(data)))
                .hasMessageContaining("Start the server with --database");
        try (Hydrant server = Hydrant.start(elsewhere(url));
                Clients clients = clients(server)) {
            assertThat(clients.iam().listUsers().users()).hasSize(1);
            clients.pages().flush("movies-netflix");
            Wait.seconds(60)
                    .until(
                            "all are delivered",
                            () ->
                                    clients.pages().status("movies-netflix").stream(
                                                    "movies-netflix")
                                            .deliveredRecords()
                                            .orElse(0L),
                            delivered -> delivered == RECORDS);
            ProgramRun verified =
                    ProgramRun.of(
                            home, environment(server), "verify", "--stream", "movies-netflix");
            assertThat(verified.status()).as(verified.out() + verified.err()).isZero();
        }
    }

    @Test
    void aDatabaseThatIsOlderThanItWasIsKnownAtTheStart() throws IOException {
        String url = PostgresServer.shared().urlOf(schema);
        assertThat(migrate(data, url).status()).isZero();
        String before = number();
        try (Hydrant server = Hydrant.start(elsewhere(url));
                Clients clients = clients(server)) {
            clients.iam().createUser(create -> create.userName("late"));
        }
        String after = number();
        assertThat(Long.parseLong(after)).isGreaterThan(Long.parseLong(before));
        Hydrant.start(elsewhere(url)).close();

        // As a dump of before that was put back.
        PostgresServer.shared()
                .execute(
                        "SET search_path = "
                                + schema
                                + "; DELETE FROM iam_entity WHERE name = 'late'; UPDATE hydrant_turn SET number = "
                                + before);
        assertThatThrownBy(() -> Hydrant.start(elsewhere(url)))
                .hasMessageContaining("is older than it was: its last change is number " + before)
                .hasMessageContaining("--accept-older-database");
        DatabaseSettings accepted = DatabaseSettings.of(url).acceptingOlder();
        try (Hydrant server = Hydrant.start(ServerSettings.local(data).with(accepted));
                Clients clients = clients(server)) {
            assertThat(clients.iam().listUsers().users()).hasSize(1);
        }
        Hydrant.start(elsewhere(url)).close();
    }

    private String number() {
        return PostgresServer.shared()
                .execute("SELECT number FROM " + schema + ".hydrant_turn")
                .strip();
    }

    private void killedOnceItIsAtWork(String url) throws IOException, InterruptedException {
        Process migrating =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                "io.hydrant.cli.Main",
                                "migrate",
                                "--from",
                                data.toString(),
                                "--database",
                                url)
                        .redirectErrorStream(true)
                        .redirectOutput(home.resolve("killed.log").toFile())
                        .start();
        Wait.seconds(60)
                .until(
                        "it is at work, or over",
                        () -> !migrating.isAlive() || isAtWork(),
                        happened -> happened);
        migrating.destroyForcibly().waitFor();
    }

    private static boolean isAtWork() {
        return !PostgresServer.shared()
                .execute(
                        "SELECT 1 FROM pg_stat_activity WHERE application_name = 'hydrant migrate' LIMIT 1")
                .isBlank();
    }

    private ProgramRun migrate(Path from, String url) {
        return ProgramRun.of(
                home, Map.of(), "migrate", "--from", from.toString(), "--database", url);
    }

    private static List<String> counts(ProgramRun run) {
        return run.out().lines().filter(line -> line.matches(" *[0-9]+  \\w+")).toList();
    }

    private ServerSettings elsewhere(String url) {
        return ServerSettings.local(data).with(DatabaseSettings.of(url));
    }

    private Clients clients(Hydrant server) {
        return new TargetOptions(ProgramRun.surroundings(home, environment(server))).connect();
    }

    private static Map<String, String> environment(Hydrant server) {
        return Map.of("AWS_ENDPOINT_URL", server.endpoint().toString());
    }

    private static Path copied(Path from, Path to) throws IOException {
        List<Path> all = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(from)) {
            walk.forEach(all::add);
        }
        for (Path each : all) {
            Files.copy(each, to.resolve(from.relativize(each).toString()));
        }
        return to;
    }
}
