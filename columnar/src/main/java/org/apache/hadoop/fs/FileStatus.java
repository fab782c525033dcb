package org.apache.hadoop.fs;

/// How long a file is.
public class FileStatus {
    private final long length;

    public FileStatus(long length) {
        this.length = length;
    }

    public long getLen() {
        return length;
    }
}
