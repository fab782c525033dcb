package io.hydrant.kafka;

import io.hydrant.core.catalog.Database;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// SQLite in memory, as a database that nodes share: calls fail before they do anything, lose the
/// answer of their commit, or are in doubt: carried out later, or never, when nobody waits anymore.
/// What is in doubt holds the locks of its rows, as in PostgreSQL: it ends before anybody else
/// changes one of them.
final class SimulatedDatabase implements AutoCloseable {
    private static final Pattern TABLE = Pattern.compile("(?:INTO|UPDATE|FROM) (\\w+)");

    private record Doubt(Database.Work<?> work, Set<String> rows) {}

    private final Connection connection;
    private final List<Doubt> doubts = new ArrayList<>();
    private final Troubles troubles;
    private final Flaw flaw;

    SimulatedDatabase(Troubles troubles, Flaw flaw, List<Database.Schema> schemas)
            throws SQLException {
        this.troubles = troubles;
        this.flaw = flaw;
        this.connection = DriverManager.getConnection("jdbc:sqlite::memory:");
        try (Statement statement = connection.createStatement()) {
            for (Database.Schema schema : schemas) {
                for (String step : schema.steps()) {
                    for (String sql : Database.Schema.statements(step)) {
                        statement.execute(sql);
                    }
                }
            }
        }
        connection.setAutoCommit(false);
    }

    /// What is in doubt ends now and then.
    void change() throws IOException {
        if (troubles.strikes(0.3)) {
            end(doubt -> true);
        }
    }

    private void end(Predicate<Doubt> which) throws IOException {
        List<Doubt> ending = doubts.stream().filter(which).toList();
        doubts.removeAll(ending);
        for (Doubt doubt : ending) {
            if (troubles.random().nextBoolean()) {
                done(doubt.work(), new HashSet<>(), true);
            }
        }
    }

    /// Does it alone.
    private <T extends @Nullable Object> T done(
            Database.Work<T> work, Set<String> rows, boolean commits) throws IOException {
        try {
            boolean isDone = false;
            try {
                T result = work.run(watched(rows));
                isDone = true;
                return result;
            } finally {
                if (isDone && commits) {
                    connection.commit();
                } else {
                    connection.rollback();
                }
            }
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    /// The connection, which tells of which tables and logs rows are changed.
    private Connection watched(Set<String> rows) {
        return (Connection)
                Proxy.newProxyInstance(
                        Connection.class.getClassLoader(),
                        new Class<?>[] {Connection.class},
                        (proxy, method, arguments) -> {
                            if (!method.getName().equals("prepareStatement")) {
                                throw new UnsupportedOperationException(method.getName());
                            }
                            String sql = flawed((String) arguments[0]);
                            Matcher table = TABLE.matcher(sql);
                            String name = table.find() ? table.group(1) : sql;
                            return watched(connection.prepareStatement(sql), name, rows);
                        });
    }

    private String flawed(String sql) {
        return flaw == Flaw.EPOCHS_IGNORED
                ? sql.replace("AND epoch = ?", "AND (epoch = ? OR 1 = 1)")
                : sql;
    }

    private static PreparedStatement watched(
            PreparedStatement statement, String table, Set<String> rows) {
        StringBuilder row = new StringBuilder(table);
        return (PreparedStatement)
                Proxy.newProxyInstance(
                        Connection.class.getClassLoader(),
                        new Class<?>[] {PreparedStatement.class},
                        (proxy, method, arguments) -> {
                            boolean isParameter = method.getName().equals("setObject");
                            if (isParameter && arguments[1] instanceof String text) {
                                row.append(' ').append(text);
                            }
                            if (method.getName().startsWith("execute")) {
                                rows.add(row.toString());
                            }
                            try {
                                return method.invoke(statement, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    /// The database as one process sees it.
    Database of(Calls calls) {
        return new View(calls);
    }

    private final class View implements Database {
        private final Calls calls;

        View(Calls calls) {
            this.calls = calls;
        }

        @Override
        public <T extends @Nullable Object> T write(Work<T> work) throws IOException {
            calls.pass();
            troubles.maybeFail(troubles.databaseRefusals, "The database takes no connections");
            Set<String> rows = new HashSet<>();
            done(work, rows, false);
            if (flaw != Flaw.LATE_CHECKPOINTS) {
                end(doubt -> doubt.rows().stream().anyMatch(rows::contains));
            }
            if (troubles.strikes(troubles.databaseDoubts)) {
                doubts.add(new Doubt(work, rows));
                calls.passSlowly();
                throw new IOException("The database does not answer; whether it wrote is unknown");
            }
            T result = done(work, rows, !isForgotten(rows));
            calls.passSlowly();
            troubles.maybeFail(
                    troubles.databaseLosses, "The answer is lost; whether it wrote is unknown");
            return result;
        }

        private boolean isForgotten(Set<String> rows) {
            return flaw == Flaw.CHECKPOINTS_FORGOTTEN
                    && rows.stream().anyMatch(row -> row.startsWith("log_reader"))
                    && troubles.random().nextInt(3) == 0;
        }

        @Override
        public <T extends @Nullable Object> T read(Work<T> work) throws IOException {
            calls.pass();
            troubles.maybeFail(troubles.databaseRefusals, "The database takes no connections");
            T result = done(work, new HashSet<>(), false);
            calls.passSlowly();
            return result;
        }

        @Override
        public void close() {}
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
