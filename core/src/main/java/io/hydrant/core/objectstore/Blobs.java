package io.hydrant.core.objectstore;

import io.hydrant.core.crypto.ChunkCipher;
import io.hydrant.core.crypto.KeyWrap;
import io.hydrant.core.crypto.NoMasterKey;
import io.hydrant.core.disk.Disk;
import io.hydrant.core.disk.Disk.DiskFile;
import io.hydrant.core.disk.DiskRoom;
import io.hydrant.core.disk.DiskTroubleException;
import io.hydrant.core.disk.WriteBuffers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// The bytes of objects: files that never change, named by random ids, never by keys.
///
///     blobs/ab/ab12….1   a blob, or what is being written: its bytes, then a [BlobEnd]
///     blobs/ab/ab12….2   the same, its bytes encrypted
///     blobs/ab/ab12…     an older blob, without an end
///
/// A blob is forced, and so is its name, before anything refers to it. It is deleted after the index
/// said so ([Index]), or when it was never finished. Blobs are written where they will stay: a file
/// system makes files faster in many folders than all of them in one. Safe for use from many
/// threads.
final class Blobs {
    private static final int WRITE_BUFFER_BYTES = 64 * 1024;
    private static final int SAYING_BUFFER_BYTES = 4 * 1024;
    private static final int LARGE_WRITE_BUFFER_BYTES = 512 * 1024;
    private static final int FOLDER_LETTERS = 2;

    private final Path store;
    private final Path blobs;
    private final Disk disk;
    private final DiskRoom room;
    private final RandomGenerator random;
    private final BlobKeys keys;
    private final WriteBuffers buffers = new WriteBuffers(LARGE_WRITE_BUFFER_BYTES);
    private final Set<Path> folders = ConcurrentHashMap.newKeySet();

    private Blobs(Path root, Disk disk, RandomGenerator random, KeyWrap master) {
        this.store = root;
        this.blobs = root.resolve("blobs");
        this.disk = disk;
        this.room = new DiskRoom(disk, root, DiskRoom.RESERVED_BYTES);
        this.random = random;
        this.keys = new BlobKeys(master, random);
    }

    /// @param master wraps the keys of what is encrypted
    static Blobs open(Path root, Disk disk, RandomGenerator random, KeyWrap master)
            throws IOException {
        Blobs opened = new Blobs(root, disk, random, master);
        disk.createDirectories(opened.blobs);
        return opened;
    }

    /// For looking at what is there.
    static Blobs found(Path root, Disk disk) {
        return new Blobs(root, disk, new SplittableRandom(0), new NoMasterKey());
    }

    Disk disk() {
        return disk;
    }

    Path root() {
        return blobs;
    }

    /// The folder of the whole store.
    Path store() {
        return store;
    }

    /// Begins a blob that a client sends. It must be finished or closed.
    ///
    /// @param lock how its bytes are to be encrypted
    /// @throws DiskTroubleException here or when it is written: there is no room for it
    BlobWriter write(Optional<MessageDigest> md5, List<ChecksumAlgorithm> checksums, BlobLock lock)
            throws IOException {
        room.claim(0);
        String id = nextId(lock.isSealed());
        Optional<BlobSealing> sealing = sealing(id, lock);
        ByteBuffer buffer = ByteBuffer.allocate(WRITE_BUFFER_BYTES);
        DiskFile out = created(id, false);
        return new BlobWriter(
                this, id, out, buffer, md5, checksums, Optional.of(room), sealing, lock.secret());
    }

    /// Begins a blob of our own that is likely large and not read soon; it may take what is kept
    /// free of what clients send. It must be finished or closed.
    BlobWriter writeLarge(List<ChecksumAlgorithm> checksums, BlobLock lock) throws IOException {
        String id = nextId(lock.isSealed());
        Optional<BlobSealing> sealing = sealing(id, lock);
        DiskFile out = created(id, true);
        return new BlobWriter(
                this,
                id,
                out,
                buffers.borrow(),
                Optional.empty(),
                checksums,
                Optional.empty(),
                sealing,
                lock.secret());
    }

    /// Writes a blob without bytes, for what it says.
    String say(BlobDescription description) throws IOException {
        String id = nextId(false);
        try (BlobWriter writer =
                new BlobWriter(
                        this,
                        id,
                        created(id, false),
                        ByteBuffer.allocate(SAYING_BUFFER_BYTES),
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty())) {
            return writer.finish(written -> description).blob();
        }
    }

    private Optional<BlobSealing> sealing(String id, BlobLock lock) throws IOException {
        return switch (lock) {
            case BlobLock.Open _ -> Optional.empty();
            case BlobLock.OfStore _ -> Optional.of(keys.seal(id));
            case BlobLock.OfSecret of -> Optional.of(BlobKeys.seal(id, of.key()));
        };
    }

    private DiskFile created(String id, boolean isLarge) throws IOException {
        try {
            return isLarge ? disk.createUncached(fileOf(id)) : disk.create(fileOf(id));
        } catch (IOException e) {
            throw DiskTroubleException.of(e, fileOf(id));
        }
    }

    /// Its folder exists.
    private String nextId(boolean isSealed) throws IOException {
        String id;
        synchronized (random) {
            id =
                    "%016x%016x".formatted(random.nextLong(), random.nextLong())
                            + (isSealed ? BlobEnd.SEALED_SUFFIX : BlobEnd.SUFFIX);
        }
        Path folder = folderOf(id);
        if (!folders.contains(folder)) {
            try {
                disk.createDirectories(folder);
            } catch (IOException e) {
                throw DiskTroubleException.of(e, folder);
            }
            folders.add(folder);
        }
        return id;
    }

    byte[] salt() {
        byte[] salt = new byte[ObjectSecret.SALT_BYTES];
        synchronized (random) {
            random.nextBytes(salt);
        }
        return salt;
    }

    /// Takes back what a writer wrote with.
    void giveBack(ByteBuffer buffer) {
        if (buffer.isDirect()) {
            buffers.giveBack(buffer);
        }
    }

    /// Makes the name of a written blob durable.
    void keep(String id) throws IOException {
        disk.sync(folderOf(id));
    }

    /// A run of a blob's bytes, decrypted if need be. When it is all of them, they are held against
    /// the checksum that stands behind them, and their last are not handed out when they are not
    /// what was written.
    ///
    /// @param other what else is known to check all of the bytes by
    /// @param secret if one came with the request
    /// @throws NoSuchFileException when there is no such file, perhaps because it was deleted
    ///   meanwhile
    InputStream read(
            ObjectVersion.Segment blob,
            long offset,
            long length,
            Optional<ObjectChecksum> other,
            Optional<ObjectSecret> secret)
            throws IOException {
        Path path = fileOf(blob.blob());
        DiskFile file = disk.openForReading(path);
        Optional<BlobCheck> check = Optional.empty();
        boolean isOpen = false;
        try {
            if (BlobEnd.isSealed(blob.blob())) {
                ChunkCipher cipher = keys.open(blob.blob(), seal(path, file, blob), path, secret);
                isOpen = true;
                return new SealedStream(path, file, cipher, blob.size(), offset, length);
            }
            if (offset == 0 && length == blob.size()) {
                check = BlobCheck.of(file, blob, other);
            }
            isOpen = true;
        } finally {
            if (!isOpen) {
                file.close();
            }
        }
        return new BlobStream(path, file, offset, length, check);
    }

    private static BlobSeal seal(Path path, DiskFile file, ObjectVersion.Segment blob)
            throws IOException {
        if (BlobEnd.read(file) instanceof BlobEnd.Whole whole
                && whole.size() == blob.size()
                && whole.length() == ChunkCipher.storedLength(blob.size())) {
            Optional<BlobSeal> seal = whole.description().flatMap(BlobDescription::seal);
            if (seal.isPresent()) {
                return seal.get();
            }
        }
        throw new BlobDamagedException(path, "its end, which has its key, is not what was written");
    }

    /// @throws NoSuchFileException when there is no such file
    void checkThere(String id) throws IOException {
        if (!disk.exists(fileOf(id))) {
            throw new NoSuchFileException(fileOf(id).toString());
        }
    }

    /// Unlinks; readers that have it open keep it. Durable after [#settle].
    void delete(String id) throws IOException {
        disk.delete(fileOf(id));
    }

    /// Makes deletions of these durable.
    void settle(Collection<String> ids) throws IOException {
        for (Path folder : ids.stream().map(this::folderOf).collect(Collectors.toSet())) {
            if (disk.exists(folder)) {
                disk.sync(folder);
            }
        }
    }

    Path fileOf(String id) {
        return folderOf(id).resolve(id);
    }

    private Path folderOf(String id) {
        return blobs.resolve(id.substring(0, FOLDER_LETTERS));
    }
}
