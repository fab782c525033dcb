package org.apache.hadoop.fs;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Bytes at any place of a file.
public abstract class FSDataInputStream extends DataInputStream {
    protected FSDataInputStream(InputStream in) {
        super(in);
    }

    public abstract void seek(long position) throws IOException;

    public abstract long getPos();

    public abstract void readFully(long position, byte[] into, int from, int length)
            throws IOException;

    public void readFully(long position, byte[] into) throws IOException {
        readFully(position, into, 0, into.length);
    }
}
