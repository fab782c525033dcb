package io.hydrant.server.cluster;

import io.hydrant.core.catalog.Database;
import io.hydrant.s3.StoreReach;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// Whether this node leaves delivery to others, because it cannot use the S3 and they can.
///
/// Each node writes down how it stands with the S3. One that has failed for [#FAILING_MIN] stands
/// aside when another node, which delivers, has used the S3 lately. While none can, everybody
/// stays. It comes back when it has used the S3 for a while, a longer one each time that this
/// happens again; or when nobody else is left. Decisions are ordered writes that look at the rows
/// of all, so that two never stand aside for each other's sake.
///
/// The S3 is asked for nothing while all is well: whoever has trouble asks each few seconds, and so
/// do the others then, so that they have something to say. One thread decides.
public final class StandingAside {
    static final Duration FAILING_MIN = Duration.ofSeconds(12);

    /// How lately another node must have used the S3. It is asked each [#PROBE_PAUSE], and told of
    /// within five seconds.
    static final Duration REACHED_MAX = Duration.ofSeconds(10);

    static final Duration CALM_MIN = Duration.ofSeconds(10);
    static final Duration CALM_MAX = Duration.ofMinutes(5);

    private static final Duration PROBE_PAUSE = Duration.ofSeconds(3);

    /// A call that waits for so long gives reason to ask.
    private static final Duration WAIT_MAX = Duration.ofSeconds(5);

    private static final Logger LOG = System.getLogger(StandingAside.class.getName());

    private final StoreReach reach;
    private final Runnable probe;
    private final Consumer<Boolean> decided;
    private final AtomicBoolean isProbing = new AtomicBoolean();
    private volatile boolean stands;
    private Duration calm = CALM_MIN;
    private long probedAtNanos = System.nanoTime() - PROBE_PAUSE.toNanos();

    /// @param probe asks the S3
    /// @param decided hears whether the node stands aside from now on
    public StandingAside(StoreReach reach, Runnable probe, Consumer<Boolean> decided) {
        this.reach = reach;
        this.probe = probe;
        this.decided = decided;
    }

    /// What this node says of the S3.
    ///
    /// @param now by the database's clock
    StoreState state(Instant now) {
        Optional<StoreReach.Failing> failing = reach.failing();
        return new StoreState(
                reach.reachedAgo().map(now::minus).orElse(Instant.EPOCH),
                failing.map(each -> now.minus(each.lasting())),
                failing.map(StoreReach.Failing::words).orElse(""),
                stands);
    }

    /// Asks the S3 when that is due, and decides anew.
    ///
    /// @param nodes all, as they were a moment ago
    void round(Database database, String self, List<ClusterNode> nodes) throws IOException {
        probeIfDue(self, nodes);
        if (standsAfter(self, nodes) == stands) {
            return;
        }
        boolean now =
                database.write(connection -> {
                    boolean stood = standsAfter(self, ClusterTables.nodes(connection));
                    ClusterTables.standAside(connection, self, stood);
                    return stood;
                });
        if (now != stands) {
            turn(now);
        }
    }

    private void turn(boolean now) {
        if (now) {
            LOG.log(
                    Level.WARNING,
                    "The S3 is out of this node''s reach, and not of others'': they deliver what this one did. {0}",
                    reach.failing().map(StoreReach.Failing::words).orElse(""));
        } else {
            LOG.log(Level.INFO, "This node delivers again");
            Duration twice = calm.multipliedBy(2);
            calm = twice.compareTo(CALM_MAX) > 0 ? CALM_MAX : twice;
        }
        stands = now;
        decided.accept(now);
    }

    private boolean standsAfter(String self, List<ClusterNode> nodes) {
        List<ClusterNode> delivering =
                nodes.stream()
                        .filter(node -> !node.id().equals(self))
                        .filter(node -> !node.isGone() && !node.store().standsAside())
                        .toList();
        return stands
                ? !delivering.isEmpty() && !isWellAgain()
                : isFailing()
                        && delivering.stream()
                                .anyMatch(node -> node.store().wasReached(node.now(), REACHED_MAX));
    }

    private boolean isFailing() {
        return reach.failing()
                .filter(each -> each.lasting().compareTo(FAILING_MIN) >= 0)
                .isPresent();
    }

    private boolean isWellAgain() {
        return reach.failing().isEmpty()
                && reach.reachedAgo().filter(ago -> ago.compareTo(REACHED_MAX) < 0).isPresent()
                && reach.failedAgo().filter(ago -> ago.compareTo(calm) < 0).isEmpty();
    }

    private void probeIfDue(String self, List<ClusterNode> nodes) {
        boolean isWorthIt =
                stands
                        || reach.failing().isPresent()
                        || reach.isAsked() && !wasReachedWithin(WAIT_MAX)
                        || nodes.stream()
                                .anyMatch(node ->
                                        !node.id().equals(self)
                                                && !node.isGone()
                                                && node.store().hasTrouble());
        long now = System.nanoTime();
        if (!isWorthIt
                || now - probedAtNanos < PROBE_PAUSE.toNanos()
                || wasReachedWithin(PROBE_PAUSE)
                || isProbing.getAndSet(true)) {
            return;
        }
        probedAtNanos = now;
        Thread.ofVirtual().name("s3-probe").start(this::ask);
    }

    private boolean wasReachedWithin(Duration time) {
        return reach.reachedAgo().filter(ago -> ago.compareTo(time) < 0).isPresent();
    }

    private void ask() {
        try {
            probe.run();
        } finally {
            isProbing.set(false);
        }
    }
}
