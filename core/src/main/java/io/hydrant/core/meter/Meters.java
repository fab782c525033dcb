package io.hydrant.core.meter;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// The meters of a server: one for each stream of which anything was counted since the start, so
/// that streams that rest cost nothing. Safe for use from many threads.
public final class Meters {
    private static final long NANOS_A_MICRO = 1_000;

    private final LongSupplier nanoTime;
    private final ConcurrentMap<String, StreamMeter> byLog = new ConcurrentHashMap<>();
    private final StreamMeter ofNoStream = new StreamMeter("");

    /// Held while a stream goes from its meter to the deleted ones, and while sums are made.
    private final Object forgetting = new Object();

    /// Guarded by it, as the two below.
    private final StreamMeter ofDeleted = new StreamMeter("");

    private final StreamMeter ofDeletedTogether = new StreamMeter("");
    private final Set<String> logsTogether = new HashSet<>();

    private final Measure forces = Measure.ofLatency();
    private final ErrorFeed errors = new ErrorFeed();

    /// @param nanoTime as [System#nanoTime] tells it
    public Meters(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /// For those who count without being looked at: no time passes.
    public static Meters unread() {
        return new Meters(() -> 0);
    }

    /// For [#microsSince].
    public long now() {
        return nanoTime.getAsLong();
    }

    public long microsSince(long began) {
        return (nanoTime.getAsLong() - began) / NANOS_A_MICRO;
    }

    /// The meter of a stream.
    ///
    /// @param logId of the stream: one that is made again under its name counts anew
    public StreamMeter of(String logId, String name) {
        StreamMeter known = byLog.get(logId);
        return known == null ? byLog.computeIfAbsent(logId, _ -> new StreamMeter(name)) : known;
    }

    /// The stream's meter, if anything was counted.
    public Optional<StreamMeter> find(String logId) {
        return Optional.ofNullable(byLog.get(logId));
    }

    /// Of requests that name no stream that there is.
    public StreamMeter ofNoStream() {
        return ofNoStream;
    }

    /// Of all streams of which anything was counted.
    public Collection<StreamMeter> all() {
        return Collections.unmodifiableCollection(byLog.values());
    }

    /// What was counted so far.
    ///
    /// @param all of all streams, deleted ones included, and of none
    /// @param together of those that were shown as one, deleted ones included, and of none
    public record Sums(StreamMeter all, StreamMeter together) {}

    /// The sums, of which none is ever less than it was: a stream that is forgotten goes from its
    /// meter to the deleted ones at one stroke, and a stream that is once among those shown as one
    /// stays there.
    ///
    /// @param more logs of streams that are shown as one from now on
    public Sums sums(Collection<String> more) {
        synchronized (forgetting) {
            for (String logId : more) {
                if (byLog.containsKey(logId)) {
                    logsTogether.add(logId);
                }
            }
            StreamMeter all = sum(ofNoStream, ofDeleted);
            byLog.values().forEach(all::add);
            StreamMeter together = sum(ofNoStream, ofDeletedTogether);
            logsTogether.forEach(logId -> find(logId).ifPresent(together::add));
            return new Sums(all, together);
        }
    }

    /// Whether the stream of this log was shown as one with others.
    public boolean isTogether(String logId) {
        synchronized (forgetting) {
            return logsTogether.contains(logId);
        }
    }

    private static StreamMeter sum(StreamMeter one, StreamMeter two) {
        StreamMeter sum = new StreamMeter("");
        sum.add(one);
        sum.add(two);
        return sum;
    }

    /// Forces of the log, each of which makes one request or several durable; in microseconds.
    public Measure forces() {
        return forces;
    }

    /// The errors that streams want to have written down.
    public ErrorFeed errors() {
        return errors;
    }

    /// Lets go of streams that are not there anymore and returns their meters. What they counted
    /// stays in the sums. A request that was under way may bring one back: it goes with the next
    /// call.
    ///
    /// @param present the logs of the streams that there are, asked for once it is known which have
    ///   meters: a stream that is made meanwhile is none that is gone
    public List<StreamMeter> forget(Supplier<Set<String>> present) {
        List<String> gone = new ArrayList<>(byLog.keySet());
        gone.removeAll(present.get());
        synchronized (forgetting) {
            return gone.stream().map(this::forgotten).flatMap(Optional::stream).toList();
        }
    }

    private Optional<StreamMeter> forgotten(String logId) {
        Optional<StreamMeter> meter = Optional.ofNullable(byLog.remove(logId));
        meter.ifPresent(ofDeleted::add);
        if (logsTogether.remove(logId)) {
            meter.ifPresent(ofDeletedTogether::add);
        }
        return meter;
    }
}
