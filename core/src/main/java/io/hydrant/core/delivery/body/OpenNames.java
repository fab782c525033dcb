package io.hydrant.core.delivery.body;

import io.hydrant.core.transform.Partition;
import java.util.HashSet;
import java.util.Set;

/// The partitions that have records which are in no object yet, and so an open object: so many at
/// most. What failed is always taken. For one thread.
public final class OpenNames {
    private final Set<Partition> before;
    private final int max;

    /// Those that were opened since.
    private final Set<Partition> opened = new HashSet<>();

    /// @param before those that are open already
    public OpenNames(Set<Partition> before, int max) {
        this.before = Set.copyOf(before);
        this.max = max;
    }

    boolean opens(Partition partition) {
        return !partition.isCounted()
                || before.contains(partition)
                || opened.contains(partition)
                || before.size() + opened.size() < max && opened.add(partition);
    }

    /// Those that were opened.
    public Set<Partition> opened() {
        return Set.copyOf(opened);
    }
}
