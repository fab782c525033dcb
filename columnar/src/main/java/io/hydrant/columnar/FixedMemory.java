package io.hydrant.columnar;

import org.apache.hadoop.fs.Path;
import org.apache.orc.MemoryManager;

/// As much memory for a stripe as its size says, always. ORC's own way makes stripes smaller where
/// the heap is small or other files are written: the same rows would become other bytes.
final class FixedMemory implements MemoryManager {
    @Override
    public void addWriter(Path path, long requestedAllocation, Callback callback) {}

    @Override
    public void removeWriter(Path path) {}

    @Override
    @Deprecated
    public void addedRow(int rows) {}

    @Override
    public long checkMemory(long previousAllocation, Callback writer) {
        return previousAllocation;
    }
}
