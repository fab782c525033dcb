package io.hydrant.postgresql;

import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/// What PostgreSQL's errors mean, whether it helps to try again, and what to do next.
final class PostgresWords {
    /// Serialization failure, deadlock, lock not available: the transaction is undone, and another
    /// one may succeed.
    private static final Set<String> UNDONE = Set.of("40001", "40P01", "55P03");

    /// The session was ended from outside: idle for too long in a transaction, an administrator, a
    /// server that stops or that starts.
    private static final Set<String> ENDED =
            Set.of("25P03", "57P01", "57P02", "57P03", "57P04", "57P05", "25P04");

    private PostgresWords() {}

    private static String state(SQLException failure) {
        return Optional.ofNullable(failure.getSQLState()).orElse("");
    }

    /// Whether the connection is of no use anymore.
    static boolean isLost(SQLException failure) {
        String state = state(failure);
        return state.startsWith("08")
                || ENDED.contains(state)
                || state.equals("25006") // a primary that became a replica
                || failure instanceof java.sql.SQLTransientConnectionException
                || failure.getCause() instanceof java.io.IOException;
    }

    /// Whether another attempt may succeed: nothing of this one is left.
    static boolean isWorthAnotherTry(SQLException failure) {
        return isLost(failure) || UNDONE.contains(state(failure));
    }

    /// Whether it is a text that PostgreSQL cannot keep: one with a NUL.
    static boolean isUnkeepable(SQLException failure) {
        return state(failure).equals("22021");
    }

    /// What PostgreSQL said, what it means, and the next step.
    static String of(SQLException failure) {
        String said =
                String.valueOf(failure.getMessage())
                        .strip()
                        .replaceAll("\\s*\\n\\s*", " ")
                        .replaceAll("\\.+$", "");
        return said + ". " + meaning(state(failure), said);
    }

    private static String meaning(String state, String said) {
        if (said.contains("targetServerType")) {
            return "None of the hosts takes writes: name the primary among them, or wait until there is one.";
        }
        if (state.equals("28P01") || state.equals("28000")) {
            return "Give the password by PGPASSWORD, by ~/.pgpass or by --database-password-file, and see pg_hba.conf of the server.";
        }
        if (state.startsWith("08") || ENDED.contains(state)) {
            return "Is the database running, and can it be reached from here? It is tried again with the next request.";
        }
        return switch (state) {
            case "3D000" -> "Make the database first: createdb.";
            case "25006" -> "The server is a replica: name the primary among the hosts.";
            case "42501" ->
                    "The user may not do that: have it own the schema that it uses (in PostgreSQL 15 and later GRANT CREATE ON SCHEMA public, or make the user the owner of the database).";
            case "53100" ->
                    "The disk of the database is full. Make room there; nothing that was answered is lost.";
            case "53200", "53300", "53400" ->
                    "The database has no room for more: raise max_connections, or use fewer nodes.";
            case "57014" -> "The database took too long. Try again; see what else it does.";
            case "22021" -> "A name or text has a NUL, which PostgreSQL cannot keep.";
            case "22P05", "22P02" -> "A text cannot be kept in the encoding of the database.";
            default -> "Try again; if it stays so, see the log of the database.";
        };
    }
}
