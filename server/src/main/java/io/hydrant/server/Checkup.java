package io.hydrant.server;

import io.hydrant.core.catalog.Sql;
import io.hydrant.core.catalog.SqliteDatabase;
import io.hydrant.core.catalog.WentBackException;
import io.hydrant.core.disk.Disk;
import io.hydrant.core.disk.Disk.DiskFile;
import io.hydrant.core.disk.LostAndFound;
import io.hydrant.core.disk.RealDisk;
import io.hydrant.core.objectstore.IndexRebuild;
import io.hydrant.core.objectstore.StoreCheck;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Looks through the state of a server that does not run: databases, logs, checkpoints, every byte
/// of every object. Changes nothing. For one thread.
public final class Checkup implements AutoCloseable {
    /// How bad a finding is.
    public enum Weight {
        /// Something that was stored or acknowledged is gone, or is not what it was.
        DAMAGE,
        /// Nothing is lost, but somebody should know.
        NOTE
    }

    /// How the index of objects is.
    public enum IndexState {
        /// There is no reason to make it anew.
        SOUND,
        /// It cannot be believed, so that [#rebuildIndex] is of use.
        LOST,
        /// It is gone, and so is all that another could be made of.
        GONE
    }

    /// What was found, what it means, and what to do about it.
    public record Finding(Weight weight, String what, String meaning, String nextStep) {}

    /// Told what is looked at, and how many bytes of objects were read.
    @FunctionalInterface
    public interface Listener {
        void looking(String at, long bytes);
    }

    /// What was looked through.
    public record Report(
            List<Finding> findings,
            long streams,
            long records,
            long logBytes,
            long blobs,
            long blobBytes,
            long uncheckedBlobs) {
        public Report {
            findings = List.copyOf(findings);
        }

        public boolean isSound() {
            return findings.stream().noneMatch(finding -> finding.weight() == Weight.DAMAGE);
        }
    }

    private static final String PUT_BACK =
            "Put back an undamaged copy of it (a backup's); nothing of it was changed.";

    private final Disk disk;
    private final DataDirectory directory;
    private final DataFolder data;
    private final Listener listener;
    private final List<Finding> findings = new ArrayList<>();

    private Checkup(Disk disk, DataDirectory directory, Listener listener) {
        this.disk = disk;
        this.directory = directory;
        this.data = directory.folder();
        this.listener = listener;
    }

    /// Takes hold of a data directory: no server may start with it meanwhile.
    ///
    /// @throws IOException with a message for people: there is none, or a server runs from it
    public static Checkup begin(Path data, Listener listener) throws IOException {
        Disk disk = new RealDisk();
        DataFolder folder = new DataFolder(data);
        if (isLegible(data, disk)
                && !disk.exists(folder.catalog())
                && !disk.exists(folder.objects())
                && !disk.exists(folder.catalogElsewhere())
                && !disk.exists(folder.unfinishedBackup())) {
            throw new IOException(data + " is no data directory of a server.");
        }
        return new Checkup(
                disk,
                DataDirectory.lock(
                        data,
                        disk,
                        "Take a copy with `hydrant backup --to DIR` and check that with `hydrant check --data DIR`, or stop the server."),
                listener);
    }

    /// @throws IOException when it is there, and not for us to read
    private static boolean isLegible(Path data, Disk disk) throws IOException {
        try {
            return !disk.list(data).isEmpty() || disk.exists(data);
        } catch (AccessDeniedException e) {
            throw new IOException(
                    "%s may not be read by this user. Run as the user that runs the server: its state is for that one only."
                            .formatted(data),
                    e);
        } catch (NoSuchFileException | NotDirectoryException e) {
            return true; // and is no data directory
        }
    }

    public Report look() throws IOException {
        if (disk.exists(data.unfinishedBackup())) {
            note(
                    Weight.DAMAGE,
                    "%s is a backup that was not finished (%s is there)."
                            .formatted(data.root(), data.unfinishedBackup().getFileName()),
                    "It does not hold everything, and no server starts with it. It was not looked through.",
                    "Take another one with `hydrant backup --to DIR`, and delete this one.");
            return new Report(findings, 0, 0, 0, 0, 0, 0);
        }
        StreamCheckup streams = new StreamCheckup(disk, data, listener, findings);
        Optional<String> elsewhere =
                CatalogElsewhere.read(data, disk).flatMap(CatalogElsewhere::address);
        elsewhere.ifPresent(address ->
                note(
                        Weight.NOTE,
                        "The catalog is in %s.".formatted(address),
                        "Logs and objects were looked through; which streams they belong to is not known here.",
                        "The database has tools of its own, such as pg_amcheck."));
        boolean isCatalogSound =
                elsewhere.isEmpty()
                        && !isCatalogNew()
                        && database(
                                data.catalog(),
                                "stream",
                                data.catalogMark(),
                                data.indexMark(),
                                "streams, users, roles and stacks");
        if (isCatalogSound) {
            streams.look();
        } else {
            streams.lookWithoutCatalog();
        }
        boolean isIndexSound =
                isStoreNew()
                        || database(
                                data.index(),
                                "version",
                                data.indexMark(),
                                data.catalogMark(),
                                "the names of objects");
        StoreCheck.Report store =
                StoreCheck.of(
                        disk,
                        data.objects(),
                        isIndexSound && isMade(data.index(), "version")
                                ? Optional.of(data.index())
                                : Optional.empty(),
                        bytes -> listener.looking("objects", bytes));
        tell(store);
        lostAndFound();
        return new Report(
                findings,
                streams.streams(),
                streams.records(),
                streams.logBytes(),
                store.blobs(),
                store.bytes(),
                store.unchecked());
    }

    /// Whether a first start did not come as far as to make a catalog.
    private boolean isCatalogNew() throws IOException {
        return !disk.exists(data.catalogMark())
                && !SqliteDatabase.isKnown(disk, data.indexMark())
                && names(data.logs()).isEmpty()
                && isStoreNew()
                && !isMade(data.catalog(), "stream");
    }

    /// Whether a first start did not come as far as to make an index.
    private boolean isStoreNew() throws IOException {
        return !disk.exists(data.indexMark())
                && !SqliteDatabase.isKnown(disk, data.catalogMark())
                && isStoreEmpty()
                && !isMade(data.index(), "version");
    }

    private boolean isStoreEmpty() throws IOException {
        return names(data.objects().resolve("blobs")).isEmpty()
                && names(data.objects().resolve("buckets")).isEmpty();
    }

    /// How the index of objects is.
    public IndexState index() throws IOException {
        if (isStoreNew()) {
            return IndexState.SOUND;
        }
        if (!disk.exists(data.index()) && isStoreEmpty()) {
            return IndexState.GONE;
        }
        try {
            SqliteDatabase.checkNotBack(disk, data.index(), data.indexMark());
            if (!disk.exists(data.indexMark())) {
                // That one is another's may be because a repair was killed.
                SqliteDatabase.checkKnown(disk, data.index(), data.catalogMark());
            }
            boolean isSound =
                    isMade(data.index(), "version")
                            && SqliteDatabase.findings(data.index()).isEmpty();
            return isSound ? IndexState.SOUND : IndexState.LOST;
        } catch (IOException e) {
            return IndexState.LOST;
        }
    }

    /// Whether the database has its tables, or is too damaged to tell: SQLite makes the file first.
    private boolean isMade(Path database, String table) throws IOException {
        if (!disk.exists(database)) {
            return false;
        }
        try (DiskFile opened = disk.openForReading(database)) {
            if (opened.length() == 0) {
                return false;
            }
        }
        try {
            return SqliteDatabase.readFile(database, connection -> Sql.hasTable(connection, table));
        } catch (IOException e) {
            return true;
        }
    }

    /// Makes the index of objects anew from what they say of themselves.
    public IndexRebuild.Report rebuildIndex() throws IOException {
        return IndexRebuild.carryOut(
                disk,
                data.root(),
                data.objects(),
                data.catalogMark(),
                ServerSettings.REGION,
                count -> listener.looking("objects that say what they are", count));
    }

    private void note(Weight weight, String what, String meaning, String nextStep) {
        findings.add(new Finding(weight, what, meaning, nextStep));
    }

    /// Whether the database can be believed.
    private boolean database(Path file, String table, Path mark, Path marksOther, String holds)
            throws IOException {
        listener.looking(String.valueOf(file.getFileName()), 0);
        try {
            SqliteDatabase.checkNotBack(disk, file, mark);
            SqliteDatabase.checkKnown(disk, file, marksOther);
        } catch (WentBackException e) {
            note(
                    Weight.DAMAGE,
                    String.valueOf(e.getMessage()),
                    "It knows %s; what came after it is unknown to it.".formatted(holds),
                    "No server starts with it. " + PUT_BACK);
            return false;
        }
        if (!isMade(file, table)) {
            note(
                    Weight.DAMAGE,
                    file + (disk.exists(file) ? " is empty." : " is missing."),
                    "It knows %s.".formatted(holds),
                    "Put it back from a backup.");
            return false;
        }
        try {
            List<String> damage = SqliteDatabase.findings(file);
            if (damage.isEmpty()) {
                return true;
            }
            noteDamagedDatabase(file, holds, String.join("; ", damage));
        } catch (IOException e) {
            noteDamagedDatabase(file, holds, String.valueOf(e.getMessage()));
        }
        return false;
    }

    private void noteDamagedDatabase(Path file, String holds, String words) {
        note(
                Weight.DAMAGE,
                "%s is damaged: %s".formatted(file, words),
                "It knows %s.".formatted(holds),
                PUT_BACK);
    }

    private void tell(StoreCheck.Report store) {
        for (StoreCheck.Damage damage : store.damage()) {
            note(
                    Weight.DAMAGE,
                    "%s (%s): %s.".formatted(damage.object(), damage.file(), damage.reason()),
                    damage.isReadable()
                            ? "The object is read as it was stored. What the file says of it is lost: an index that is made anew would lack it."
                            : "The object cannot be read.",
                    "Put the file back from a backup, or store the object again.");
        }
        if (store.damaged() > store.damage().size()) {
            note(
                    Weight.DAMAGE,
                    "%,d more files of objects are missing or damaged."
                            .formatted(store.damaged() - store.damage().size()),
                    "Their objects cannot be read, unless only what the files say of them is damaged.",
                    "As above.");
        }
        if (store.unnamed() > 0) {
            note(
                    Weight.NOTE,
                    "The index does not name %,d files of objects, of %s among others."
                            .formatted(store.unnamed(), store.unnamedExample().orElse("?")),
                    "They are puts that were not answered before a stop, or the index is not its latest.",
                    "The next start keeps them in lost+found.");
        }
        if (store.unfinished() > 0) {
            note(
                    Weight.NOTE,
                    "%,d files of objects were never finished.".formatted(store.unfinished()),
                    "Their puts were broken off and not answered.",
                    "The next start removes them.");
        }
    }

    private void lostAndFound() throws IOException {
        Path place = data.root().resolve(LostAndFound.NAME);
        long[] found = new long[2];
        count(place, found);
        if (found[0] > 0) {
            note(
                    Weight.NOTE,
                    "%s holds %,d files, %,d bytes.".formatted(place, found[0], found[1]),
                    "No database named them at a start.",
                    "Put the database back that names them, and the next start moves them back; or delete the folder when nobody misses them.");
        }
    }

    private void count(Path folder, long[] found) throws IOException {
        for (String name : names(folder)) {
            Path file = folder.resolve(name);
            try {
                disk.list(file);
                count(file, found);
            } catch (NotDirectoryException e) {
                try (DiskFile opened = disk.openForReading(file)) {
                    found[0]++;
                    found[1] += opened.length();
                }
            }
        }
    }

    private Set<String> names(Path folder) throws IOException {
        return new TreeSet<>(disk.names(folder));
    }

    @Override
    public void close() throws IOException {
        directory.close();
    }
}
