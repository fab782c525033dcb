package io.hydrant.columnar;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/// Where ORC writes its one file: the bytes of an object.
final class OrcOutput extends FileSystem {
    private static final int BUFFER_BYTES = 64 << 10;

    private final OutputStream into;

    OrcOutput(OutputStream into) {
        this.into = into;
    }

    @Override
    public FSDataOutputStream create(
            Path path, boolean overwrite, int buffer, short replication, long block) {
        return new FSDataOutputStream(new Unclosed(new BufferedOutputStream(into, BUFFER_BYTES)));
    }

    @Override
    public FSDataInputStream open(Path path) {
        throw new UnsupportedOperationException("an object that is written is not read");
    }

    @Override
    public FileStatus getFileStatus(Path path) {
        throw new UnsupportedOperationException("an object that is written has no length yet");
    }

    /// Closing it hands over what is left; who gave the stream closes it.
    private static final class Unclosed extends FilterOutputStream {
        private Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
