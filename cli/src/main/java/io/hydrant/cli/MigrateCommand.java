package io.hydrant.cli;

import io.hydrant.cli.program.CommandFailure;
import io.hydrant.cli.program.ExitStatus;
import io.hydrant.cli.program.Surroundings;
import io.hydrant.cli.terminal.Console;
import io.hydrant.core.iam.Secret;
import io.hydrant.kafka.KafkaSettings;
import io.hydrant.server.CatalogMove;
import io.hydrant.server.DatabaseSettings;
import io.hydrant.server.LogMove;
import io.hydrant.server.RootCredentials;
import io.hydrant.server.ServerSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `hydrant migrate`: moves a stopped server's catalog into PostgreSQL.
@Command(
        name = "migrate",
        header = "Move a stopped server's catalog into a PostgreSQL database.",
        sortOptions = false,
        description = {
            "With --database: copies streams, identities and stacks from DIR/catalog.db into an empty PostgreSQL database, all of it or"
                    + " nothing, and says how many rows each table has. From then on the server of DIR is started with --database;"
                    + " without it it refuses to start.",
            "",
            "With --kafka: copies the records of DIR/log into topics of Kafka, each at its position, so that what is not delivered is"
                    + " delivered from there, once. From then on the server is started with --kafka. DIR/log is kept as DIR/log.moved.",
            "",
            "Both may be given at once. Objects stay in DIR. The same command again after a kill does no harm.",
            "",
            "The way back from a database, as long as nothing was changed there: delete DIR/database, and start the server without"
                    + " --database. What was changed there meanwhile is not in DIR/catalog.db. There is no way back from Kafka."
        },
        footer = {
            "",
            "Examples:",
            "  hydrant migrate --from ~/.hydrant --database postgresql://hydrant@db.example/hydrant",
            "  hydrant serve --database postgresql://hydrant@db.example/hydrant",
            "  hydrant migrate --kafka kafka1:9092,kafka2:9092,kafka3:9092 --database postgresql://hydrant@db.example/hydrant"
        })
final class MigrateCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Option(
            names = "--from",
            paramLabel = "DIR",
            description = "The data directory of the stopped server. Default: ~/.hydrant.")
    private @Nullable Path from;

    @Option(
            names = "--region",
            paramLabel = "REGION",
            defaultValue = ServerSettings.REGION,
            description = "The region that the server is started with. Default: ${DEFAULT-VALUE}.")
    private String region = "";

    @Option(
            names = "--account",
            paramLabel = "ID",
            defaultValue = ServerSettings.ACCOUNT,
            description = "The account that the server is started with. Default: ${DEFAULT-VALUE}.")
    private String account = "";

    @Mixin private DatabaseOptions database = new DatabaseOptions();

    @Mixin private KafkaOptions kafka = new KafkaOptions();

    MigrateCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        Optional<KafkaSettings> logs = kafka.settings();
        Optional<DatabaseSettings> catalog = database.settings(surroundings);
        if (logs.isEmpty() && catalog.isEmpty()) {
            throw CommandFailure.wrongUsage(
                    "migrate needs --kafka, --database, or both.",
                    "For example --database postgresql://hydrant@db.example/hydrant");
        }
        Path folder =
                (from == null ? surroundings.defaultDataDirectory() : from)
                        .toAbsolutePath()
                        .normalize();
        Console console = surroundings.console();
        if (logs.isPresent()) {
            tell(console, folder, LogMove.carryOut(folder, logs.get()));
        }
        if (catalog.isPresent()) {
            tell(
                    console,
                    folder,
                    CatalogMove.carryOut(
                            folder, catalog.get(), account, region, rootCredentials()));
        }
        console.aside(
                "Start the server with %s from now on; without, it refuses."
                        .formatted(
                                logs.isEmpty()
                                        ? "--database"
                                        : catalog.isEmpty()
                                                ? "--kafka"
                                                : "--kafka and --database"));
        if (logs.isEmpty()) {
            console.aside(
                    "Records that wait, and objects, stay in "
                            + folder
                            + ": start it with the same --data. `hydrant migrate --kafka` moves the records.");
        }
        return ExitStatus.DONE;
    }

    private static void tell(Console console, Path folder, LogMove.Outcome outcome) {
        outcome.records()
                .forEach((stream, records) ->
                        console.line("%10d  records of %s".formatted(records, stream)));
        console.line("The records of " + folder + " are in Kafka.");
        console.aside(
                "As they were, they are in %s. Remove it when the streams are delivered."
                        .formatted(outcome.aside()));
    }

    private static void tell(Console console, Path folder, CatalogMove.Outcome outcome) {
        outcome.rows().forEach((table, rows) -> console.line("%10d  %s".formatted(rows, table)));
        console.line(
                outcome.isNew()
                        ? "The catalog of " + folder + " is in the database."
                        : "The catalog of " + folder + " was in the database already.");
    }

    private Optional<RootCredentials> rootCredentials() {
        return surroundings
                .variable("HYDRANT_ROOT_ACCESS_KEY_ID")
                .flatMap(id ->
                        surroundings
                                .variable("HYDRANT_ROOT_SECRET_ACCESS_KEY")
                                .map(secret -> new RootCredentials(id, new Secret(secret))));
    }
}
