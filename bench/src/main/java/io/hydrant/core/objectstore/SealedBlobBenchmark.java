package io.hydrant.core.objectstore;

import io.hydrant.core.crypto.KeyWrap;
import io.hydrant.core.disk.RealDisk;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// What it costs that an object of 8 MiB is encrypted: put as a client's (MD5, CRC64NVME, forced to
/// a real disk) and read, through the store and without HTTP.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls what is marked so before all else.
public class SealedBlobBenchmark {
    private static final int BYTES = 8 * 1024 * 1024;

    @Param({"false", "true"})
    public boolean encrypted;

    private final byte[] bytes = new byte[BYTES];
    private final byte[] piece = new byte[16 * 1024];
    private Path folder;
    private S3Store store;
    private Bucket bucket;
    private ObjectDetails details;
    private ObjectVersion stored;

    @Setup
    public void open() throws IOException {
        new Random(7).nextBytes(bytes);
        folder = Files.createTempDirectory("sealed-blobs");
        store =
                S3Store.open(
                        folder,
                        new RealDisk(),
                        InstantSource.system(),
                        new SecureRandom(),
                        "us-east-1",
                        "000000000000",
                        new Unwrapped());
        bucket = store.buckets().create("films", "us-east-1");
        details = encrypted ? ObjectDetails.none().sealed() : ObjectDetails.none();
        stored = put();
    }

    @TearDown
    public void close() throws IOException {
        store.close();
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Benchmark
    public ObjectVersion put() throws IOException {
        try (BlobWriter writer = store.write(List.of(ChecksumAlgorithm.CRC64NVME), details)) {
            for (int at = 0; at < BYTES; at += piece.length) {
                writer.write(bytes, at, piece.length);
            }
            BlobWriter.Written written =
                    writer.finish(sums -> store.objects().described(bucket, "k", sums, details));
            return store.objects().put(bucket, "k", written, details, new Precondition.None());
        }
    }

    @Benchmark
    public long get() throws IOException {
        ObjectVersion now = store.objects().find(bucket, "k", Optional.empty()).orElse(stored);
        long sum = 0;
        try (InputStream in = store.objects().read(now, 0, now.size())) {
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                sum += count + piece[0];
            }
        }
        return sum;
    }

    /// A key is wrapped once in an object: not what is measured.
    private record Unwrapped() implements KeyWrap {
        @Override
        public byte[] wrap(byte[] key, byte[] context) {
            return key;
        }

        @Override
        public byte[] unwrap(byte[] wrapped, byte[] context) {
            return wrapped;
        }
    }
}
