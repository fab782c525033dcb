package io.hydrant.core.log;

import io.hydrant.core.disk.Disk.DiskFile;
import io.hydrant.core.disk.WriteBuffers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// From packed records to the bytes of a segment, checksums included, on a disk that costs nothing:
/// the cost of one record of 100 bytes, in a frame of 500 or alone.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FrameEncodeBenchmark {
    private static final int RECORDS = 500;
    private static final int RECORD_BYTES = 100;
    private static final int SALT = 0x5EED;
    private static final long ARRIVAL_MILLIS = 1_795_000_000_000L;

    private final RecordBatch batch = records(RECORDS);
    private final RecordBatch single = records(1);
    private final SegmentWriter writer =
            new SegmentWriter(
                    new Nowhere(), Segment.HEADER_BYTES, new WriteBuffers(256 * 1024).borrow());
    private long position;

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public Object frameOfABatch() throws IOException {
        return write(batch);
    }

    @Benchmark
    public Object frameOfOneRecord() throws IOException {
        return write(single);
    }

    private Frame write(RecordBatch records) throws IOException {
        Frame frame = new Frame(records);
        frame.write(writer, SALT, position, ARRIVAL_MILLIS, Segment.HEADER_BYTES);
        writer.flush();
        position += frame.recordCount();
        return frame;
    }

    private static RecordBatch records(int count) {
        Random random = new Random(7);
        List<byte[]> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] record = new byte[RECORD_BYTES];
            random.nextBytes(record);
            records.add(record);
        }
        return RecordBatch.of(records);
    }

    /// Throws away what is written.
    private static final class Nowhere implements DiskFile {
        private long lengthBytes;

        @Override
        public int read(ByteBuffer into, long offset) {
            return -1;
        }

        @Override
        public void write(ByteBuffer from, long offset) {
            lengthBytes = offset + from.remaining();
            from.position(from.limit());
        }

        @Override
        public void force() {}

        @Override
        public void truncate(long lengthBytes) {
            this.lengthBytes = lengthBytes;
        }

        @Override
        public long length() {
            return lengthBytes;
        }

        @Override
        public void close() {}
    }
}
