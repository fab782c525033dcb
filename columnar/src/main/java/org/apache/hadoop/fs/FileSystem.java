package org.apache.hadoop.fs;

import java.io.Closeable;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;

/// Where the one file is that ORC writes or reads.
public abstract class FileSystem implements Closeable {
    public abstract FSDataOutputStream create(
            Path path, boolean overwrite, int buffer, short replication, long block)
            throws IOException;

    public abstract FSDataInputStream open(Path path) throws IOException;

    public abstract FileStatus getFileStatus(Path path) throws IOException;

    public Configuration getConf() {
        return new Configuration();
    }

    public short getDefaultReplication(Path path) {
        return 1;
    }

    @Override
    public void close() {}
}
