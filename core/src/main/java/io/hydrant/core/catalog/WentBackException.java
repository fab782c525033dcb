package io.hydrant.core.catalog;

import java.io.IOException;
import java.nio.file.Path;

/// A database is not what it was when its [HighWaterMark] was written: it is missing, another one,
/// has lost its latest commits, or its `-wal` does not belong to it. Nothing was opened or changed.
public final class WentBackException extends IOException {
    private static final String MESSAGE =
            "%s%sNothing was changed or deleted. Put back the newest copy of %s, with the -wal that"
                    + " belongs to it, or see `hydrant check`. To go on without what is missing, move %s"
                    + " away: what the database does not name is then kept in lost+found.";

    private final Path file;
    private final int commits;
    private final String what;
    private final String inTheWay;

    WentBackException(Path file, int commits, String what, String inTheWay) {
        this(file, commits, what, inTheWay, "");
    }

    private WentBackException(
            Path file, int commits, String what, String inTheWay, String finding) {
        super(MESSAGE.formatted(what, finding, file.getFileName(), inTheWay));
        this.file = file;
        this.commits = commits;
        this.what = what;
        this.inTheWay = inTheWay;
    }

    /// How many commits the database has; 0 when there is none. Counts go round at 2^32.
    public int commits() {
        return commits;
    }

    /// The same, and what is found beside the database that it does not tell of: sentences with a
    /// space behind each.
    public WentBackException with(String finding) {
        return new WentBackException(file, commits, what, inTheWay, finding);
    }
}
