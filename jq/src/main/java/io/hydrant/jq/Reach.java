package io.hydrant.jq;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What of a document a program can reach: all of it, or certain members. The reader checks the
/// rest and leaves it out.
///
/// @param members what is reached of each member; null if all is
record Reach(@Nullable Map<String, Reach> members) {
    static final Reach ALL = new Reach(null);
    static final Reach NOTHING = new Reach(Map.of());

    /// More members than this are not worth telling apart.
    private static final int MEMBERS_MAX = 32;

    boolean isAll() {
        return members == null;
    }

    Reach or(Reach other) {
        if (members == null || other.members == null) {
            return ALL;
        }
        Map<String, Reach> both = new TreeMap<>(members);
        other.members.forEach((key, reach) -> both.merge(key, reach, Reach::or));
        return both.size() > MEMBERS_MAX ? ALL : new Reach(both);
    }

    /// What all of these reach whose values are wanted whole.
    static Reach of(Iterable<? extends Node> nodes) {
        Reach all = NOTHING;
        for (Node node : nodes) {
            all = all.or(node.reach(ALL));
        }
        return all;
    }
}
