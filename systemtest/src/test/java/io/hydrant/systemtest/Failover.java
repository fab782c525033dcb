package io.hydrant.systemtest;

import io.hydrant.testing.Wait;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// How long the streams of a node rest when it dies: in fair weather, one node at a time is killed
/// and stays away until every stream has delivered again.
final class Failover {
    private static final Wait PATIENCE = Wait.seconds(60);

    /// What a node puts when it is killed may still come.
    private static final long UNDER_WAY_MILLIS = 200;

    private final Cluster cluster;
    private final StormRound round;
    private final List<Long> rests = new ArrayList<>();

    Failover(Cluster cluster, StormRound round) {
        this.cluster = cluster;
        this.round = round;
    }

    /// Kills one node after the other, and measures the longest rest of any stream each time.
    void measure(int deaths) throws InterruptedException {
        for (int death = 0; death < deaths; death++) {
            kill(cluster.nodes().get(death % Cluster.NODES));
        }
    }

    private void kill(Node node) throws InterruptedException {
        cluster.awaitReady();
        round.awaitFirstObjects();
        node.kill(TimeUnit.MINUTES.toMillis(5));
        long killed = System.nanoTime();
        TimeUnit.MILLISECONDS.sleep(UNDER_WAY_MILLIS);
        Map<String, Long> before = round.objects();
        PATIENCE.until(
                "every stream goes on after the death of " + node.name(),
                round::objects,
                now ->
                        now.entrySet().stream()
                                .allMatch(each ->
                                        each.getValue() > before.getOrDefault(each.getKey(), 0L)));
        long rest = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killed);
        rests.add(rest);
        StormLog.say("%s was killed: all streams went on after %,d ms", node.name(), rest);
        node.startNow();
        cluster.awaitReady();
    }

    long longestMillis() {
        return Collections.max(rests);
    }

    private double seconds(double quantile) {
        List<Long> sorted = rests.stream().sorted().toList();
        return sorted.get((int) Math.ceil(quantile * (sorted.size() - 1))) / 1000.0;
    }

    String told() {
        return String.format(
                Locale.ROOT,
                "%d nodes killed in fair weather: all streams went on after %.1f s (p50), %.1f s (max)",
                rests.size(),
                seconds(0.5),
                seconds(1));
    }
}
