package io.hydrant.bench.cluster;

import io.hydrant.testing.Wait;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// How long streams rest when a node dies under load: `kill -9` of one node after the other, each
/// started again once every stream has delivered.
///
/// @param restsMillis from the kill until the last of all streams had a new object, in order
record Deaths(List<Long> restsMillis) {
    private static final Wait PATIENCE = Wait.seconds(120);

    /// What a node had put when it was killed may still get its name.
    private static final long UNDER_WAY_MILLIS = 200;

    /// How often the folder is looked into: it costs CPU that others need.
    private static final long LOOK_MILLIS = 50;

    Deaths {
        restsMillis = restsMillis.stream().sorted().toList();
    }

    /// Whoever hears of each.
    interface Report {
        void died(int death, long restMillis);
    }

    /// @param traffic that every stream has without a pause
    static Deaths measure(
            MeasuredCluster cluster, Throughput.Load traffic, int deaths, Report report)
            throws IOException, InterruptedException {
        Traffic senders = Traffic.begin(cluster.nodes(), traffic.shape());
        List<Long> rests = new ArrayList<>();
        for (int death = 1; death <= deaths; death++) {
            cluster.awaitShared();
            awaitMoreInEach(cluster, traffic, cluster.stored(traffic.bucket()));
            BoundedNode node = cluster.nodes().get((death - 1) % cluster.nodes().size());
            cluster.bound();
            long killed = System.nanoTime();
            node.kill();
            TimeUnit.MILLISECONDS.sleep(UNDER_WAY_MILLIS);
            awaitMoreInEach(cluster, traffic, cluster.stored(traffic.bucket()));
            rests.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killed));
            report.died(death, rests.getLast());
            senders.check();
            cluster.lift();
            node.start();
        }
        senders.end();
        return new Deaths(rests);
    }

    private static void awaitMoreInEach(
            MeasuredCluster cluster, Throughput.Load traffic, StoredObjects before) {
        PATIENCE.until(
                "every stream delivers",
                () -> {
                    TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
                    StoredObjects now = cluster.stored(traffic.bucket());
                    return traffic.shape().streams().stream()
                            .allMatch(stream ->
                                    now.of(stream).objects() > before.of(stream).objects());
                });
    }

    double seconds(double quantile) {
        int last = restsMillis.size() - 1;
        return restsMillis.get((int) Math.ceil(quantile * last)) / 1000.0;
    }

    String text() {
        return "%d nodes killed under load; every stream had delivered again after %.1f s (p50), %.1f s (p99), %.1f s (longest)"
                .formatted(restsMillis.size(), seconds(0.5), seconds(0.99), seconds(1));
    }
}
