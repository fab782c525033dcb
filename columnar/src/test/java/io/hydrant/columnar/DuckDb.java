package io.hydrant.columnar;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// A reader of Parquet that others wrote, in C++. Also for the tests of whole servers.
public final class DuckDb implements AutoCloseable {
    private final Connection connection;
    private final Statement statement;

    public DuckDb() throws SQLException {
        connection = DriverManager.getConnection("jdbc:duckdb:");
        statement = connection.createStatement();
        // It fetches what it lacks, unless it is told not to.
        statement.execute("SET autoinstall_known_extensions = false");
        statement.execute("SET autoload_known_extensions = false");
        statement.execute("SET threads = 1");
    }

    /// Each row of a file, its values as texts.
    public List<String> rows(Path file) throws SQLException {
        return query("SELECT CAST(COLUMNS(*) AS VARCHAR) FROM read_parquet('%s')", file);
    }

    /// Does something with a file, such as to write it.
    void execute(String sql, Path file) throws SQLException {
        statement.execute(sql.formatted(file));
    }

    /// Each row of a query about a file, with bars between its values.
    public List<String> query(String sql, Path file) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (ResultSet found = statement.executeQuery(sql.formatted(file))) {
            int columns = found.getMetaData().getColumnCount();
            while (found.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    values.add(String.valueOf(found.getObject(i)));
                }
                rows.add(String.join("|", values));
            }
        }
        return rows;
    }

    @Override
    public void close() throws SQLException {
        statement.close();
        connection.close();
    }
}
