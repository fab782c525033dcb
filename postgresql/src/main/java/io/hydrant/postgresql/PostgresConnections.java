package io.hydrant.postgresql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Opens connections to one database. Each is bounded in every way: how long it may take to be
/// made, to answer, to wait for a lock, and to leave a transaction open, so that a node that is
/// frozen in the middle of a write holds the others up for [#IDLE_MILLIS] and no longer.
final class PostgresConnections implements AutoCloseable {
    /// How long a transaction may wait for its node, before the database undoes it.
    private static final int IDLE_MILLIS = 4_000;

    private static final int LOCK_MILLIS = 6_000;
    private static final int STATEMENT_MILLIS = 8_000;
    private static final int SOCKET_SECONDS = 10;
    private static final int CONNECT_SECONDS = 4;

    /// Which speak of every pool that is made.
    private static final Logger POOLS = Logger.getLogger("com.zaxxer.hikari");

    private static final long POOL_IDLE_MILLIS = 300_000;
    private static final int POOL_MAX = 6;
    private static final long POOL_WAIT_MILLIS = 5_000;
    private static final long POOL_LIFE_MILLIS = 600_000;
    private static final long POOL_KEEP_ALIVE_MILLIS = 60_000;

    private final DatabaseAddress address;
    private final Optional<String> password;
    private final String application;
    private final HikariDataSource readers;
    private final HikariDataSource beside;

    PostgresConnections(DatabaseAddress address, Optional<String> password, String application) {
        this.address = address;
        this.password = password;
        this.application = application;
        POOLS.setLevel(Level.SEVERE); // what fails is told by whoever needed it
        this.readers = pool("catalog-readers", true);
        this.beside = pool("catalog-writers", false);
    }

    private Properties properties(int statementMillis, int socketSeconds) {
        Properties properties = new Properties();
        address.addTo(properties);
        password.ifPresent(secret -> properties.setProperty("password", secret));
        properties.setProperty("ApplicationName", application);
        properties.setProperty("targetServerType", "primary");
        properties.setProperty("connectTimeout", Integer.toString(CONNECT_SECONDS));
        properties.setProperty("loginTimeout", Integer.toString(CONNECT_SECONDS));
        properties.setProperty("socketTimeout", Integer.toString(socketSeconds));
        properties.setProperty("cancelSignalTimeout", Integer.toString(CONNECT_SECONDS));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty(
                "options",
                "-c lock_timeout=%d -c statement_timeout=%d -c idle_in_transaction_session_timeout=%d -c synchronous_commit=on"
                        .formatted(
                                statementMillis == 0 ? 0 : LOCK_MILLIS,
                                statementMillis,
                                IDLE_MILLIS));
        return properties;
    }

    private HikariDataSource pool(String name, boolean isReadOnly) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setJdbcUrl(address.jdbc());
        config.setDataSourceProperties(properties(STATEMENT_MILLIS, SOCKET_SECONDS));
        config.setMaximumPoolSize(POOL_MAX);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(POOL_WAIT_MILLIS);
        config.setValidationTimeout(POOL_WAIT_MILLIS / 2);
        config.setIdleTimeout(POOL_IDLE_MILLIS);
        config.setMaxLifetime(POOL_LIFE_MILLIS);
        config.setKeepaliveTime(POOL_KEEP_ALIVE_MILLIS);
        config.setInitializationFailTimeout(-1); // whoever needs one first says what is wrong
        config.setAutoCommit(false);
        config.setReadOnly(isReadOnly);
        config.setTransactionIsolation(
                isReadOnly ? "TRANSACTION_REPEATABLE_READ" : "TRANSACTION_READ_COMMITTED");
        return new HikariDataSource(config);
    }

    /// One of one's own, with a transaction that begins with the first statement. Each statement
    /// sees what was committed before it.
    Connection open() throws SQLException {
        return opened(STATEMENT_MILLIS, SOCKET_SECONDS);
    }

    /// One whose statements may take as long as they take, for changes of the schema.
    Connection openPatient() throws SQLException {
        return opened(0, 0);
    }

    private Connection opened(int statementMillis, int socketSeconds) throws SQLException {
        Connection connection =
                DriverManager.getConnection(
                        address.jdbc(), properties(statementMillis, socketSeconds));
        connection.setAutoCommit(false);
        return connection;
    }

    /// One that may not write and sees the database as it is when its transaction begins.
    Connection reader() throws SQLException {
        return readers.getConnection();
    }

    Connection beside() throws SQLException {
        return beside.getConnection();
    }

    @Override
    public void close() {
        readers.close();
        beside.close();
    }
}
