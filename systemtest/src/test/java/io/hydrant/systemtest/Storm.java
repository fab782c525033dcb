package io.hydrant.systemtest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What goes wrong in a cluster, carried out. A mishap to a server that is away because of another
/// is left out.
final class Storm {
    /// What has happened, and how often.
    enum Happened {
        NODE_KILLED("nodes killed"),
        NODE_FROZEN("nodes frozen"),
        BROKER_KILLED("brokers killed"),
        DATABASE_KILLED("databases killed"),
        STORE_KILLED("stores killed"),
        BAD_WEATHER("links in bad weather");

        private final String text;

        Happened(String text) {
            this.text = text;
        }
    }

    private final Cluster cluster;
    private final Map<Happened, Integer> counts = new EnumMap<>(Happened.class);
    private final ReentrantLock brokers = new ReentrantLock();
    private final ReentrantLock database = new ReentrantLock();
    private final ReentrantLock store = new ReentrantLock();

    Storm(Cluster cluster) {
        this.cluster = cluster;
    }

    /// Returns when all is well again, as far as it is up to it.
    void rage(List<Mishap> mishaps) throws Exception {
        long begin = System.nanoTime();
        List<Future<?>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Mishap mishap : mishaps) {
                all.add(
                        threads.submit(() -> {
                            long since = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
                            pause(mishap.atMillis() - since);
                            carryOut(mishap);
                            return null;
                        }));
            }
        }
        for (Future<?> each : all) {
            each.get();
        }
        cluster.heal();
    }

    /// How long something lasts is what the storm is made of, not a wait for something to happen.
    private static void pause(long millis) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(Math.max(0, millis));
    }

    private void carryOut(Mishap mishap) throws IOException, InterruptedException {
        switch (mishap) {
            case Mishap.NodeKilled killed -> {
                count(Happened.NODE_KILLED);
                cluster.nodes().get(killed.node()).kill(killed.lastsMillis());
            }
            case Mishap.NodeFrozen frozen -> {
                Node node = cluster.nodes().get(frozen.node());
                node.freeze();
                count(Happened.NODE_FROZEN);
                pause(frozen.lastsMillis());
                node.thaw();
            }
            case Mishap.BrokerKilled killed ->
                    away(
                            brokers,
                            Happened.BROKER_KILLED,
                            () -> cluster.brokers().kill(killed.broker() + 1),
                            killed.lastsMillis(),
                            () -> cluster.brokers().startAgain(killed.broker() + 1));
            case Mishap.DatabaseKilled killed ->
                    away(
                            database,
                            Happened.DATABASE_KILLED,
                            () -> cluster.database().kill(),
                            killed.lastsMillis(),
                            () -> cluster.database().startAgain());
            case Mishap.StoreKilled killed ->
                    away(
                            store,
                            Happened.STORE_KILLED,
                            () -> cluster.store().kill(),
                            killed.lastsMillis(),
                            () -> cluster.store().restart());
            case Mishap.BadWeather bad -> {
                List<Link> links = links(bad).toList();
                links.forEach(link -> link.become(bad.weather()));
                count(Happened.BAD_WEATHER);
                pause(bad.lastsMillis());
                links.forEach(link -> link.become(Link.Weather.FAIR));
            }
        }
    }

    /// Kills or starts a server.
    @FunctionalInterface
    private interface Step {
        void take() throws IOException;
    }

    private void away(ReentrantLock lock, Happened what, Step kill, long millis, Step start)
            throws IOException, InterruptedException {
        if (!lock.tryLock()) {
            return;
        }
        try {
            kill.take();
            count(what);
            pause(millis);
            start.take();
        } finally {
            lock.unlock();
        }
    }

    private Stream<Link> links(Mishap.BadWeather bad) {
        Cluster.Links links = cluster.linksOf(bad.node());
        return switch (bad.side()) {
            case BROKERS -> links.brokers().stream();
            case DATABASE -> Stream.of(links.database());
            case STORE -> Stream.of(links.store());
            case ALL -> links.all();
        };
    }

    private synchronized void count(Happened what) {
        counts.merge(what, 1, Integer::sum);
    }

    /// What has happened so far.
    synchronized String told() {
        return counts.entrySet().stream()
                .map(each -> each.getValue() + " " + each.getKey().text)
                .collect(Collectors.joining(", "));
    }

    synchronized int kills() {
        return counts.entrySet().stream()
                .filter(each ->
                        each.getKey() != Happened.NODE_FROZEN
                                && each.getKey() != Happened.BAD_WEATHER)
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    synchronized int freezes() {
        return counts.getOrDefault(Happened.NODE_FROZEN, 0);
    }
}
