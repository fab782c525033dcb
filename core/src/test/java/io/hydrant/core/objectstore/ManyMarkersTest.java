package io.hydrant.core.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.core.disk.ForwardingDisk;
import io.hydrant.core.disk.RealDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
        store = StoreFixture.opened(folder, disk);
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
                .allMatch(
                        each -> each instanceof ObjectDeletion.Deleted deleted && deleted.marker());
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

    private static List<ObjectDeletion> deletions(int count) {
        return IntStream.range(0, count)
                .mapToObj(
                        i -> new ObjectDeletion("k" + i, Optional.empty(), new Precondition.None()))
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
    private static final class WatchedDisk extends ForwardingDisk {
        private volatile Hook beforeForce = () -> {};

        WatchedDisk() {
            super(new RealDisk());
        }

        @Override
        protected void beforeForce(Path file) throws IOException {
            if (file.toString().contains("blobs")) {
                beforeForce.run();
            }
        }
    }
}
