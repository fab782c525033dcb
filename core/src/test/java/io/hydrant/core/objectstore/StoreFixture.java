package io.hydrant.core.objectstore;

import io.hydrant.core.disk.Disk;
import io.hydrant.core.disk.RealDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A store in a folder of its own, with the bucket `films`.
abstract class StoreFixture {
    @TempDir Path folder;
    S3Store store;
    Bucket bucket;

    @BeforeEach
    final void open() throws IOException {
        store = opened();
        bucket = store.buckets().create("films", "us-east-1");
    }

    @AfterEach
    final void close() throws IOException {
        store.close();
    }

    /// The store of this folder, also while another one is open, as after a kill.
    final S3Store opened() throws IOException {
        return opened(folder, new RealDisk());
    }

    /// The store in `folder/s3`.
    static S3Store opened(Path folder, Disk disk) throws IOException {
        return S3Store.open(
                folder.resolve("s3"),
                disk,
                InstantSource.system(),
                new SplittableRandom(),
                "us-east-1",
                "000000000000");
    }
}
