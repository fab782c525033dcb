package io.hydrant.core.meter;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/// The meters of a server: one for each stream of which anything was counted since the start, so
/// that streams that rest cost nothing. Safe for use from many threads.
public final class Meters {
    private static final long NANOS_A_MICRO = 1_000;

    private final LongSupplier nanoTime;
    private final ConcurrentMap<String, StreamMeter> byLog = new ConcurrentHashMap<>();
    private final StreamMeter ofNoStream = new StreamMeter("");
    private final StreamMeter ofDeleted = new StreamMeter("");
    private final Measure forces = Measure.ofLatency();

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

    /// The sums of streams that were forgotten.
    public StreamMeter ofDeleted() {
        return ofDeleted;
    }

    /// Of all streams of which anything was counted.
    public Collection<StreamMeter> all() {
        return Collections.unmodifiableCollection(byLog.values());
    }

    /// One that nobody counts with, with all that these have counted.
    public StreamMeter sum(List<StreamMeter> some) {
        StreamMeter sum = new StreamMeter("");
        some.forEach(sum::add);
        return sum;
    }

    /// Forces of the log, each of which makes one request or several durable; in microseconds.
    public Measure forces() {
        return forces;
    }

    /// Lets go of streams that are not there anymore, by their logs, and returns them. What they
    /// counted stays in the totals. A request that was under way may bring one back: it goes with
    /// the next call.
    public List<StreamMeter> forget(Predicate<String> isGone) {
        List<String> gone = byLog.keySet().stream().filter(isGone).toList();
        return gone.stream().map(byLog::remove).map(this::gone).toList();
    }

    private StreamMeter gone(StreamMeter meter) {
        ofDeleted.add(meter);
        return meter;
    }
}
