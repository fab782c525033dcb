package io.hydrant.core.catalog;

import io.hydrant.core.catalog.HighWaterMark.Mark;
import io.hydrant.core.disk.Disk;
import io.hydrant.core.disk.Disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/// A database as it lies on disk, looked at without opening it: SQLite drops a `-wal` that it does
/// not believe, and with it what a person could still put right.
///
/// Every commit that changes something counts itself in the first page, so the first pages of the
/// file and of its `-wal` tell whether the two belong together: a `-wal` is begun when all before
/// it is in the file.
///
/// @param length of the file; empty when there is none
/// @param own how far the file alone has come; empty when it is none of a database
record DatabaseFile(Path file, Optional<Long> length, Optional<Mark> own, WriteAheadLog log) {
    private static final int HEADER_BYTES = 100;
    private static final int COMMITS_AT = 60; // PRAGMA user_version
    private static final int IDENTITY_AT = 68; // PRAGMA application_id

    static DatabaseFile look(Disk disk, Path file) throws IOException {
        if (!disk.exists(file)) {
            return new DatabaseFile(file, Optional.empty(), Optional.empty(), WriteAheadLog.NONE);
        }
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        long length;
        try (DiskFile opened = disk.openForReading(file)) {
            length = opened.length();
            int read = 0;
            while (header.hasRemaining() && read >= 0) {
                read = opened.read(header, header.position());
            }
        }
        Optional<Mark> own =
                header.hasRemaining()
                        ? Optional.empty()
                        : Optional.of(header).map(DatabaseFile::told);
        return new DatabaseFile(
                file, Optional.of(length), own, WriteAheadLog.read(disk, writeAhead(file)));
    }

    static Path writeAhead(Path file) {
        return file.resolveSibling(file.getFileName() + "-wal");
    }

    private static Mark told(ByteBuffer firstPage) {
        return new Mark(firstPage.getInt(COMMITS_AT), firstPage.getInt(IDENTITY_AT));
    }

    /// How far SQLite will find that it has come. It removes the `-wal` of an empty file unread.
    Mark mark() {
        Optional<Mark> inLog = isEmpty() ? Optional.empty() : log.newest().map(DatabaseFile::told);
        return inLog.or(this::own).orElse(new Mark(0, 0));
    }

    private boolean isEmpty() {
        return length.filter(bytes -> bytes > 0).isEmpty();
    }

    /// @param last what the database's mark tells, if there is one
    /// @throws WentBackException when the database is not what it was, or its `-wal` is another's
    void check(Optional<Mark> last, Path markFile) throws WentBackException {
        Mark found = mark();
        if (last.isPresent()) {
            if (isEmpty()) {
                throw refused(last.get(), markFile, length.isEmpty() ? "is missing" : "is empty");
            }
            if (found.identity() != 0 && found.identity() != last.get().identity()) {
                throw refused(last.get(), markFile, "is another database than the one before");
            }
            int behind = found.to(last.get());
            if (behind > 0) {
                throw refused(last.get(), markFile, "has lost its latest " + commits(behind));
            }
        }
        Optional<String> misfit = misfit();
        if (misfit.isPresent()) {
            throw new WentBackException(
                    file,
                    found.commits(),
                    misfit.get(),
                    "%s and %s".formatted(writeAhead(file), markFile));
        }
    }

    /// @param known the identity that the mark of another database tells of this one
    /// @throws WentBackException when there is none, or another
    void checkIdentity(int known, Path marksOther) throws WentBackException {
        if (isEmpty()) {
            throw new WentBackException(
                    file,
                    0,
                    "%s is %s, and %s knows that there was one: perhaps its disk is not mounted, or it was taken away with all that lies beside it. "
                            .formatted(file, length.isEmpty() ? "missing" : "empty", marksOther),
                    marksOther.toString());
        }
        if (mark().identity() != known) {
            throw new WentBackException(
                    file,
                    mark().commits(),
                    "%s is not the database that %s knows: they are of two servers. "
                            .formatted(file, marksOther),
                    marksOther.toString());
        }
    }

    private Optional<String> misfit() {
        Optional<Mark> oldest = log.oldest().map(DatabaseFile::told);
        Optional<Mark> newest = log.newest().map(DatabaseFile::told);
        if (own.isEmpty() || oldest.isEmpty() || newest.isEmpty()) {
            return Optional.empty();
        }
        if (own.get().identity() != newest.get().identity() && own.get().identity() != 0) {
            return Optional.of(
                    "%s and %s belong to two databases. "
                            .formatted(file, writeAhead(file).getFileName()));
        }
        int missing = own.get().to(oldest.get()) - 1;
        if (missing > 0) {
            return Optional.of(
                    "%s is older than %s, and %s between the two are missing. "
                            .formatted(file, writeAhead(file).getFileName(), commits(missing)));
        }
        if (newest.get().to(own.get()) > 0) {
            return Optional.of(
                    "%s is newer than what is left of %s. %s"
                            .formatted(file, writeAhead(file).getFileName(), damage()));
        }
        return Optional.empty();
    }

    private static String commits(int count) {
        return count == 1 ? "1 commit" : Integer.toUnsignedString(count) + " commits";
    }

    private WentBackException refused(Mark last, Path markFile, String what) {
        String tells =
                "%s %s: %s tells of %s, and it has %s. %s"
                        .formatted(
                                file,
                                what,
                                markFile.getFileName(),
                                commits(last.commits()),
                                Integer.toUnsignedString(mark().commits()),
                                log.brokenAt().isPresent()
                                        ? damage()
                                        : "Perhaps %s was lost, or an older copy put in its place. "
                                                .formatted(writeAhead(file)));
        return new WentBackException(file, mark().commits(), tells, markFile.toString());
    }

    private String damage() {
        return log.brokenAt()
                .map(offset ->
                        "%s is damaged at offset %d, and what lies behind that is not believed. "
                                .formatted(writeAhead(file), offset))
                .orElse("");
    }
}
