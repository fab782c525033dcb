package io.hydrant.core.delivery.body;

import io.hydrant.core.transform.Partition;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The partitions that have records which are in no object yet, and so an open object: so many at
/// most, counted by their prefixes. What failed is always taken. For one thread.
public final class OpenNames {
    private final Set<String> prefixes;
    private final int max;

    /// Those that were asked for since.
    private final Set<Partition> opened = new HashSet<>();

    /// @param before those that are open already
    public OpenNames(Set<Partition> before, int max) {
        this.prefixes =
                before.stream()
                        .flatMap(partition -> partition.prefix().stream())
                        .collect(Collectors.toCollection(HashSet::new));
        this.max = max;
    }

    boolean opens(Partition partition) {
        Optional<String> prefix = partition.prefix();
        if (prefix.isEmpty()) {
            return true;
        }
        boolean isThere =
                prefixes.contains(prefix.get())
                        || prefixes.size() < max && prefixes.add(prefix.get());
        if (isThere) {
            opened.add(partition);
        }
        return isThere;
    }

    /// Those that have records since, whether they had before or not.
    public Set<Partition> opened() {
        return Set.copyOf(opened);
    }
}
