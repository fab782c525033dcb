package org.apache.hadoop.fs;

/// A choice of files.
public interface PathFilter {
    boolean accept(Path path);
}
