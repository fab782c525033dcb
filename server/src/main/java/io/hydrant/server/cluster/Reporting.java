package io.hydrant.server.cluster;

import io.hydrant.core.catalog.Database;
import io.hydrant.core.delivery.StreamStatus;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.stream.DeliveryStreams;
import io.hydrant.server.cluster.ClusterTables.Self;
import io.hydrant.server.cluster.ClusterTables.Standing;
import io.hydrant.server.cluster.ClusterTables.State;
import io.hydrant.server.cluster.ClusterTables.Wish;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Writes down for the other nodes that this one is there and what its streams are at, and hears
/// what others wish of these. A thread of its own, which never ends by an error.
///
/// What has not changed is not written again. Of what has, a round writes [#ROWS_MAX] at most, that
/// first which was not written for longest.
final class Reporting implements AutoCloseable {
    static final String FLUSH = "flush";

    /// To have its state written now.
    static final String LOOK = "look";

    static final int ROWS_MAX = 500;

    private static final Logger LOG = System.getLogger(Reporting.class.getName());

    private static final long ROUND_MILLIS = 1_000;
    private static final long TELL_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long SWEEP_NANOS = TimeUnit.MINUTES.toNanos(1);

    /// Looking at very many streams takes no more of the time than one part of so many, unless that
    /// would make others wait for longer than this.
    private static final int LOOKING_PART = 30;

    private static final long TELL_MAX_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Database database;
    private volatile Self self;
    private final DeliveryStreams streams;
    private final Sight sight;
    private final DatabaseClock databaseClock;
    private final Optional<StandingAside> aside;
    private final Thread thread;
    private final CountDownLatch closed = new CountDownLatch(1);

    /// All below is the thread's own.
    private final Map<String, Told> told = new HashMap<>();

    private long tellAtNanos = System.nanoTime();
    private long sweepAtNanos = System.nanoTime() + SWEEP_NANOS;
    private boolean hasFailed;

    /// What the others were told of a log, and when.
    private record Told(StreamReport report, long atNanos) {}

    /// What is to be told of a log.
    private record News(String log, StreamReport report, long answers) {
        State state(long knownMillis) {
            return new State(
                    log,
                    "",
                    report.status().epoch().orElse(ClusterTables.NO_EPOCH),
                    0,
                    knownMillis,
                    answers,
                    report.document());
        }
    }

    /// What was wished, and when that was known, by the database's clock.
    private record Heard(long millis, List<Wish> wishes, List<ClusterNode> nodes) {}

    Reporting(
            Database database,
            Self self,
            DeliveryStreams streams,
            Sight sight,
            DatabaseClock databaseClock,
            Optional<StandingAside> aside) {
        this.databaseClock = databaseClock;
        this.aside = aside;
        this.database = database;
        this.self = self;
        this.streams = streams;
        this.sight = sight;
        this.thread = Thread.ofPlatform().daemon().name("cluster").unstarted(this::run);
    }

    /// @param endpoint where this node answers
    void start(String endpoint) throws IOException {
        self = self.at(endpoint);
        database.writeBeside(connection -> {
            ClusterTables.letGoOfAll(connection, self.id());
            ClusterTables.renew(connection, self, standing(), 0);
            return true;
        });
        thread.start();
    }

    Self self() {
        return self;
    }

    Standing standing() {
        return new Standing(
                databaseClock.ahead(),
                now -> aside.map(each -> each.state(now)).orElse(StoreState.UNKNOWN));
    }

    private void run() {
        try {
            do {
                roundUnlessItFails();
            } while (!closed.await(ROUND_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException isOver) {
            Thread.currentThread().interrupt();
        }
    }

    private void roundUnlessItFails() {
        try {
            round();
            hasFailed = false;
        } catch (IOException | RuntimeException | Error e) {
            if (closed.getCount() > 0) {
                LOG.log(
                        hasFailed ? Level.DEBUG : Level.WARNING,
                        "Other nodes do not hear for now what this one''s streams are at: {0}",
                        e instanceof IOException ? e.getMessage() : e);
                hasFailed = true;
            }
        }
    }

    private void round() throws IOException {
        Heard heard =
                databaseClock.ask(
                        database,
                        connection ->
                                new Heard(
                                        ClusterTables.now(connection),
                                        ClusterTables.wishes(connection),
                                        ClusterTables.nodes(connection)),
                        Heard::millis);
        if (aside.isPresent()) {
            aside.get().round(database, self.id(), heard.nodes());
        }
        Map<String, DeliveryStream> own = own();
        List<Wish> forUs =
                heard.wishes().stream().filter(wish -> own.containsKey(wish.log())).toList();
        forUs.stream()
                .filter(wish -> wish.kind().equals(FLUSH))
                .map(wish -> own.get(wish.log()))
                .filter(Objects::nonNull)
                .map(DeliveryStream::name)
                .distinct()
                .forEach(sight.engine()::flush);
        if (!forUs.isEmpty() || System.nanoTime() - tellAtNanos >= 0) {
            tell(heard, own, forUs);
        }
        if (System.nanoTime() - sweepAtNanos >= 0) {
            sweepAtNanos = System.nanoTime() + SWEEP_NANOS;
            database.writeBeside(connection -> {
                ClusterTables.sweep(connection);
                return true;
            });
        }
    }

    /// The streams that this node delivers, by the ids of their logs.
    private Map<String, DeliveryStream> own() {
        Map<String, DeliveryStream> own = new HashMap<>();
        for (DeliveryStream stream : streams.all()) {
            for (String log : stream.logIds()) {
                if (sight.engine().delivers(log)) {
                    own.put(log, stream);
                }
            }
        }
        return own;
    }

    private void tell(Heard heard, Map<String, DeliveryStream> own, List<Wish> forUs)
            throws IOException {
        long began = System.nanoTime();
        List<News> all = news(own, forUs);
        List<News> now = all.stream().limit(ROWS_MAX).toList();
        boolean isWhole = now.size() == all.size();
        List<String> gone = told.keySet().stream().filter(log -> !own.containsKey(log)).toList();
        long looked = System.nanoTime();
        tellAtNanos =
                looked + Math.clamp((looked - began) * LOOKING_PART, TELL_NANOS, TELL_MAX_NANOS);
        List<State> states = now.stream().map(each -> each.state(heard.millis())).toList();
        Set<String> written = new HashSet<>();
        now.forEach(each -> written.add(each.log()));
        List<Wish> done =
                forUs.stream()
                        .filter(wish -> wish.kind().equals(FLUSH) || written.contains(wish.log()))
                        .toList();
        database.writeBeside(connection -> {
            ClusterTables.letGo(connection, self.id(), gone);
            ClusterTables.write(connection, self.id(), states);
            ClusterTables.done(connection, done);
            ClusterTables.renew(connection, self, standing(), isWhole ? heard.millis() : 0);
            return true;
        });
        gone.forEach(told::remove);
        now.forEach(each -> told.put(each.log(), new Told(each.report(), looked)));
    }

    /// What changed: first what was asked for, then what was told longest ago.
    private List<News> news(Map<String, DeliveryStream> own, List<Wish> forUs) {
        Map<String, Long> asked = new HashMap<>();
        forUs.stream()
                .filter(wish -> wish.kind().equals(LOOK))
                .forEach(wish -> asked.put(wish.log(), wish.askedMillis()));
        List<News> all = new ArrayList<>();
        for (DeliveryStream stream : new HashSet<>(own.values())) {
            sight.reports(stream)
                    .forEach((log, report) -> {
                        boolean isWanted = isNews(log, report) || asked.containsKey(log);
                        if (own.containsKey(log) && isWanted) {
                            all.add(new News(log, report, asked.getOrDefault(log, 0L)));
                        }
                    });
        }
        all.sort(
                Comparator.comparing((News each) -> each.answers() == 0)
                        .thenComparing(each -> told.containsKey(each.log()))
                        .thenComparingLong(each -> toldAtNanos(each.log())));
        return all;
    }

    private long toldAtNanos(String log) {
        Told before = told.get(log);
        return before == null ? 0 : before.atNanos();
    }

    /// Of a log that was not taken up nothing is known but what keeps it from that.
    private boolean isNews(String log, StreamReport report) {
        StreamStatus status = report.status();
        boolean isKnown = status.epoch().isPresent() || report.tellsTrouble();
        Told before = told.get(log);
        return isKnown && (before == null || !before.report().equals(report));
    }

    /// Takes the node off the list; what its streams were at stays to be seen.
    @Override
    public void close() {
        closed.countDown();
        try {
            if (thread.getState() == Thread.State.NEW) {
                return;
            }
            thread.join();
            if (database.silence().compareTo(Cluster.SILENCE_MAX) < 0) {
                database.writeBeside(connection -> {
                    ClusterTables.leave(connection, self.id());
                    return true;
                });
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "The other nodes could not be told that this one stops", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
