package io.hydrant.core.objectstore;

import io.hydrant.core.catalog.Sql;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Unlinks the blobs whose deletion is written down in the table `garbage`. A row goes only when
/// its deletion is durable, which is made sure of for many together: until then a start does it
/// again. Safe for use from many threads.
final class Garbage {
    private static final Logger LOG = System.getLogger(Garbage.class.getName());

    /// Each of them may be in a folder of its own, and be one row to look at after a crash.
    private static final int UNLINKED_MAX = 64;

    private final Blobs blobs;

    /// Unlinked, which a power cut may undo. Guarded by itself.
    private final List<String> unlinked = new ArrayList<>();

    /// How many read blobs that may be garbage by now.
    private final AtomicInteger keepers = new AtomicInteger();

    /// How often each blob is being read part after part. Guarded by itself.
    private final Map<String, Integer> pinned = new HashMap<>();

    /// Garbage that is being read. Guarded by [#pinned].
    private final Set<String> left = new HashSet<>();

    /// Gone for good: their rows go with the next change.
    private final ConcurrentLinkedQueue<String> gone = new ConcurrentLinkedQueue<>();

    Garbage(Blobs blobs) {
        this.blobs = blobs;
    }

    /// Inside a change: what it made garbage, to be unlinked after its commit.
    List<String> taken(Connection connection) throws SQLException {
        List<String> fresh =
                Sql.all(
                        connection,
                        "SELECT blob FROM garbage WHERE fresh = 1",
                        row -> row.getString(1));
        if (!fresh.isEmpty()) {
            Sql.update(connection, "UPDATE garbage SET fresh = 0 WHERE fresh = 1");
        }
        for (String blob = gone.poll(); blob != null; blob = gone.poll()) {
            Sql.update(connection, "DELETE FROM garbage WHERE blob = ?", blob);
        }
        return fresh;
    }

    /// From now on nothing is unlinked, until [#release] is called as often.
    void keep() {
        keepers.incrementAndGet();
    }

    /// Whether nobody keeps anything any more: then what was left meanwhile can be unlinked.
    boolean release() {
        return keepers.decrementAndGet() == 0;
    }

    /// From now on these are not unlinked, until they are unpinned as often. Whoever pins looks
    /// afterwards whether they are garbage already.
    void pin(Collection<String> blobs) {
        synchronized (pinned) {
            blobs.forEach(blob -> pinned.merge(blob, 1, Integer::sum));
        }
    }

    void unpin(Collection<String> blobs) {
        List<String> freed = new ArrayList<>();
        synchronized (pinned) {
            for (String blob : blobs) {
                boolean isFree = pinned.merge(blob, -1, Garbage::orNone) == null;
                if (isFree && left.remove(blob)) {
                    freed.add(blob);
                }
            }
        }
        unlink(freed);
    }

    private static @Nullable Integer orNone(int count, int change) {
        return count + change == 0 ? null : count + change;
    }

    /// Whether it is being read; then it is unlinked afterwards.
    private boolean isLeft(String blob) {
        synchronized (pinned) {
            if (!pinned.containsKey(blob)) {
                return false;
            }
            left.add(blob);
            return true;
        }
    }

    /// After the commit. What cannot be unlinked is left to the next start: the change is done.
    void unlink(List<String> freed) {
        if (keepers.get() > 0) {
            return;
        }
        for (String blob : freed) {
            if (isLeft(blob)) {
                continue;
            }
            try {
                blobs.delete(blob);
                note(blob);
            } catch (IOException e) {
                LOG.log(
                        Level.WARNING,
                        "Cannot delete "
                                + blobs.fileOf(blob)
                                + ", whose object is gone; the next start tries again: "
                                + e.getMessage());
            }
        }
    }

    private void note(String blob) throws IOException {
        List<String> many = List.of();
        synchronized (unlinked) {
            unlinked.add(blob);
            if (unlinked.size() >= UNLINKED_MAX) {
                many = List.copyOf(unlinked);
                unlinked.clear();
            }
        }
        blobs.settle(many);
        gone.addAll(many);
    }
}
