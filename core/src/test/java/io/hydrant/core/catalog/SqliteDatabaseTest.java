package io.hydrant.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.core.Bug;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class SqliteDatabaseTest {
    private static final List<String> FIRST =
            List.of("CREATE TABLE film (id INTEGER PRIMARY KEY, title TEXT);\n");

    @TempDir Path folder;

    @Test
    void whatWasWrittenIsThereAfterReopening() throws IOException {
        try (Database database = SqliteDatabase.open(folder.resolve("a.db"), FIRST)) {
            database.write(connection -> run(connection, "INSERT INTO film VALUES (1, 'Amélie')"));
        }
        try (Database database = SqliteDatabase.open(folder.resolve("a.db"), FIRST)) {
            assertThat(titles(database)).containsExactly("Amélie");
        }
    }

    @Test
    void aFailingWriteUndoesItselfAndNotItsNeighbours() throws Exception {
        try (Database database = SqliteDatabase.open(folder.resolve("a.db"), FIRST);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> writes = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                int id = i;
                Callable<Integer> write =
                        () ->
                                database.write(connection -> {
                                    run(
                                            connection,
                                            "INSERT INTO film VALUES (" + id + ", 'f" + id + "')");
                                    if (id % 2 == 1) {
                                        throw new IllegalArgumentException("odd " + id);
                                    }
                                    return id;
                                });
                writes.add(threads.submit(write));
            }
            for (int i = 0; i < 100; i++) {
                Future<?> write = writes.get(i);
                if (i % 2 == 1) {
                    assertThatThrownBy(write::get).hasRootCauseMessage("odd " + i);
                } else {
                    assertThat(write.get()).isEqualTo(i);
                }
            }
            assertThat(titles(database)).hasSize(50).doesNotContain("f1");
        }
    }

    @Test
    void aSecondStepIsAppliedToAnOldFileOnce() throws IOException {
        Path file = folder.resolve("a.db");
        SqliteDatabase.open(file, FIRST).close();
        List<String> both =
                List.of(FIRST.getFirst(), "ALTER TABLE film ADD COLUMN year INTEGER;\n");
        SqliteDatabase.open(file, both).close();
        try (Database database = SqliteDatabase.open(file, both)) {
            database.write(
                    connection -> run(connection, "INSERT INTO film VALUES (1, 'Roma', 2018)"));
            assertThat(titles(database)).containsExactly("Roma");
        }
    }

    @Test
    void aFileOfANewerVersionIsRefused() throws IOException {
        Path file = folder.resolve("a.db");
        SqliteDatabase.open(file, List.of(FIRST.getFirst(), "CREATE TABLE b (id INTEGER);\n"))
                .close();
        assertThatThrownBy(() -> SqliteDatabase.open(file, FIRST))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("newer version of Hydrant");
    }

    @Test
    void aReaderMayNotWrite() throws IOException {
        try (Database database = SqliteDatabase.open(folder.resolve("a.db"), FIRST)) {
            assertThatThrownBy(() ->
                            database.read(connection ->
                                    run(connection, "INSERT INTO film VALUES (1, 'x')")))
                    .isInstanceOf(IOException.class);
            assertThat(titles(database)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBugInSomeWritesIsTheirsAlone(Bug bug) throws Exception {
        try (Database database = SqliteDatabase.open(folder.resolve("a.db"), FIRST);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> writes = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                int id = i;
                writes.add(
                        threads.submit(() ->
                                database.write(connection -> {
                                    insert(connection, id);
                                    if (id % 10 == 1) {
                                        throw bug.at("work " + id);
                                    }
                                    return id;
                                })));
            }
            for (int i = 0; i < 100; i++) {
                if (i % 10 == 1) {
                    assertThatThrownBy(writes.get(i)::get).hasMessageContaining("work " + i);
                } else {
                    assertThat(writes.get(i).get()).isEqualTo(i);
                }
            }
            assertThat(titles(database)).hasSize(90);
        }
    }

    /// More often than there are readers.
    @ParameterizedTest
    @EnumSource
    void aBugInAReadLeavesItsConnectionToOthers(Bug bug) throws Exception {
        try (Database database = SqliteDatabase.open(folder.resolve("a.db"), FIRST)) {
            database.write(connection -> insert(connection, 1));
            for (int i = 0; i < 20; i++) {
                assertThatThrownBy(() ->
                                database.read(connection -> {
                                    throw bug.at("work");
                                }))
                        .hasMessageContaining("work");
            }
            assertThat(titles(database)).containsExactly("f1");
        }
    }

    @Test
    void aConnectionThatBreaksIsReplacedAndNothingOfItsWorkStays() throws Exception {
        try (Database database = SqliteDatabase.open(folder.resolve("a.db"), FIRST)) {
            database.write(connection -> insert(connection, 1));
            for (int i = 2; i < 12; i++) {
                int id = i;
                assertThatThrownBy(() ->
                                database.write(connection -> {
                                    insert(connection, id);
                                    connection.close();
                                    return id;
                                }))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("a.db failed: ");
                assertThatThrownBy(() ->
                                database.read(connection -> {
                                    connection.close();
                                    return id;
                                }))
                        .isInstanceOf(IOException.class);
                database.write(connection -> insert(connection, 100 + id));
                assertThat(titles(database)).hasSize(id).doesNotContain("f" + id);
            }
        }
    }

    @Test
    void manyWritesThatBreakTheirConnectionLeaveNobodyWaiting() throws Exception {
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        try (Database database = SqliteDatabase.open(folder.resolve("a.db"), FIRST)) {
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 300; i++) {
                    int id = i;
                    var _ =
                            threads.submit(() -> {
                                database.write(connection -> {
                                    insert(connection, id);
                                    if (id % 50 == 7) {
                                        connection.close();
                                    }
                                    return id;
                                });
                                return acknowledged.add("f" + id);
                            });
                }
            }
            assertThat(titles(database)).containsExactlyInAnyOrderElementsOf(acknowledged);
            database.write(connection -> insert(connection, 1000));
            assertThat(titles(database)).contains("f1000");
        }
    }

    @Test
    void aDatabaseThatIsGoneIsNotReplacedByAnEmptyOne() throws Exception {
        Path file = folder.resolve("a.db");
        try (Database database = SqliteDatabase.open(file, FIRST)) {
            database.write(connection -> insert(connection, 1));
            Files.move(file, folder.resolve("elsewhere.db"));
            assertThatThrownBy(() ->
                            database.write(connection -> {
                                connection.close();
                                return 1;
                            }))
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() -> database.write(connection -> insert(connection, 2)))
                    .isInstanceOf(IOException.class);
            assertThat(file).doesNotExist();
        }
    }

    @Test
    void aClosedDatabaseRefusesAtOnce() throws Exception {
        Database database = SqliteDatabase.open(folder.resolve("a.db"), FIRST);
        database.close();
        assertThatThrownBy(() -> database.write(connection -> insert(connection, 1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("a.db failed: it is closed");
        assertThatThrownBy(() -> titles(database)).hasMessageContaining("it is closed");
    }

    private static int insert(Connection connection, int id) throws SQLException {
        return run(connection, "INSERT INTO film VALUES (" + id + ", 'f" + id + "')");
    }

    private static int run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    private static List<String> titles(Database database) throws IOException {
        return database.read(connection -> {
            List<String> titles = new ArrayList<>();
            try (Statement statement = connection.createStatement();
                    var rows = statement.executeQuery("SELECT title FROM film ORDER BY id")) {
                while (rows.next()) {
                    titles.add(rows.getString(1));
                }
            }
            return titles;
        });
    }
}
