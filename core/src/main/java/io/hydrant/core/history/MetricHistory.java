package io.hydrant.core.history;

import io.hydrant.core.catalog.Sql;
import io.hydrant.core.disk.Disk;
import io.hydrant.core.meter.Figure;
import io.hydrant.core.meter.Meters;
import io.hydrant.core.meter.StreamMeter;
import io.hydrant.core.meter.Summary;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the meters counted, minute by minute, of the last fifteen days at most. A minute that is
/// not over is told from the meters themselves. Nothing here stops anybody: a file that cannot be
/// read is set aside and begun anew, and one that cannot be written is tried again a minute later.
/// Safe for use from many threads.
public final class MetricHistory implements AutoCloseable {
    /// As long as CloudWatch keeps minutes.
    public static final Duration KEPT = Duration.ofDays(15);

    private static final Logger LOG = System.getLogger(MetricHistory.class.getName());

    private static final long MINUTE_MILLIS = 60_000;

    /// Pruning looks at every stream.
    private static final int MINUTES_BETWEEN_PRUNINGS = 60;

    private final Meters meters;
    private final Optional<Path> file;
    private final Disk disk;
    private final long bytesMax;
    private final InstantSource clock;

    /// Guarded by this, as all below. Opened when it is asked for.
    private @Nullable HistoryFile open;

    private long recordings;
    private String told = "";
    private boolean isClosed;

    /// @param file that is kept, if anything is
    /// @param bytesMax how large the file may become: the oldest minutes go first
    public MetricHistory(
            Meters meters, Optional<Path> file, Disk disk, long bytesMax, InstantSource clock) {
        this.meters = meters;
        this.file = file;
        this.disk = disk;
        this.bytesMax = bytesMax;
        this.clock = clock;
    }

    /// Takes down what was counted since the last time.
    ///
    /// @param at within the minute that it belongs to
    /// @param gone meters that were forgotten meanwhile
    public synchronized void record(Instant at, List<StreamMeter> gone) {
        Map<String, Map<Figure, Summary>> byStream = new HashMap<>();
        meters.all().forEach(meter -> put(meter.name(), meter.taken(), byStream));
        gone.forEach(meter -> put(meter.name(), meter.taken(), byStream));
        if (!byStream.isEmpty() || open != null) {
            withFile(kept -> {
                kept.add(minute(at), byStream);
                if (recordings++ % MINUTES_BETWEEN_PRUNINGS == 0) {
                    kept.prune(minute(clock.instant().minus(KEPT)), bytesMax);
                }
                return true;
            });
        }
    }

    private static void put(
            String name, Map<Figure, Summary> figures, Map<String, Map<Figure, Summary>> byStream) {
        if (!figures.isEmpty()) {
            byStream.merge(
                    name, figures, (one, two) -> new Minute(one).and(new Minute(two)).figures());
        }
    }

    /// The minutes of a stream that begin at `from` or later and before `to`, in order, without
    /// those in which nothing was counted.
    public synchronized SortedMap<Instant, Map<Figure, Summary>> minutes(
            String stream, Instant from, Instant to) {
        SortedMap<Long, Minute> found = new TreeMap<>();
        found.putAll(
                withFile(kept ->
                                kept.minutes(
                                        stream,
                                        Math.ceilDiv(from.toEpochMilli(), MINUTE_MILLIS),
                                        Math.ceilDiv(to.toEpochMilli(), MINUTE_MILLIS)))
                        .orElse(Collections.emptySortedMap()));
        Instant now = begin(minute(clock.instant()));
        if (!now.isBefore(from) && now.isBefore(to)) {
            for (StreamMeter meter : meters.all()) {
                Minute seen = new Minute(meter.name().equals(stream) ? meter.seen() : Map.of());
                if (!seen.figures().isEmpty()) {
                    found.merge(minute(now), seen, Minute::and);
                }
            }
        }
        SortedMap<Instant, Map<Figure, Summary>> all = new TreeMap<>();
        found.forEach((minute, figures) -> all.put(begin(minute), figures.figures()));
        return all;
    }

    /// The streams of which anything was counted since then, in order, and the figures that each
    /// has or had.
    public synchronized SortedMap<String, Set<Figure>> streams(Instant since) {
        SortedMap<String, Set<Figure>> all = new TreeMap<>();
        all.putAll(withFile(kept -> kept.streams(minute(since))).orElse(Map.of()));
        for (StreamMeter meter : meters.all()) {
            Set<Figure> seen = meter.seen().keySet();
            if (!seen.isEmpty()) {
                all.computeIfAbsent(meter.name(), _ -> EnumSet.noneOf(Figure.class)).addAll(seen);
            }
        }
        return all;
    }

    private static long minute(Instant at) {
        return Math.floorDiv(at.toEpochMilli(), MINUTE_MILLIS);
    }

    private static Instant begin(long minute) {
        return Instant.ofEpochMilli(minute * MINUTE_MILLIS);
    }

    private interface Use<T> {
        T of(HistoryFile file) throws SQLException;
    }

    /// Empty when there is no file, or it cannot be used for now.
    private <T> Optional<T> withFile(Use<T> use) {
        if (file.isEmpty() || isClosed) {
            return Optional.empty();
        }
        try {
            return Optional.of(used(file.get(), use));
        } catch (IOException | SQLException | RuntimeException e) {
            tell(
                    "The history of metrics, %s, cannot be used for now: %s. It is tried again each minute; everything else goes on."
                            .formatted(file.get(), e.getMessage()));
            return Optional.empty();
        }
    }

    private <T> T used(Path path, Use<T> use) throws IOException, SQLException {
        try {
            T result = use.of(opened(path));
            told = "";
            return result;
        } catch (SQLException e) {
            boolean isDamage = Sql.isDamage(e);
            closeFile();
            if (!isDamage) {
                throw e;
            }
            setAside(path, e);
            return use.of(opened(path));
        }
    }

    private HistoryFile opened(Path path) throws IOException, SQLException {
        if (open != null && !disk.exists(path)) {
            letGoOfRemoved(path);
        }
        HistoryFile known = open;
        if (known == null) {
            known = HistoryFile.open(path, disk);
            open = known;
        }
        return known;
    }

    private void setAside(Path path, SQLException why) throws IOException {
        Path aside = path.resolveSibling(path.getFileName() + ".damaged");
        disk.rename(path, aside);
        deleteCompanions(path);
        LOG.log(
                Level.WARNING,
                "The history of metrics is damaged ({0}). It is set aside as {1}, and begun anew; no record and no object is concerned.",
                why.getMessage(),
                aside);
    }

    /// What has no name anymore can be written all the same, and is lost at the end.
    private void letGoOfRemoved(Path path) throws IOException {
        closeFile();
        deleteCompanions(path);
        LOG.log(
                Level.WARNING,
                "The history of metrics, {0}, was removed while it was in use. It is begun anew; no record and no object is concerned.",
                path);
    }

    private void deleteCompanions(Path path) throws IOException {
        for (String more : new String[] {"-wal", "-shm"}) {
            disk.delete(path.resolveSibling(path.getFileName() + more));
        }
    }

    /// The same only once.
    private void tell(String text) {
        if (!text.equals(told)) {
            told = text;
            LOG.log(Level.WARNING, text);
        }
    }

    private void closeFile() {
        HistoryFile known = open;
        open = null;
        if (known != null) {
            try {
                known.close();
            } catch (SQLException e) {
                LOG.log(Level.DEBUG, "The history of metrics could not be closed", e);
            }
        }
    }

    /// Takes down what is not yet, and closes the file.
    @Override
    public synchronized void close() {
        record(clock.instant(), List.of());
        isClosed = true;
        closeFile();
    }
}
