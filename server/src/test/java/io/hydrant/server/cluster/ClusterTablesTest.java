package io.hydrant.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.core.catalog.Database;
import io.hydrant.core.catalog.Sql;
import io.hydrant.core.catalog.SqliteDatabase;
import io.hydrant.core.stream.DeliveryStreamsSchema;
import io.hydrant.postgresql.DatabaseAddress;
import io.hydrant.postgresql.DatabaseNode;
import io.hydrant.postgresql.PostgresDatabase;
import io.hydrant.postgresql.SeenWrites;
import io.hydrant.server.cluster.ClusterTables.State;
import io.hydrant.server.cluster.ClusterTables.Wish;
import io.hydrant.testing.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The rows by which nodes see each other, in both databases.
class ClusterTablesTest {
    private static final List<Database.Schema> SCHEMAS =
            List.of(DeliveryStreamsSchema.SCHEMA, ClusterSchema.SCHEMA);

    @TempDir Path folder;
    private final List<Database> databases = new ArrayList<>();

    @BeforeEach
    void open() throws IOException {
        databases.add(SqliteDatabase.openAll(folder.resolve("catalog.db"), SCHEMAS));
        if (PostgresServer.isInstalled()) {
            String schema = "n" + UUID.randomUUID().toString().replace("-", "");
            databases.add(
                    PostgresDatabase.open(
                            DatabaseAddress.parse(PostgresServer.shared().urlOf(schema)),
                            Optional.empty(),
                            SCHEMAS,
                            new DatabaseNode(
                                    "one",
                                    "one",
                                    "000000000000",
                                    "us-east-1",
                                    "root",
                                    DatabaseNode.Sharing.SHARED),
                            Optional.empty(),
                            SeenWrites.NONE));
        }
    }

    @AfterEach
    void close() throws IOException {
        for (Database database : databases) {
            database.close();
        }
    }

    private static void write(Database database, String node, long epoch, String document)
            throws IOException {
        State state = new State("log", "", epoch, 0, 1, 0, document);
        database.writeBeside(connection -> {
            ClusterTables.write(connection, node, List.of(state));
            return true;
        });
    }

    private static String seen(Database database) throws IOException {
        State state =
                database.read(connection -> ClusterTables.state(connection, "log")).orElseThrow();
        return state.node() + " " + state.epoch() + " " + state.document();
    }

    @Test
    void whoReadsInAnEarlierEpochHidesNothingOfHisHeir() throws IOException {
        for (Database database : databases) {
            write(database, "old", 4, "before");
            assertThat(seen(database)).isEqualTo("old 4 before");
            write(database, "heir", 5, "now");
            write(database, "old", 4, "late");
            assertThat(seen(database)).isEqualTo("heir 5 now");
            database.writeBeside(connection -> {
                ClusterTables.letGo(connection, "old", List.of("log"));
                ClusterTables.letGoOfAll(connection, "old");
                return true;
            });
            assertThat(seen(database)).isEqualTo("heir 5 now");
            write(database, "heir", 5, "later");
            assertThat(seen(database)).isEqualTo("heir 5 later");
        }
    }

    /// It has no epoch to show: whoever tells news of the log is believed before it.
    @Test
    void whoCannotTakeALogUpSaysSoWhereNobodyElseDoes() throws IOException {
        for (Database database : databases) {
            write(database, "owner", 7, "well");
            write(database, "other", ClusterTables.NO_EPOCH, "damaged");
            assertThat(seen(database)).isEqualTo("owner 7 well");
            write(database, "owner", ClusterTables.NO_EPOCH, "damaged");
            assertThat(seen(database)).isEqualTo("owner 7 damaged");
            database.writeBeside(connection -> {
                ClusterTables.letGo(connection, "owner", List.of("log"));
                return true;
            });
            write(database, "other", ClusterTables.NO_EPOCH, "damaged too");
            assertThat(seen(database)).isEqualTo("other 7 damaged too");
            database.writeBeside(connection ->
                    Sql.update(
                            connection,
                            "UPDATE stream_state SET written_millis = written_millis - 11000"));
            write(database, "third", ClusterTables.NO_EPOCH, "still damaged");
            assertThat(seen(database)).isEqualTo("third 7 still damaged");
            write(database, "third", 8, "taken up");
            assertThat(seen(database)).isEqualTo("third 8 taken up");
        }
    }

    @Test
    void aWishThatIsMadeAgainWhileItIsCarriedOutStays() throws IOException {
        for (Database database : databases) {
            long first = wish(database);
            List<Wish> heard = database.read(ClusterTables::wishes);
            assertThat(heard).containsExactly(new Wish("log", Reporting.FLUSH, first));
            long second = wish(database);
            assertThat(second).isGreaterThan(first);
            done(database, heard);
            assertThat(database.read(ClusterTables::wishes))
                    .containsExactly(new Wish("log", Reporting.FLUSH, second));
            done(database, database.read(ClusterTables::wishes));
            assertThat(database.read(ClusterTables::wishes)).isEmpty();
        }
    }

    private static long wish(Database database) throws IOException {
        return database.writeBeside(
                connection -> ClusterTables.wish(connection, "log", Reporting.FLUSH));
    }

    private static void done(Database database, List<Wish> wishes) throws IOException {
        database.writeBeside(connection -> {
            ClusterTables.done(connection, wishes);
            return true;
        });
    }

    @Test
    void whatIsLeftOfStreamsThatAreGoneAndOfNodesIsSwept() throws IOException {
        for (Database database : databases) {
            write(database, "owner", 7, "well");
            assertThat(wish(database)).isPositive();
            database.writeBeside(connection -> {
                ClusterTables.renew(connection, self("kept"), ClusterTables.Standing.UNKNOWN, 0);
                ClusterTables.renew(connection, self("gone"), ClusterTables.Standing.UNKNOWN, 0);
                return Sql.update(
                        connection,
                        "UPDATE node SET seen_millis = seen_millis - 86500000 WHERE id = 'gone'");
            });
            List<ClusterNode> nodes = database.read(ClusterTables::nodes);
            assertThat(nodes).extracting(ClusterNode::isGone).containsExactly(true, false);
            database.writeBeside(connection -> {
                ClusterTables.sweep(connection);
                return true;
            });
            assertThat(database.read(ClusterTables::nodes))
                    .extracting(ClusterNode::id)
                    .containsExactly("kept");
            List<State> left = database.read(connection -> ClusterTables.states(connection, 0));
            assertThat(left).isEmpty();
            assertThat(database.read(ClusterTables::wishes)).isEmpty();
        }
    }

    private static ClusterTables.Self self(String id) {
        return new ClusterTables.Self(id, id, "", "1", java.time.Instant.EPOCH);
    }
}
