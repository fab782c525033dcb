package io.hydrant.core.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.core.catalog.SqliteDatabase;
import io.hydrant.core.crypto.ChunkCipher;
import io.hydrant.core.crypto.MasterKeyNote;
import io.hydrant.core.crypto.MasterKeySource;
import io.hydrant.core.crypto.MasterKeys;
import io.hydrant.core.disk.RealDisk;
import io.hydrant.testing.Seed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What lies encrypted on disk, and what becomes of it when somebody lays hands on it.
class SealedBlobsTest {
    private static final int CHUNK = ChunkCipher.CHUNK_BYTES;
    private static final byte[] MARK = "Metropolis, 1927".getBytes(StandardCharsets.UTF_8);

    @TempDir Path folder;
    private final Random random = Seed.of(SealedBlobsTest.class).random();
    private SqliteDatabase catalog;
    private S3Store store;
    private Bucket bucket;

    @BeforeEach
    void open() throws IOException {
        start();
        bucket = store.buckets().create("films", "us-east-1");
    }

    @AfterEach
    void close() throws IOException {
        store.close();
        catalog.close();
    }

    private void start() throws IOException {
        catalog =
                SqliteDatabase.openAll(folder.resolve("catalog.db"), List.of(MasterKeyNote.SCHEMA));
        store =
                S3Store.open(
                        folder.resolve("s3"),
                        new RealDisk(),
                        InstantSource.system(),
                        new SecureRandom(),
                        "us-east-1",
                        "000000000000",
                        MasterKeys.open(
                                catalog,
                                new MasterKeySource.OwnFolder(folder.resolve("keys")),
                                new RealDisk(),
                                new SecureRandom()));
    }

    @Test
    void nothingOfWhatIsEncryptedLiesOnTheDiskInClear() throws IOException {
        byte[] bytes = marked(3 * CHUNK);
        put("plain", bytes, ObjectDetails.none());
        assertThat(filesWithMark()).as("the test sees what is not encrypted").isEqualTo(1);
        store.objects().delete(bucket, "plain", Optional.empty(), new Precondition.None());
        ObjectVersion sealed = put("sealed", bytes, ObjectDetails.none().sealed());
        assertThat(sealed.isEncrypted()).isTrue();
        assertThat(filesWithMark()).isZero();
        assertThat(read(sealed, 0, sealed.size())).isEqualTo(bytes);
        close();
        start();
        assertThat(read(find("sealed"), 0, sealed.size())).as("after a start").isEqualTo(bytes);
        assertThat(filesWithMark()).isZero();
    }

    @Test
    void everyRangeIsWhatWasStored() throws IOException {
        for (int size : new int[] {0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 5 * CHUNK + 17}) {
            assertRanges(size);
        }
        for (int i = 0; i < 20; i++) {
            assertRanges(random.nextInt(6 * CHUNK));
        }
    }

    private void assertRanges(int size) throws IOException {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        ObjectVersion version = put("k", bytes, ObjectDetails.none().sealed());
        assertThat(read(version, 0, size)).as("all of %d bytes", size).isEqualTo(bytes);
        assertThat(Files.size(blob(version)))
                .as("what chunks take")
                .isGreaterThan(ChunkCipher.storedLength(size));
        for (int i = 0; i < 10 && size > 0; i++) {
            int near = random.nextInt(size / CHUNK + 1) * CHUNK + random.nextInt(3) - 1;
            int from = Math.clamp(random.nextBoolean() ? near : random.nextInt(size), 0, size - 1);
            int length = 1 + random.nextInt(size - from);
            assertThat(read(version, from, length))
                    .as("%d bytes from %d of %d", length, from, size)
                    .isEqualTo(Arrays.copyOfRange(bytes, from, from + length));
        }
    }

    @Test
    void noFlippedByteIsEverReadAsAnother() throws IOException {
        ObjectVersion small = put("small", MARK, ObjectDetails.none().sealed());
        byte[] stored = Files.readAllBytes(blob(small));
        for (int at = 0; at < stored.length; at++) {
            byte[] changed = stored.clone();
            changed[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(blob(small), changed);
            assertThatThrownBy(() -> read(small, 0, small.size()))
                    .as("byte %d of %d", at, stored.length)
                    .isInstanceOf(IOException.class);
        }
        Files.write(blob(small), stored);
        assertThat(read(small, 0, small.size())).isEqualTo(MARK);
    }

    @Test
    void chunksAreNotExchangedMovedOrCutOff() throws IOException {
        byte[] bytes = new byte[3 * CHUNK];
        random.nextBytes(bytes);
        ObjectVersion one = put("one", bytes, ObjectDetails.none().sealed());
        ObjectVersion two = put("two", bytes, ObjectDetails.none().sealed());
        byte[] first = Files.readAllBytes(blob(one));
        byte[] second = Files.readAllBytes(blob(two));
        int chunk = ChunkCipher.STORED_BYTES;

        byte[] exchanged = first.clone();
        System.arraycopy(first, 0, exchanged, chunk, chunk);
        System.arraycopy(first, chunk, exchanged, 0, chunk);
        assertRefused(one, exchanged, "two chunks of it changed places");

        byte[] foreign = first.clone();
        System.arraycopy(second, 0, foreign, 0, chunk);
        assertRefused(one, foreign, "a chunk is another's");
        assertRefused(one, second, "all of it is another's");
        assertRefused(one, Arrays.copyOf(first, 2 * chunk), "its end is missing");

        ObjectVersion shorter =
                put("shorter", Arrays.copyOf(bytes, 2 * CHUNK), ObjectDetails.none().sealed());
        assertThat(read(shorter, 0, CHUNK)).isEqualTo(Arrays.copyOf(bytes, CHUNK));
    }

    private void assertRefused(ObjectVersion version, byte[] stored, String why)
            throws IOException {
        byte[] before = Files.readAllBytes(blob(version));
        Files.write(blob(version), stored);
        assertThatThrownBy(() -> read(version, 0, version.size()))
                .as(why)
                .isInstanceOf(BlobDamagedException.class);
        Files.write(blob(version), before);
    }

    @Test
    void withoutItsKeyABlobIsUnreadable() throws IOException {
        ObjectVersion version = put("k", marked(CHUNK), ObjectDetails.none().sealed());
        close();
        Path key = folder.resolve("keys/master.key");
        Files.move(key, folder.resolve("elsewhere"));
        assertThatThrownBy(this::start).hasMessageContaining("The master key is missing");
        catalog.close();
        Files.move(folder.resolve("elsewhere"), key, StandardCopyOption.ATOMIC_MOVE);
        start();
        assertThat(read(find("k"), 0, version.size())).isEqualTo(marked(CHUNK));
    }

    @Test
    void whoeverChecksAStoreNeedsNoKey() throws IOException {
        ObjectVersion version = put("k", marked(2 * CHUNK + 5), ObjectDetails.none().sealed());
        put("empty", new byte[0], ObjectDetails.none().sealed());
        assertThat(checked().damage()).isEmpty();
        byte[] stored = Files.readAllBytes(blob(version));
        stored[CHUNK + 100] ^= 1;
        Files.write(blob(version), stored);
        assertThat(checked().damage())
                .singleElement()
                .satisfies(damage -> assertThat(damage.object()).isEqualTo("s3://films/k"));
    }

    private StoreCheck.Report checked() throws IOException {
        return StoreCheck.of(
                new RealDisk(),
                folder.resolve("s3"),
                Optional.of(folder.resolve("s3/index.db")),
                _ -> {});
    }

    @Test
    void anIndexThatIsMadeAnewFindsThem() throws IOException {
        byte[] bytes = marked(2 * CHUNK + 5);
        put("k", bytes, ObjectDetails.none().sealed());
        makeIndexAnew();
        ObjectVersion found = find("k");
        assertThat(found.size()).isEqualTo(bytes.length);
        assertThat(found.isEncrypted()).isTrue();
        assertThat(read(found, 0, found.size())).isEqualTo(bytes);
    }

    @Test
    void anIndexThatIsMadeAnewKnowsUnderWhichSecretBytesAre() throws IOException {
        byte[] key = new byte[ObjectSecret.BYTES];
        random.nextBytes(key);
        ObjectSecret secret = new ObjectSecret(key);
        ObjectSeal.OfCustomer seal = new ObjectSeal.OfCustomer(secret.check(store.salt()));
        byte[] bytes = marked(2 * CHUNK + 5);
        put("k", bytes, new ObjectSealing(ObjectDetails.none().sealed(seal), Optional.of(secret)));
        makeIndexAnew();
        ObjectVersion found = find("k");
        assertThat(found.details().seal()).contains(seal);
        try (InputStream in = store.objects().read(found, 0, found.size(), Optional.of(secret))) {
            assertThat(in.readAllBytes()).isEqualTo(bytes);
        }
        assertThatThrownBy(() -> read(found, 0, 1)).isInstanceOf(SecretMissingException.class);
        key[0] ^= 1;
        ObjectSecret other = new ObjectSecret(key);
        assertThat(other.matches(seal.check())).isFalse();
        assertThatThrownBy(
                        () -> {
                            try (InputStream in =
                                    store.objects()
                                            .read(found, 0, found.size(), Optional.of(other))) {
                                in.readAllBytes();
                            }
                        })
                .isInstanceOf(BlobDamagedException.class);
    }

    private void makeIndexAnew() throws IOException {
        close();
        for (String name : List.of("index.db", "index.db-wal", "index.db-shm", "index.mark")) {
            Files.deleteIfExists(folder.resolve("s3").resolve(name));
        }
        IndexRebuild.carryOut(
                new RealDisk(),
                folder,
                folder.resolve("s3"),
                folder.resolve("catalog.mark"),
                "us-east-1",
                _ -> {});
        start();
        bucket = store.buckets().get("films");
    }

    private ObjectVersion put(String key, byte[] bytes, ObjectDetails details) throws IOException {
        return put(key, bytes, ObjectSealing.of(details));
    }

    private ObjectVersion put(String key, byte[] bytes, ObjectSealing sealing) throws IOException {
        ObjectDetails details = sealing.details();
        try (BlobWriter writer = store.write(List.of(), sealing)) {
            int at = 0;
            while (at < bytes.length) {
                int count = Math.min(bytes.length - at, 1 + random.nextInt(100_000));
                writer.write(bytes, at, count);
                at += count;
            }
            BlobWriter.Written written =
                    writer.finish(sums -> store.objects().described(bucket, key, sums, details));
            return store.objects().put(bucket, key, written, details, new Precondition.None());
        }
    }

    private ObjectVersion find(String key) throws IOException {
        return store.objects().find(bucket, key, Optional.empty()).orElseThrow();
    }

    private byte[] read(ObjectVersion version, long offset, long length) throws IOException {
        try (InputStream in = store.objects().read(version, offset, length)) {
            return in.readAllBytes();
        }
    }

    private Path blob(ObjectVersion version) {
        String name = version.segments().getFirst().blob();
        return folder.resolve("s3/blobs").resolve(name.substring(0, 2)).resolve(name);
    }

    private static byte[] marked(int length) {
        byte[] bytes = new byte[length];
        for (int at = 0; at < length; at++) {
            bytes[at] = MARK[at % MARK.length];
        }
        return bytes;
    }

    private long filesWithMark() throws IOException {
        String mark = new String(MARK, StandardCharsets.ISO_8859_1);
        try (Stream<Path> files = Files.walk(folder)) {
            long count = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(mark)) {
                    count++;
                }
            }
            return count;
        }
    }
}
