package io.hydrant.server;

import io.hydrant.postgresql.SeenWrites;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// How far the catalog in a database elsewhere had come, in the data directory: one number in the
/// file `database.mark`, written over after each change that this server makes. It is not forced to
/// disk: after a power cut it may be older than it was, and then an older database may not be
/// known.
final class DatabaseMark implements SeenWrites {
    private static final System.Logger LOG = System.getLogger(DatabaseMark.class.getName());

    private final Path file;
    private final long last;

    /// @param forgets whether what was seen before does not count
    DatabaseMark(Path file, boolean forgets) throws IOException {
        this.file = file;
        this.last = forgets ? 0 : read(file);
        if (Files.notExists(file)) {
            Files.createFile(file, OwnersOnly.ofFile(file));
        }
    }

    /// 0 when nothing is known.
    private static long read(Path file) throws IOException {
        try {
            String text = Files.readString(file).strip();
            return text.matches("0*[0-9]{1,18}") ? Long.parseLong(text) : 0;
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    @Override
    public long last() {
        return last;
    }

    /// All numbers have the same length, so that there is never a part of one.
    @Override
    public void saw(long number) {
        try {
            Files.writeString(file, "%020d\n".formatted(number), StandardOpenOption.WRITE);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "How far the catalog is cannot be written into " + file, e);
        }
    }
}
