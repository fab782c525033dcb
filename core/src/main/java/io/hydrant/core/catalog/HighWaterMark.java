package io.hydrant.core.catalog;

import io.hydrant.core.disk.Disk;
import io.hydrant.core.disk.Disk.DiskFile;
import io.hydrant.core.disk.DiskTroubleException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// How far a database had come, told by a file outside of it: so it is noticed when the database
/// comes back older than what it answered. The file is three slots of 512 bytes (two in older
/// versions), of which one always holds a mark that was forced; each is
///
///     hydrant mark 1 crc32c=%08x\n
///     commits=%d identity=%08x other=%08x\n
///     spaces, to the end of the slot
///
/// with the checksum of the second line. `commits` are the database's own count of its commits
/// (`PRAGMA user_version`, which every commit that changes something raises by one, modulo 2^32),
/// `identity` its `PRAGMA application_id`, drawn when it was first opened, and `other` that of the
/// database that belongs to it, once there is one: so it is noticed when that one is gone with all
/// that lies beside it. (Older versions do not tell of another.) The mark is never ahead
/// of what the database has forced, and is written before a commit is answered: a process that is
/// killed leaves it exact. Whoever moves the file away says: go on with what the database tells.
/// Safe for use from many threads.
public final class HighWaterMark implements AutoCloseable {
    private static final Logger LOG = System.getLogger(HighWaterMark.class.getName());

    private static final int SLOT_BYTES = 512;
    private static final int SLOTS = 3;
    private static final Pattern SLOT =
            Pattern.compile(
                    "hydrant mark 1 crc32c=([0-9a-f]{8})\n"
                            + "(commits=(\\d{1,10}) identity=([0-9a-f]{8})(?: other=([0-9a-f]{8}))?\n) *",
                    Pattern.DOTALL);

    /// Far below what anybody notices, and one small write a second when the database is busy.
    private static final long PAUSE_MILLIS = 1000;

    /// When the mark of a commit is forced. It is written before the commit is answered.
    public enum Timing {
        /// Before the commit is answered: for a database that seldom changes.
        WITH_EACH_COMMIT,
        /// Within a second: for one whose commits must cost little more.
        WITHIN_A_SECOND
    }

    /// What a mark tells.
    record Mark(int commits, int identity) {
        /// How many commits `other` is ahead; negative when it is behind. Counts go round.
        int to(Mark other) {
            return other.commits - commits;
        }

        String count() {
            return Integer.toUnsignedString(commits);
        }
    }

    /// All that the file tells.
    ///
    /// @param other the identity of the database that belongs to this one; 0 when there is none
    record Told(Mark mark, int other) {
        /// Of two slots with the same mark, one may be from before the other database was known.
        boolean isBehind(Told next) {
            int ahead = mark.to(next.mark);
            return ahead > 0 || ahead == 0 && other == 0;
        }
    }

    private final Disk disk;
    private final Path file;
    private final Timing timing;

    private final CountDownLatch closed = new CountDownLatch(1);

    /// What the database has forced; null before it was opened.
    private volatile @Nullable Mark reached;

    /// Whether the file told exactly how far the database was when it was last checked.
    private volatile boolean wasExact;

    /// Guards that marks are forced one after the other.
    private final Object forcing = new Object();

    /// Guards all that is below.
    private final Object writing = new Object();

    private final ByteBuffer slot = ByteBuffer.allocate(SLOT_BYTES);

    /// The identity of the database that belongs to this one; 0 when there is none yet.
    private int other;

    /// What the file tells.
    private @Nullable Mark written;

    /// What the file tells whatever happens.
    private @Nullable Mark forced;

    private @Nullable DiskFile open;

    /// The slot with the mark that was forced last. It is not written to.
    private int forcedSlot;

    /// The slot that is written to until it is forced.
    private int nextSlot = 1;

    private boolean hasFailed;

    private final Thread follower;

    public HighWaterMark(Disk disk, Path file, Timing timing) {
        this.disk = disk;
        this.file = file;
        this.timing = timing;
        this.follower =
                Thread.ofPlatform()
                        .daemon()
                        .name("mark-" + file.getFileName())
                        .unstarted(this::follow);
    }

    Disk disk() {
        return disk;
    }

    /// Looks at the database as it lies on disk, and changes nothing.
    ///
    /// @throws WentBackException when it is not what it was
    public void check(Path database) throws IOException {
        DatabaseFile found = DatabaseFile.look(disk, database);
        Optional<Told> read = read();
        Optional<Mark> told = read.map(Told::mark);
        found.check(told, file);
        synchronized (writing) {
            other = read.map(Told::other).orElse(0);
        }
        wasExact = told.filter(mark -> isExact(mark, found.mark())).isPresent();
    }

    /// A kill may come between a commit and its mark, before the commit is answered.
    private static boolean isExact(Mark told, Mark found) {
        int ahead = told.to(found);
        return ahead == 0 || ahead == 1;
    }

    /// Whether, when the database was checked, the file told exactly how far it had come, as it
    /// does unless the machine stopped: then no commit that was answered is missing.
    boolean wasExact() {
        return wasExact;
    }

    /// What the file tells; empty when there is none, or none that can be read.
    Optional<Told> read() throws IOException {
        if (!disk.exists(file)) {
            return Optional.empty();
        }
        Optional<Told> latest = Optional.empty();
        try (DiskFile opened = disk.openForReading(file)) {
            for (int slot = 0; slot < SLOTS; slot++) {
                Optional<Told> found = read(opened, slot);
                if (found.isPresent() && (latest.isEmpty() || latest.get().isBehind(found.get()))) {
                    latest = found;
                }
            }
        }
        if (latest.isEmpty()) {
            LOG.log(
                    Level.WARNING,
                    file
                            + " is damaged: whether its database is the latest is not known this time");
        }
        return latest;
    }

    private static Optional<Told> read(DiskFile opened, int slot) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(SLOT_BYTES);
        int read = 0;
        while (bytes.hasRemaining() && read >= 0) {
            read = opened.read(bytes, (long) slot * SLOT_BYTES + bytes.position());
        }
        Matcher text =
                SLOT.matcher(
                        new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII));
        if (!text.matches() || !text.group(1).equals(checksum(text.group(2)))) {
            return Optional.empty();
        }
        Mark mark =
                new Mark(
                        (int) Long.parseLong(text.group(3)),
                        Integer.parseUnsignedInt(text.group(4), 16));
        int other = text.group(5) == null ? 0 : Integer.parseUnsignedInt(text.group(5), 16);
        return Optional.of(new Told(mark, other));
    }

    /// The database is open, and this is how far it is. The file is written anew.
    void begin(Mark mark) throws IOException {
        reached = mark;
        try {
            synchronized (writing) {
                DiskFile opened = disk.exists(file) ? disk.open(file) : create();
                open = opened;
                write(opened, mark, forcedSlot);
                opened.force();
                for (int each = 1; each < SLOTS; each++) {
                    write(opened, mark, each);
                }
                written = mark;
                forced = mark;
            }
        } catch (IOException e) {
            throw DiskTroubleException.of(e, file);
        }
        if (timing == Timing.WITHIN_A_SECOND) {
            follower.start();
        }
    }

    /// The database belongs to another from now on, which is on stable storage. Durable when this
    /// returns.
    void meet(int identity) throws IOException {
        synchronized (forcing) {
            synchronized (writing) {
                DiskFile to = open;
                Mark now = reached;
                if (to == null || now == null || other == identity) {
                    return;
                }
                other = identity;
                try {
                    write(to, now, nextSlot);
                    to.force();
                    for (int each = 0; each < SLOTS; each++) {
                        write(to, now, each);
                    }
                    to.force();
                } catch (IOException e) {
                    throw DiskTroubleException.of(e, file);
                }
                written = now;
                forced = now;
            }
        }
    }

    /// Makes the mark of a database that nobody has open, such as a copy.
    static void writeFor(Disk disk, DatabaseFile database, int other, Path file)
            throws IOException {
        HighWaterMark mark = new HighWaterMark(disk, file, Timing.WITH_EACH_COMMIT);
        synchronized (mark.writing) {
            mark.other = other;
        }
        mark.begin(database.mark());
        mark.close();
    }

    private DiskFile create() throws IOException {
        DiskFile created = disk.create(file);
        disk.sync(Path.of(String.valueOf(file.toAbsolutePath().getParent())));
        return created;
    }

    /// The database has forced so many commits.
    void committed(Mark mark) {
        reached = mark;
        switch (timing) {
            case WITH_EACH_COMMIT -> raise();
            case WITHIN_A_SECOND -> note();
        }
    }

    /// Writes how far the database is. A mark that cannot be written changes nothing about what is
    /// committed; it is told, and tried again with the next.
    private void note() {
        synchronized (writing) {
            DiskFile to = open;
            Mark now = reached;
            if (to == null || now == null || now.equals(written)) {
                return;
            }
            try {
                write(to, now, nextSlot);
                written = now;
                hasFailed = false;
            } catch (IOException | RuntimeException e) {
                tell(e);
            }
        }
    }

    /// Makes the file tell, whatever happens, all that was forced until now. Commits go on
    /// meanwhile, and write their marks to the third slot.
    void raise() {
        synchronized (forcing) {
            DiskFile to;
            Mark now;
            int forcing;
            synchronized (writing) {
                note();
                to = open;
                now = written;
                if (to == null || now == null || now.equals(forced)) {
                    return;
                }
                forcing = nextSlot;
                nextSlot = 0 + 1 + 2 - forcing - forcedSlot;
            }
            try {
                to.force();
                synchronized (writing) {
                    forcedSlot = forcing;
                    forced = now;
                }
            } catch (IOException | RuntimeException e) {
                synchronized (writing) {
                    nextSlot = forcing;
                    written = null;
                    tell(e);
                }
            }
        }
    }

    private void tell(Exception e) {
        if (!hasFailed) {
            LOG.log(Level.WARNING, "Cannot write " + file + ": " + e.getMessage());
        }
        hasFailed = true;
    }

    private void write(DiskFile to, Mark mark, int into) throws IOException {
        String text =
                "commits="
                        + mark.count()
                        + " identity="
                        + HexFormat.of().toHexDigits(mark.identity())
                        + (other == 0 ? "" : " other=" + HexFormat.of().toHexDigits(other))
                        + "\n";
        String title = "hydrant mark 1 crc32c=" + checksum(text) + "\n";
        slot.clear().put((title + text).getBytes(StandardCharsets.US_ASCII));
        while (slot.hasRemaining()) {
            slot.put((byte) ' ');
        }
        to.write(slot.flip(), (long) into * SLOT_BYTES);
    }

    private static String checksum(String text) {
        CRC32C sum = new CRC32C();
        sum.update(text.getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().toHexDigits((int) sum.getValue());
    }

    private void follow() {
        try {
            while (!closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                raise();
            }
        } catch (InterruptedException e) {
            // The last mark is written by close.
        }
    }

    /// Writes the last mark.
    @Override
    public void close() throws IOException {
        closed.countDown();
        raise();
        synchronized (forcing) {
            synchronized (writing) {
                DiskFile opened = open;
                open = null;
                if (opened != null) {
                    opened.close();
                }
            }
        }
    }
}
