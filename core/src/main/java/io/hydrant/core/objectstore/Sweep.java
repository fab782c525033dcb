package io.hydrant.core.objectstore;

import io.hydrant.core.catalog.Sql;
import io.hydrant.core.catalog.SqliteDatabase;
import io.hydrant.core.disk.Disk;
import io.hydrant.core.disk.Disk.DiskFile;
import io.hydrant.core.disk.LostAndFound;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Holds the files of blobs against the index at a start, a folder at a time. Nothing is deleted
/// because it is unknown:
///
/// - what was never finished is deleted; nothing ever referred to it;
/// - what is finished and not named is kept in [LostAndFound], unless an object that is named has
///   the very same bytes under the same key, as after a put that was sent again;
/// - what is named and is not there is looked for in [LostAndFound], and moved back.
///
/// For one thread, before anything else uses the store.
final class Sweep {
    private static final Logger LOG = System.getLogger(Sweep.class.getName());

    private final SqliteDatabase database;
    private final Blobs blobs;
    private final Disk disk;
    private final LostAndFound aside;

    /// How many commits the index had when it was opened.
    private final int commits;

    private final Findings unfinished = new Findings();
    private final Findings twice = new Findings();
    private final Findings kept = new Findings();
    private final Findings inTheWay = new Findings();
    private final Findings earlier = new Findings();
    private final Findings back = new Findings();
    private final Findings missing = new Findings();
    private long seqMax;
    private int latestCommits;
    private Optional<IOException> failure = Optional.empty();

    Sweep(SqliteDatabase database, Blobs blobs, LostAndFound aside, int commits) {
        this.database = database;
        this.blobs = blobs;
        this.disk = blobs.disk();
        this.aside = aside;
        this.commits = commits;
        this.latestCommits = commits;
    }

    /// Returns the highest number of a version that a blob tells of and the index does not.
    long run() throws IOException {
        lookIntoLostAndFound();
        Set<String> folders = new HashSet<>(namedFolders());
        disk.list(blobs.root()).forEach(folder -> folders.add(folder.toString()));
        for (String folder : folders) {
            sweep(folder);
        }
        aside.settle();
        tell();
        return seqMax;
    }

    private List<String> namedFolders() throws IOException {
        return database.read(connection ->
                Sql.all(
                        connection,
                        // Seeks from folder to folder; there are 256 of them.
                        "WITH RECURSIVE folder(name) AS ( SELECT substr(min(id), 1, 2) FROM blob"
                                + " UNION ALL SELECT (SELECT substr(min(id), 1, 2) FROM blob WHERE id >"
                                + " folder.name || 'g') FROM folder WHERE name IS NOT NULL) SELECT name"
                                + " FROM folder WHERE name IS NOT NULL",
                        row -> row.getString(1)));
    }

    private void sweep(String folder) throws IOException {
        Set<String> named = Index.blobsIn(database, folder);
        for (String blob : names(blobs.root().resolve(folder))) {
            if (!named.remove(blob)) {
                judgeOrLeave(blobs.root().resolve(folder).resolve(blob), blob);
            }
        }
        for (String blob : named) {
            missing.add(0, Instant.EPOCH, missing.any() ? "" : nameOf(blob));
        }
    }

    private List<String> names(Path folder) throws IOException {
        try {
            return disk.list(folder).stream().map(Path::toString).toList();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of(); // Or something that is none of ours.
        }
    }

    /// What cannot be read is left where it is.
    private void judgeOrLeave(Path file, String blob) {
        try {
            judge(file, blob);
        } catch (IOException e) {
            failure = Optional.of(e);
            inTheWay.add(0, Instant.EPOCH, blob);
        }
    }

    private void judge(Path file, String blob) throws IOException {
        Found found = look(file, blob);
        if (found.isUnfinished()) {
            disk.delete(file);
            unfinished.add(found.length(), found.written(), blob);
        } else if (isThereTwice(found)) {
            disk.delete(file);
            twice.add(found.length(), found.written(), found.name());
        } else {
            noteNumber(found);
            noteCommits(found);
            keepAside(file, found);
        }
    }

    private void keepAside(Path file, Found found) {
        try {
            aside.keep(file);
            kept.add(found.length(), found.written(), found.name());
        } catch (IOException e) {
            failure = Optional.of(e);
            inTheWay.add(found.length(), found.written(), found.name());
        }
    }

    private void noteNumber(Found found) {
        found.description().ifPresent(said -> seqMax = Math.max(seqMax, said.seq()));
    }

    private void noteCommits(Found found) {
        found.description()
                .ifPresent(said -> {
                    latestCommits =
                            said.commits() - latestCommits > 0 ? said.commits() : latestCommits;
                });
    }

    /// What was kept at earlier starts: an index that names it may have come back.
    private void lookIntoLostAndFound() throws IOException {
        for (String folder : aside.names(blobs.root())) {
            for (String blob : aside.names(blobs.root().resolve(folder))) {
                Path file = aside.placeOf(blobs.root().resolve(folder).resolve(blob));
                Found found = look(file, blob);
                if (isNamed(blob) && aside.putBack(blobs.fileOf(blob))) {
                    back.add(found.length(), found.written(), found.name());
                } else if (isThereTwice(found)) {
                    disk.delete(file);
                    twice.add(found.length(), found.written(), found.name());
                } else {
                    noteNumber(found);
                    earlier.add(found.length(), found.written(), found.name());
                }
            }
        }
    }

    private boolean isNamed(String blob) throws IOException {
        return database.read(connection ->
                        Sql.first(
                                connection,
                                "SELECT 1 FROM blob WHERE id = ?",
                                row -> row.getInt(1),
                                blob))
                .isPresent();
    }

    private void tell() {
        if (unfinished.any()) {
            LOG.log(Level.INFO, "Removed " + unfinished + ": they were never finished");
        }
        if (twice.any()) {
            LOG.log(
                    Level.INFO,
                    "Removed " + twice + ": a stored object of the same key has the same bytes");
        }
        if (back.any()) {
            LOG.log(Level.INFO, "Moved back from " + place() + ": " + back);
        }
        if (kept.any() && !inTheWay.any() && database.wasFoundWhole() && latestCommits == commits) {
            LOG.log(
                    Level.INFO,
                    "Kept in %s: %s. They were stored when the server was killed, before that was answered to anybody. When nobody misses them, delete that folder"
                            .formatted(place(), kept));
        } else if (kept.any() || inTheWay.any()) {
            tellOfUnnamed();
        }
        if (earlier.any()) {
            LOG.log(
                    Level.INFO,
                    place()
                            + " still holds "
                            + earlier
                            + ", kept at earlier starts. When nobody misses them, delete that"
                            + " folder");
        }
        if (missing.any()) {
            LOG.log(
                    Level.ERROR,
                    "%s of objects missing in %s, of %s among others. GET answers 500 for those objects; put the files back, or see `hydrant check`"
                            .formatted(missing.files(), blobs.root(), missing.example()));
        }
    }

    private void tellOfUnnamed() {
        StringBuilder text = new StringBuilder("The index does not name all that was stored. ");
        if (kept.any()) {
            text.append("Kept in ").append(place()).append(": ").append(kept).append(". ");
        }
        if (inTheWay.any()) {
            text.append("Left where they are, since they cannot be read or moved (")
                    .append(failure.map(IOException::getMessage).orElse("?"))
                    .append("): ")
                    .append(inTheWay)
                    .append(". ");
        }
        if (latestCommits != commits) {
            text.append("They tell that the index has lost ")
                    .append(Integer.toUnsignedString(latestCommits - commits))
                    .append(" of its latest commits, so these objects were stored: ");
        } else {
            text.append(
                    "These are puts that were not answered, or whose commit was lost when the"
                            + " machine stopped: ");
        }
        text.append(
                "put the newest index.db back and start again, and they are moved back by"
                        + " themselves; or see `hydrant check --repair`; or, when nobody misses them,"
                        + " delete that folder");
        LOG.log(Level.WARNING, text.toString());
    }

    private Path place() {
        return aside.placeOf(blobs.root());
    }

    private record Found(
            long length, Instant written, BlobEnd end, String name, boolean isEndExpected) {
        boolean isUnfinished() {
            return isEndExpected && end instanceof BlobEnd.None;
        }

        Optional<BlobDescription> description() {
            return end instanceof BlobEnd.Whole whole ? whole.description() : Optional.empty();
        }
    }

    private Found look(Path file, String blob) throws IOException {
        try (DiskFile opened = disk.openForReading(file)) {
            boolean isEndExpected = BlobEnd.isExpected(blob);
            BlobEnd end = isEndExpected ? BlobEnd.read(opened) : new BlobEnd.None();
            String name =
                    end instanceof BlobEnd.Whole whole
                            ? whole.description()
                                    .map(said -> "s3://" + said.bucket() + "/" + said.key())
                                    .orElse(blob)
                            : blob;
            return new Found(opened.length(), disk.lastModified(file), end, name, isEndExpected);
        }
    }

    /// Whether the index has a later object of the same bytes, headers and metadata under the same
    /// key, which takes no version's place: an earlier one may be what an older index knew, and the
    /// newest knows this.
    private boolean isThereTwice(Found found) throws IOException {
        Optional<BlobDescription> said =
                found.description()
                        .filter(each -> each.kind() == BlobDescription.Kind.OBJECT)
                        .filter(each -> each.versionId().equals(ObjectVersion.NULL_VERSION));
        return said.isPresent()
                && database.read(connection -> {
                    Optional<Bucket> bucket = Buckets.row(connection, said.get().bucket());
                    return bucket.isPresent()
                            && Index.latest(connection, bucket.get(), said.get().key())
                                    .filter(version -> isSame(version, said.get(), found))
                                    .isPresent();
                });
    }

    private static boolean isSame(ObjectVersion version, BlobDescription said, Found found) {
        return found.end() instanceof BlobEnd.Whole whole
                && version.seq() > said.seq()
                && version.size() == whole.size()
                && version.etag().equals(said.etag())
                && version.details().checksum().equals(said.details().checksum())
                && version.details().headers().equals(said.details().headers())
                && version.details().metadata().equals(said.details().metadata());
    }

    /// The key of an object that needs the blob.
    private String nameOf(String blob) throws IOException {
        return database.read(connection ->
                        Sql.first(
                                connection,
                                "SELECT b.name, v.key FROM segment s JOIN version v ON v.id ="
                                        + " s.version JOIN bucket b ON b.id = v.bucket WHERE s.blob ="
                                        + " ?",
                                row ->
                                        "s3://"
                                                + row.getString(1)
                                                + "/"
                                                + new String(
                                                        row.getBytes(2), StandardCharsets.UTF_8),
                                blob))
                .orElse(blob);
    }
}
