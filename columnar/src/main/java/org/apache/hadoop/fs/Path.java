package org.apache.hadoop.fs;

import org.apache.hadoop.conf.Configuration;

/// The name of a file.
public class Path implements Comparable<Path> {
    private final String name;

    public Path(String name) {
        this.name = name;
    }

    public FileSystem getFileSystem(Configuration conf) {
        throw new UnsupportedOperationException("the file system of " + name);
    }

    @Override
    public String toString() {
        return name;
    }

    @Override
    public int compareTo(Path other) {
        return name.compareTo(other.name);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Path path && path.name.equals(name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }
}
