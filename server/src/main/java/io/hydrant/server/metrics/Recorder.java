package io.hydrant.server.metrics;

import io.hydrant.core.delivery.DeliveryEngine;
import io.hydrant.core.delivery.StreamStatus;
import io.hydrant.core.history.MetricHistory;
import io.hydrant.core.meter.Figure;
import io.hydrant.core.meter.Meters;
import io.hydrant.core.meter.StreamMeter;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.stream.DeliveryStreams;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;

/// Takes down, whenever a minute ends, what was counted in it, and looks at what waits. Lets go of
/// the meters of streams that were deleted. A thread of its own, which never ends by an error.
public final class Recorder implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Recorder.class.getName());

    private static final long MINUTE_MILLIS = 60_000;

    private final Meters meters;
    private final MetricHistory history;
    private final DeliveryStreams streams;
    private final DeliveryEngine engine;
    private final InstantSource clock;
    private final List<Runnable> afterwards;
    private final Thread thread;

    private Recorder(
            Meters meters,
            MetricHistory history,
            DeliveryStreams streams,
            DeliveryEngine engine,
            InstantSource clock,
            List<Runnable> afterwards) {
        this.meters = meters;
        this.history = history;
        this.streams = streams;
        this.engine = engine;
        this.clock = clock;
        this.afterwards = List.copyOf(afterwards);
        this.thread = Thread.ofPlatform().name("metrics").daemon().unstarted(this::run);
    }

    /// @param afterwards what else is due whenever a minute was taken down
    public static Recorder start(
            Meters meters,
            MetricHistory history,
            DeliveryStreams streams,
            DeliveryEngine engine,
            InstantSource clock,
            List<Runnable> afterwards) {
        Recorder recorder = new Recorder(meters, history, streams, engine, clock, afterwards);
        recorder.thread.start();
        return recorder;
    }

    /// Sleeps by the clock that nobody sets: when the other one is set, the next minute is the one
    /// that it tells then, and what was counted belongs to the minute that it tells now.
    private void run() {
        try {
            while (true) {
                long now = clock.millis();
                long end = (Math.floorDiv(now, MINUTE_MILLIS) + 1) * MINUTE_MILLIS;
                Thread.sleep(end - now);
                long after = clock.millis();
                boolean isJustOver = after >= end && after - end < MINUTE_MILLIS;
                record(Instant.ofEpochMilli(isJustOver ? end - 1 : after));
            }
        } catch (InterruptedException isOver) {
            Thread.currentThread().interrupt();
        }
    }

    private void record(Instant at) {
        try {
            List<StreamMeter> gone = sweep();
            streams.all().forEach(this::look);
            history.record(at, gone);
        } catch (RuntimeException | Error e) {
            LOG.log(Level.WARNING, "A minute's metrics could not be taken down", e);
        }
        afterwards.forEach(Recorder::carryOut);
    }

    private static void carryOut(Runnable due) {
        try {
            due.run();
        } catch (RuntimeException | Error e) {
            LOG.log(Level.WARNING, "What is due every minute failed", e);
        }
    }

    private List<StreamMeter> sweep() {
        return meters.forget(() ->
                streams.all().stream().map(DeliveryStream::logId).collect(Collectors.toSet()));
    }

    private void look(DeliveryStream stream) {
        engine.status(stream.name()).ifPresent(status -> look(stream, status));
    }

    /// Of a stream in which nothing waits nothing is written.
    private void look(DeliveryStream stream, StreamStatus status) {
        status.figures()
                .filter(figures -> figures.backlogRecords() > 0)
                .ifPresent(figures -> {
                    StreamMeter meter = meters.of(stream.logId(), stream.name());
                    meter.measure(Figure.BUFFERED_RECORDS, figures.bufferedRecords());
                    meter.measure(Figure.BUFFERED_BYTES, figures.bufferedBytes());
                    meter.measure(Figure.BACKLOG_RECORDS, figures.backlogRecords());
                    meter.measure(Figure.BACKLOG_BYTES, figures.backlogBytes());
                    meter.measure(Figure.OPEN_PARTITIONS, figures.openObjects());
                    figures.oldestArrival()
                            .ifPresent(
                                    oldest -> meter.measure(Figure.FRESHNESS, ageMillis(oldest)));
                });
        status.backup()
                .flatMap(StreamStatus.Backup::figures)
                .filter(figures -> figures.backlogRecords() > 0)
                .flatMap(StreamStatus.Figures::oldestArrival)
                .ifPresent(oldest ->
                        meters.of(stream.logId(), stream.name())
                                .measure(Figure.BACKUP_FRESHNESS, ageMillis(oldest)));
    }

    private long ageMillis(Instant oldest) {
        return Math.max(0, Duration.between(oldest, clock.instant()).toMillis());
    }

    /// Ends the thread; what was counted since is the history's to take down when it is closed.
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
