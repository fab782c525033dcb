package io.hydrant.cli;

import io.hydrant.cli.program.CommandFailure;
import io.hydrant.cli.program.ExitStatus;
import io.hydrant.cli.program.Surroundings;
import io.hydrant.core.iam.Secret;
import io.hydrant.server.CatalogMove;
import io.hydrant.server.DatabaseSettings;
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
            "Copies streams, identities and stacks from DIR/catalog.db into an empty PostgreSQL database, all of it or nothing, and"
                    + " says how many rows each table has. From then on the server of DIR is started with --database; without it"
                    + " it refuses to start. Logs and objects stay in DIR. The same command again after a kill does no harm.",
            "",
            "The way back, as long as nothing was changed in the database: delete DIR/database, and start the server without"
                    + " --database. What was changed there meanwhile is not in DIR/catalog.db."
        },
        footer = {
            "",
            "Examples:",
            "  hydrant migrate --from ~/.hydrant --database postgresql://hydrant@db.example/hydrant",
            "  hydrant serve --database postgresql://hydrant@db.example/hydrant"
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

    MigrateCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        DatabaseSettings to =
                database.settings(surroundings)
                        .orElseThrow(() ->
                                CommandFailure.wrongUsage(
                                        "migrate needs --database.",
                                        "For example --database postgresql://hydrant@db.example/hydrant"));
        Path folder =
                (from == null ? surroundings.defaultDataDirectory() : from)
                        .toAbsolutePath()
                        .normalize();
        CatalogMove.Outcome outcome =
                CatalogMove.carryOut(folder, to, account, region, rootCredentials());
        outcome.rows()
                .forEach((table, rows) ->
                        surroundings.console().line("%10d  %s".formatted(rows, table)));
        surroundings
                .console()
                .line(
                        outcome.isNew()
                                ? "The catalog of " + folder + " is in the database."
                                : "The catalog of " + folder + " was in the database already.");
        surroundings.console().aside("Start the server with --database; without it, it refuses.");
        return ExitStatus.DONE;
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
