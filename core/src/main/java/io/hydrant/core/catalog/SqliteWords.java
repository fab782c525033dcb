package io.hydrant.core.catalog;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// What SQLite's errors mean, and what to do next.
final class SqliteWords {
    private static final int PRIMARY_CODE = 0xFF;

    private SqliteWords() {}

    /// Whether the file is not what was written, or no database.
    static boolean isDamage(SQLException failure) {
        return sqlite(failure)
                .map(SqliteWords::primary)
                .filter(code ->
                        code == SQLiteErrorCode.SQLITE_CORRUPT
                                || code == SQLiteErrorCode.SQLITE_NOTADB)
                .isPresent();
    }

    /// Names the file, what SQLite said, what it means, and the next step.
    static String of(Path file, SQLException failure) {
        String said = String.valueOf(failure.getMessage());
        return sqlite(failure)
                .map(sqlite ->
                        said.strip().replaceAll("\\.+$", "")
                                + ". "
                                + meaning(file, primary(sqlite)))
                .orElse(said);
    }

    private static Optional<SQLiteException> sqlite(SQLException failure) {
        Throwable cause = failure;
        while (cause != null && !(cause instanceof SQLiteException)) {
            cause = cause.getCause();
        }
        return Optional.ofNullable((SQLiteException) cause);
    }

    /// The few pages that connections share lie on the disk too.
    private static SQLiteErrorCode primary(SQLiteException failure) {
        if (failure.getResultCode() == SQLiteErrorCode.SQLITE_IOERR_SHMSIZE) {
            return SQLiteErrorCode.SQLITE_FULL;
        }
        return SQLiteErrorCode.getErrorCode(failure.getResultCode().code & PRIMARY_CODE);
    }

    private static String meaning(Path file, SQLiteErrorCode code) {
        return switch (code) {
            case SQLITE_FULL ->
                    "The disk of %s is full. Make room, a few MiB at least, and try again; nothing that was answered is lost."
                            .formatted(file);
            case SQLITE_CORRUPT ->
                    "Pages of %s are not what was written. Stop the server, copy its folder away as evidence, and run `hydrant check`; or put back %s from a backup."
                            .formatted(file, file.getFileName());
            case SQLITE_NOTADB ->
                    "%s is not a database: something else was written over it. Put it back from a backup, or have it mended by `hydrant check --repair`."
                            .formatted(file);
            case SQLITE_IOERR ->
                    "The disk under %s failed, or is full. See its space (df) and its errors (dmesg), and start again; nothing that was answered is lost as long as the disk keeps it."
                            .formatted(file);
            case SQLITE_READONLY, SQLITE_PERM ->
                    "%s, the files beside it and their folder must be writable by the user that runs Hydrant: see their owner and modes, and how the disk is mounted."
                            .formatted(file);
            case SQLITE_CANTOPEN, SQLITE_AUTH ->
                    "%s or a file beside it (-wal, -shm) cannot be opened: see its owner and modes, and that of its folder, and how many files may be open (ulimit -n)."
                            .formatted(file);
            case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL ->
                    "Another program holds %s. Close it, and try again.".formatted(file);
            case SQLITE_NOMEM -> "There is no memory left. Try again, or give more (-Xmx).";
            default -> "Try again; if it stays so, run `hydrant check`.";
        };
    }
}
