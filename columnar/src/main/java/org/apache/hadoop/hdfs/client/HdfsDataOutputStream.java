package org.apache.hadoop.hdfs.client;

import java.io.OutputStream;
import java.util.Set;
import org.apache.hadoop.fs.FSDataOutputStream;

/// A file in HDFS, which ours never is: ORC asks whether it is one.
public class HdfsDataOutputStream extends FSDataOutputStream {
    public HdfsDataOutputStream(OutputStream out) {
        super(out);
    }

    public void hsync(Set<SyncFlag> flags) {
        throw new UnsupportedOperationException("hsync " + flags);
    }

    /// What HDFS is asked for when a block ends.
    public enum SyncFlag {
        UPDATE_LENGTH,
        END_BLOCK
    }
}
