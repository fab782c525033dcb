package org.apache.hadoop.fs;

import java.io.DataOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// A file that is written from its begin to its end.
public class FSDataOutputStream extends DataOutputStream {
    private final Counting counting;

    public FSDataOutputStream(OutputStream out) {
        this(new Counting(out));
    }

    private FSDataOutputStream(Counting counting) {
        super(counting);
        this.counting = counting;
    }

    public long getPos() {
        return counting.position;
    }

    public void hflush() throws IOException {
        flush();
    }

    /// Beneath all ways to write, since `writeBytes` passes over those of [DataOutputStream].
    private static final class Counting extends FilterOutputStream {
        private long position;

        Counting(OutputStream out) {
            super(out);
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
    }
}
