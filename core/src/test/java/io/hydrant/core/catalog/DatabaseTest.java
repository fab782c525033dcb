package io.hydrant.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
    private static final List<String> FIRST =
            List.of("CREATE TABLE film (id INTEGER PRIMARY KEY, title TEXT);\n");

    @TempDir Path folder;

    @Test
    void whatWasWrittenIsThereAfterReopening() throws IOException {
        try (Database database = Database.open(folder.resolve("a.db"), FIRST)) {
            database.write(connection -> run(connection, "INSERT INTO film VALUES (1, 'Amélie')"));
        }
        try (Database database = Database.open(folder.resolve("a.db"), FIRST)) {
            assertThat(titles(database)).containsExactly("Amélie");
        }
    }

    @Test
    void aFailingWriteUndoesItselfAndNotItsNeighbours() throws Exception {
        try (Database database = Database.open(folder.resolve("a.db"), FIRST);
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
        Database.open(file, FIRST).close();
        List<String> both =
                List.of(FIRST.getFirst(), "ALTER TABLE film ADD COLUMN year INTEGER;\n");
        Database.open(file, both).close();
        try (Database database = Database.open(file, both)) {
            database.write(
                    connection -> run(connection, "INSERT INTO film VALUES (1, 'Roma', 2018)"));
            assertThat(titles(database)).containsExactly("Roma");
        }
    }

    @Test
    void aFileOfANewerVersionIsRefused() throws IOException {
        Path file = folder.resolve("a.db");
        Database.open(file, List.of(FIRST.getFirst(), "CREATE TABLE b (id INTEGER);\n")).close();
        assertThatThrownBy(() -> Database.open(file, FIRST))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("newer version of Hydrant");
    }

    @Test
    void aReaderMayNotWrite() throws IOException {
        try (Database database = Database.open(folder.resolve("a.db"), FIRST)) {
            assertThatThrownBy(() ->
                            database.read(connection ->
                                    run(connection, "INSERT INTO film VALUES (1, 'x')")))
                    .isInstanceOf(IOException.class);
            assertThat(titles(database)).isEmpty();
        }
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
