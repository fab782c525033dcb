package io.hydrant.core.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.core.disk.Disk;
import io.hydrant.core.disk.RealDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Many keys of a versioned bucket deleted at once.
class ManyMarkersTest {
    @TempDir Path folder;
    private final WatchedDisk disk = new WatchedDisk();
    private S3Store store;
    private Bucket bucket;

    @BeforeEach
    void open() throws IOException {
        store =
                S3Store.open(
                        folder.resolve("s3"),
                        disk,
                        InstantSource.system(),
                        new SplittableRandom(),
                        "us-east-1",
                        "000000000000");
        store.buckets().create("films", "us-east-1");
        store.buckets().setVersioning("films", Versioning.ENABLED);
        bucket = store.buckets().get("films");
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    /// Each force returns only once eight have been asked for: one after the other they would never
    /// return.
    @Test
    void theirForcesAreAskedForTogether() throws IOException {
        CyclicBarrier eight = new CyclicBarrier(8);
        disk.beforeForce = () -> await(eight);

        assertThat(store.objects().delete(bucket, deletions(24)))
                .allMatch(each -> each instanceof Deletion.Deleted deleted && deleted.marker());
        assertThat(blobs()).isEqualTo(24);
        assertThat(store.objects().find(bucket, "k23", Optional.empty()).orElseThrow().marker())
                .isTrue();
    }

    private static void await(CyclicBarrier barrier) throws IOException {
        try {
            barrier.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IOException(e);
        }
    }

    @Test
    void whenOneCannotBeWrittenNothingIsDeletedAndNoFileIsLeft() throws IOException {
        for (int failing : List.of(1, 7, 16, 17, 40)) {
            AtomicInteger forces = new AtomicInteger();
            disk.beforeForce =
                    () -> {
                        if (forces.incrementAndGet() == failing) {
                            throw new IOException("the disk is full");
                        }
                    };
            assertThatThrownBy(() -> store.objects().delete(bucket, deletions(40)))
                    .isInstanceOf(IOException.class);
            assertThat(blobs()).isZero();
            assertThat(store.objects().find(bucket, "k0", Optional.empty())).isEmpty();
        }
    }

    private static List<Deletion> deletions(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Deletion("k" + i, Optional.empty(), new Precondition.None()))
                .toList();
    }

    private long blobs() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("s3").resolve("blobs"))) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    private interface Hook {
        void run() throws IOException;
    }

    /// A real disk that tells before it forces a blob.
    private static final class WatchedDisk implements Disk {
        private final RealDisk disk = new RealDisk();
        private volatile Hook beforeForce = () -> {};

        @Override
        public DiskFile create(Path file) throws IOException {
            DiskFile created = disk.create(file);
            return file.toString().contains("blobs") ? new WatchedFile(created) : created;
        }

        @Override
        public void createDirectories(Path directory) throws IOException {
            disk.createDirectories(directory);
        }

        @Override
        public DiskFile createUncached(Path file) throws IOException {
            return disk.createUncached(file);
        }

        @Override
        public DiskFile open(Path file) throws IOException {
            return disk.open(file);
        }

        @Override
        public DiskFile openForReading(Path file) throws IOException {
            return disk.openForReading(file);
        }

        @Override
        public boolean exists(Path file) throws IOException {
            return disk.exists(file);
        }

        @Override
        public Instant lastModified(Path file) throws IOException {
            return disk.lastModified(file);
        }

        @Override
        public List<Path> list(Path directory) throws IOException {
            return disk.list(directory);
        }

        @Override
        public void rename(Path from, Path to) throws IOException {
            disk.rename(from, to);
        }

        @Override
        public void delete(Path file) throws IOException {
            disk.delete(file);
        }

        @Override
        public void sync(Path directory) throws IOException {
            disk.sync(directory);
        }

        @Override
        public long usableSpace(Path directory) throws IOException {
            return disk.usableSpace(directory);
        }

        private final class WatchedFile implements DiskFile {
            private final DiskFile file;

            private WatchedFile(DiskFile file) {
                this.file = file;
            }

            @Override
            public void force() throws IOException {
                beforeForce.run();
                file.force();
            }

            @Override
            public int read(ByteBuffer into, long offset) throws IOException {
                return file.read(into, offset);
            }

            @Override
            public void write(ByteBuffer from, long offset) throws IOException {
                file.write(from, offset);
            }

            @Override
            public void truncate(long lengthBytes) throws IOException {
                file.truncate(lengthBytes);
            }

            @Override
            public long length() throws IOException {
                return file.length();
            }

            @Override
            public void close() throws IOException {
                file.close();
            }
        }
    }
}
