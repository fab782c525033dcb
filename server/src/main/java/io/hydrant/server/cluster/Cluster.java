package io.hydrant.server.cluster;

import io.hydrant.core.catalog.Database;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.stream.DeliveryStreams;
import io.hydrant.server.cluster.ClusterTables.Self;
import io.hydrant.server.cluster.ClusterTables.Standing;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// The nodes that share a catalog, as each of them shows them: which there are, which of them
/// delivers what, and how that goes. Nodes never call each other: each writes down in the database
/// what its own streams are at, and reads there what the others did. Nothing that is promised of
/// records rests on it. Safe for use from many threads.
public final class Cluster implements AutoCloseable {
    /// A database that was silent for so long is not waited for.
    static final Duration SILENCE_MAX = Duration.ofSeconds(3);

    private static final long LOOK_MILLIS = 200;

    private final Database database;
    private final DeliveryStreams streams;
    private final Sight sight;
    private final InstantSource clock;
    private final Reporting reporting;
    private final Outlook outlook;

    /// How a node stands among the others.
    ///
    /// @param streams how many it delivers; shards of a stream count each
    public record Share(ClusterNode node, int streams, long backlogRecords, long backlogBytes) {}

    /// @param name by which people know this node
    public Cluster(
            Database database,
            String name,
            String version,
            DeliveryStreams streams,
            Sight sight,
            InstantSource clock,
            DatabaseClock databaseClock,
            Optional<StandingAside> aside) {
        this.database = database;
        this.streams = streams;
        this.sight = sight;
        this.clock = clock;
        Instant started = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Self self = new Self(database.node().orElseThrow(), name, "", version, started);
        this.reporting = new Reporting(database, self, streams, sight, databaseClock, aside);
        this.outlook = new Outlook(database);
    }

    /// Puts this node on the list, and begins to tell of its streams.
    ///
    /// @param endpoint where it answers
    public void join(URI endpoint) throws IOException {
        reporting.start(endpoint.toString());
    }

    /// This node's own id.
    public String id() {
        return reporting.self().id();
    }

    public String name() {
        return reporting.self().name();
    }

    /// How this node stands, as it tells the others.
    public ClusterNode self() {
        Instant now = clock.instant();
        Self self = reporting.self();
        Standing standing = reporting.standing();
        return new ClusterNode(
                self.id(),
                self.name(),
                self.endpoint(),
                self.version(),
                self.started(),
                now,
                Duration.ZERO,
                now,
                standing.store().apply(now),
                standing.clockAhead());
    }

    /// How many logs of streams this node delivers.
    public long owned() {
        return streams.all().stream()
                .flatMap(stream -> stream.logIds().stream())
                .filter(sight.engine()::delivers)
                .count();
    }

    /// All nodes that were seen within a day, without what each delivers.
    public List<ClusterNode> seen() {
        return outlook.picture().nodes();
    }

    /// Whether what other nodes do is known.
    public boolean isInTouch() {
        return database.silence().compareTo(SILENCE_MAX) < 0;
    }

    /// Streams as they are now: live where this node delivers them, and else as their nodes told.
    public Function<DeliveryStream, Seen> sight() {
        Outlook.Picture picture = outlook.picture();
        return stream -> seen(stream, picture);
    }

    private Seen seen(DeliveryStream stream, Outlook.Picture picture) {
        Map<String, StreamReport> here = sight.reports(stream);
        Map<String, Seen> all = new LinkedHashMap<>();
        for (String log : stream.logIds()) {
            all.put(
                    log,
                    sight.engine().delivers(log)
                            ? here(Optional.ofNullable(here.get(log)))
                            : elsewhere(picture.state(log), picture));
        }
        return Seen.together(all);
    }

    private Seen here(Optional<StreamReport> report) {
        return Seen.of(report, List.of(self()), Optional.of(clock.instant()), Optional.empty());
    }

    /// What a node told last is still so, as long as it tells news of others.
    private Seen elsewhere(Optional<Outlook.Known> state, Outlook.Picture picture) {
        if (state.isEmpty()) {
            return Seen.here(Optional.empty());
        }
        Outlook.Known known = state.get();
        String id = known.state().node();
        Instant told = Instant.ofEpochMilli(known.state().knownMillis());
        Optional<ClusterNode> owner = picture.node(id).filter(_ -> !id.equals(id()));
        if (owner.isEmpty()) {
            return Seen.of(known.report(), List.of(), Optional.of(told), Optional.of(NOBODY + "."));
        }
        ClusterNode node = owner.get();
        Optional<Instant> asOf = Optional.of(told.isAfter(node.whole()) ? told : node.whole());
        return node.isGone()
                ? Seen.of(known.report(), List.of(), asOf, Optional.of(gone(node)))
                : Seen.of(known.report(), List.of(node), asOf, Optional.empty());
    }

    private static final String NOBODY = "Nobody delivers it at present";

    private static String gone(ClusterNode node) {
        return "%s: %s was not heard of for %d s."
                .formatted(NOBODY, node.name(), node.silent().toSeconds());
    }

    /// The stream as it is after this was asked, wherever it is delivered. Empty when its node does
    /// not tell in time.
    ///
    /// @param patience how long to wait for it
    public Optional<Seen> fresh(DeliveryStream stream, Duration patience) throws IOException {
        List<String> others = elsewhere(stream);
        if (others.isEmpty()) {
            return Optional.of(seen(stream, outlook.picture()));
        }
        Map<String, Long> asked = wish(others, Reporting.LOOK);
        long deadline = System.nanoTime() + patience.toNanos();
        do {
            rest();
            Map<String, Outlook.Known> told = told(asked);
            if (told.size() == asked.size()) {
                return Optional.of(seen(stream, outlook.picture().with(told)));
            }
        } while (System.nanoTime() - deadline < 0);
        return Optional.empty();
    }

    /// Those of its logs that this node does not deliver.
    private List<String> elsewhere(DeliveryStream stream) {
        return stream.logIds().stream().filter(log -> !sight.engine().delivers(log)).toList();
    }

    private Map<String, Long> wish(List<String> logs, String kind) throws IOException {
        if (!isInTouch()) {
            throw new IOException(
                    "The database was silent for %d s, and nodes hear of each other through it alone"
                            .formatted(database.silence().toSeconds()));
        }
        return database.writeBeside(connection -> {
            Map<String, Long> asked = new HashMap<>();
            for (String log : logs) {
                asked.put(log, ClusterTables.wish(connection, log, kind));
            }
            return asked;
        });
    }

    /// What was told after it was asked.
    private Map<String, Outlook.Known> told(Map<String, Long> asked) throws IOException {
        return database.read(connection -> {
            Map<String, Outlook.Known> told = new HashMap<>();
            for (Map.Entry<String, Long> each : asked.entrySet()) {
                ClusterTables.state(connection, each.getKey())
                        .filter(state -> state.answeredMillis() >= each.getValue())
                        .ifPresent(state -> told.put(each.getKey(), Outlook.Known.of(state)));
            }
            return told;
        });
    }

    private static void rest() throws IOException {
        try {
            Thread.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while another node was asked", e);
        }
    }

    /// Has a stream delivered now by the nodes that deliver it: others hear of it within two
    /// seconds, and whichever delivers it next when one of them is gone.
    public void flush(DeliveryStream stream) throws IOException {
        List<String> others = elsewhere(stream);
        if (others.size() < stream.shards()) {
            sight.engine().flush(stream.name());
        }
        if (!others.isEmpty()) {
            Map<String, Long> asked = wish(others, Reporting.FLUSH);
            assert asked.size() == others.size();
        }
    }

    /// All nodes that were seen within a day.
    public List<Share> nodes() {
        Outlook.Picture picture = outlook.picture();
        List<Seen> all =
                streams.all().stream()
                        .map(stream -> seen(stream, picture))
                        .flatMap(seen ->
                                seen.shards().isEmpty()
                                        ? Stream.of(seen)
                                        : seen.shards().values().stream())
                        .toList();
        return picture.nodes().stream().map(node -> share(node, all)).toList();
    }

    private Share share(ClusterNode node, List<Seen> all) {
        List<Seen> own =
                all.stream()
                        .filter(seen ->
                                seen.nodes().stream()
                                        .anyMatch(owner -> owner.id().equals(node.id())))
                        .toList();
        return new Share(
                node.id().equals(id()) ? self() : node,
                own.size(),
                own.stream().mapToLong(Seen::backlogRecords).sum(),
                own.stream().mapToLong(Seen::backlogBytes).sum());
    }

    @Override
    public void close() {
        reporting.close();
    }
}
