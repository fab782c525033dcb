package io.hydrant.core.objectstore;

import io.hydrant.core.catalog.Sql;
import io.hydrant.core.catalog.SqliteDatabase;
import io.hydrant.core.disk.Disk;
import io.hydrant.core.disk.Disk.DiskFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongConsumer;

/// Reads every blob of a store and holds it against its checksum and the index, a folder at a time,
/// and changes nothing. For one thread; nobody has the store open.
public final class StoreCheck {
    /// What is wrong with a file of objects, and which object needs it.
    ///
    /// @param isReadable whether the object's bytes are right all the same, and what is damaged is
    ///   what tells what they are
    public record Damage(Path file, String object, String reason, boolean isReadable) {}

    /// What was found.
    ///
    /// @param blobs that were read
    /// @param bytes that were read
    /// @param unchecked how many of them have no checksum to hold them against: parts of objects
    ///   that were stored by an older version
    /// @param damage files that are missing, or not what was written, the first of them
    /// @param damaged how many there are
    /// @param unnamed finished blobs that no object needs; a start keeps them in `lost+found`
    /// @param unnamedExample one of them
    /// @param unfinished what was never finished; a start removes it
    public record Report(
            long blobs,
            long bytes,
            long unchecked,
            List<Damage> damage,
            long damaged,
            long unnamed,
            Optional<String> unnamedExample,
            long unfinished) {
        public Report {
            damage = List.copyOf(damage);
        }
    }

    private static final int DAMAGE_TOLD = 100;
    private static final int BUFFER_BYTES = 256 * 1024;

    /// A blob as the index knows it.
    ///
    /// @param sum the checksum of the object, when the blob is all of it
    private record Named(long size, Optional<ObjectChecksum> sum, String object) {}

    private final Disk disk;
    private final Path blobs;
    private final Optional<Path> index;
    private final Set<String> garbage;
    private final LongConsumer progress;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final List<Damage> damage = new ArrayList<>();
    private Optional<String> unnamedExample = Optional.empty();
    private long damaged;
    private long count;
    private long bytes;
    private long unchecked;
    private long unnamed;
    private long unfinished;

    private StoreCheck(Disk disk, Path blobs, Optional<Path> index, LongConsumer progress)
            throws IOException {
        this.disk = disk;
        this.blobs = blobs;
        this.index = index;
        this.progress = progress;
        this.garbage = index.isPresent() ? garbage(index.get()) : Set.of();
    }

    /// @param index the store's index, when it can be believed; else blobs are held against
    ///   themselves only
    /// @param progress is told how many bytes were read
    public static Report of(Disk disk, Path store, Optional<Path> index, LongConsumer progress)
            throws IOException {
        StoreCheck check = new StoreCheck(disk, store.resolve("blobs"), index, progress);
        Set<String> folders = new TreeSet<>(disk.names(check.blobs));
        if (index.isPresent()) {
            folders.addAll(namedFolders(index.get()));
        }
        for (String folder : folders) {
            check.look(folder);
        }
        return new Report(
                check.count,
                check.bytes,
                check.unchecked,
                check.damage,
                check.damaged,
                check.unnamed,
                check.unnamedExample,
                check.unfinished);
    }

    private static Set<String> garbage(Path index) throws IOException {
        return Set.copyOf(
                SqliteDatabase.readFile(
                        index,
                        connection ->
                                Sql.all(
                                        connection,
                                        "SELECT blob FROM garbage",
                                        row -> row.getString(1))));
    }

    private static List<String> namedFolders(Path index) throws IOException {
        return SqliteDatabase.readFile(
                index,
                connection ->
                        Sql.all(
                                connection,
                                "SELECT DISTINCT substr(id, 1, 2) FROM blob",
                                row -> row.getString(1)));
    }

    private void look(String folder) throws IOException {
        Map<String, Named> named = new HashMap<>(named(folder));
        for (String blob : disk.names(blobs.resolve(folder))) {
            Path file = blobs.resolve(folder).resolve(blob);
            Optional<Named> object = Optional.ofNullable(named.remove(blob));
            try (DiskFile opened = disk.openForReading(file)) {
                look(file, opened, blob, object);
            }
            progress.accept(bytes);
        }
        named.forEach((blob, object) ->
                note(blobs.resolve(folder).resolve(blob), object.object(), "it is missing"));
    }

    private void look(Path file, DiskFile opened, String blob, Optional<Named> object)
            throws IOException {
        BlobEnd end = BlobEnd.isExpected(blob) ? BlobEnd.read(opened) : new BlobEnd.None();
        boolean isUnfinished = BlobEnd.isExpected(blob) && end instanceof BlobEnd.None;
        if (object.isEmpty() && isUnfinished) {
            unfinished++;
            return;
        }
        String name = object.map(Named::object).orElseGet(() -> told(end, blob));
        if (object.isEmpty() && index.isPresent() && !garbage.contains(blob)) {
            unnamed++;
            unnamedExample = unnamedExample.or(() -> Optional.of(name));
        }
        switch (end) {
            case BlobEnd.Damaged(String what) when object.isPresent() ->
                    checkBytes(file, opened, blob, object.get(), what);
            case BlobEnd.Damaged(String what) -> note(file, name, what);
            case BlobEnd.None _ when isUnfinished -> note(file, name, "its end is missing");
            case BlobEnd.None _ -> checkOlder(file, opened, blob, object, name);
            case BlobEnd.Whole whole -> {
                if (object.isPresent() && object.get().size() != whole.size()) {
                    note(
                            file,
                            name,
                            "it has %,d bytes, and the index says %,d"
                                    .formatted(whole.size(), object.get().size()));
                } else {
                    compare(file, opened, blob, whole.length(), Optional.empty(), name);
                }
            }
        }
    }

    /// Of an object whose description is damaged, as GET reads it.
    private void checkBytes(Path file, DiskFile opened, String blob, Named object, String what)
            throws IOException {
        count++;
        if (BlobEnd.isSealed(blob)) {
            note(file, object.object(), what + ", and with it the key of its bytes");
            return;
        }
        if (opened.length() < object.size()) {
            note(file, object.object(), what);
            return;
        }
        Optional<BlobCheck> check =
                BlobCheck.of(opened, new ObjectVersion.Segment(blob, object.size()), object.sum());
        Optional<String> finding = read(file, opened, object.size(), check);
        String unsure = check.isPresent() ? "" : "; nothing tells whether its bytes are";
        note(file, object.object(), finding.orElse(what + unsure), finding.isEmpty());
    }

    private void checkOlder(
            Path file, DiskFile opened, String blob, Optional<Named> object, String name)
            throws IOException {
        long length = object.map(Named::size).orElse(opened.length());
        if (opened.length() != length) {
            note(
                    file,
                    name,
                    "it has %,d bytes, and the index says %,d".formatted(opened.length(), length));
        } else {
            compare(file, opened, blob, length, object.flatMap(Named::sum), name);
        }
    }

    private void compare(
            Path file,
            DiskFile opened,
            String blob,
            long length,
            Optional<ObjectChecksum> other,
            String name)
            throws IOException {
        count++;
        Optional<BlobCheck> check =
                BlobCheck.of(opened, new ObjectVersion.Segment(blob, length), other);
        if (check.isEmpty()) {
            unchecked++;
            bytes += length;
            return;
        }
        read(file, opened, length, check).ifPresent(finding -> note(file, name, finding));
    }

    /// What is wrong with the bytes.
    private Optional<String> read(
            Path file, DiskFile opened, long length, Optional<BlobCheck> check) throws IOException {
        try (InputStream in = new BlobStream(file, opened, 0, length, check)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                bytes += read;
            }
            return Optional.empty();
        } catch (BlobDamagedException e) {
            return Optional.of(e.finding());
        }
    }

    private void note(Path file, String object, String reason) {
        note(file, object, reason, false);
    }

    private void note(Path file, String object, String reason, boolean isReadable) {
        damaged++;
        if (damage.size() < DAMAGE_TOLD) {
            damage.add(new Damage(file, object, reason, isReadable));
        }
    }

    private static String told(BlobEnd end, String blob) {
        return end instanceof BlobEnd.Whole whole && whole.description().isPresent()
                ? address(whole.description().get().bucket(), whole.description().get().key())
                : blob;
    }

    private static String address(String bucket, String key) {
        return "s3://" + bucket + "/" + key;
    }

    /// The blobs of a folder that objects or uploads need.
    private Map<String, Named> named(String folder) throws IOException {
        if (index.isEmpty()) {
            return Map.of();
        }
        Map<String, Named> named = new HashMap<>();
        SqliteDatabase.readFile(
                        index.get(),
                        connection ->
                                Sql.all(
                                        connection,
                                        "SELECT s.blob, s.size, v.size, v.details, b.name, v.key"
                                                + " FROM segment s JOIN version v ON v.id = s.version"
                                                + " JOIN bucket b ON b.id = v.bucket WHERE s.blob >= ?"
                                                + " AND s.blob < ?",
                                        row ->
                                                Map.entry(
                                                        row.getString(1),
                                                        new Named(
                                                                row.getLong(2),
                                                                row.getLong(2) == row.getLong(3)
                                                                        ? details(row.getString(4))
                                                                                .checksum()
                                                                        : Optional.empty(),
                                                                address(
                                                                        row.getString(5),
                                                                        new String(
                                                                                row.getBytes(6),
                                                                                StandardCharsets
                                                                                        .UTF_8)))),
                                        folder,
                                        folder + "g"))
                .forEach(each -> named.put(each.getKey(), each.getValue()));
        SqliteDatabase.readFile(
                        index.get(),
                        connection ->
                                Sql.all(
                                        connection,
                                        "SELECT blob, size, upload FROM part WHERE blob >= ? AND"
                                                + " blob < ?",
                                        row ->
                                                Map.entry(
                                                        row.getString(1),
                                                        new Named(
                                                                row.getLong(2),
                                                                Optional.empty(),
                                                                "a part of the upload "
                                                                        + row.getString(3))),
                                        folder,
                                        folder + "g"))
                .forEach(each -> named.putIfAbsent(each.getKey(), each.getValue()));
        return named;
    }

    private static ObjectDetails details(String json) {
        return Index.JSON.readValue(json, ObjectDetails.class);
    }
}
