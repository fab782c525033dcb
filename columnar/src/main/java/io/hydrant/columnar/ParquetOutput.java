package io.hydrant.columnar;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/// The bytes of an object as Parquet writes them: from the begin to the end.
///
/// @param blockBytes the block of a distributed file system that row groups are aligned with
record ParquetOutput(OutputStream into, int blockBytes) implements OutputFile {
    private static final int BUFFER_BYTES = 64 << 10;

    @Override
    public PositionOutputStream create(long blockSizeHint) {
        return new Positioned(new BufferedOutputStream(into, BUFFER_BYTES));
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) {
        return create(blockSizeHint);
    }

    @Override
    public boolean supportsBlockSize() {
        return true;
    }

    @Override
    public long defaultBlockSize() {
        return blockBytes;
    }

    @Override
    public String getPath() {
        return "object";
    }

    /// Closing it hands over what is left; who gave the stream closes it.
    private static final class Positioned extends PositionOutputStream {
        private final OutputStream out;
        private long position;

        private Positioned(OutputStream out) {
            this.out = out;
        }

        @Override
        public long getPos() {
            return position;
        }

        @Override
        public void write(int value) throws IOException {
            out.write(value);
            position++;
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
            position += length;
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            out.flush();
        }
    }
}
