package io.hydrant.server;

import io.hydrant.core.alarm.AlarmFigures;
import io.hydrant.core.alarm.Alarms;
import io.hydrant.core.catalog.Database;
import io.hydrant.core.delivery.DeliveryEngine;
import io.hydrant.core.disk.Disk;
import io.hydrant.core.history.MetricHistory;
import io.hydrant.core.iam.Authorizer;
import io.hydrant.core.logevents.LogEvents;
import io.hydrant.core.meter.Meters;
import io.hydrant.core.meter.RequestMeter;
import io.hydrant.core.stream.DeliveryStreams;
import io.hydrant.server.metrics.MetricsDoors;
import io.hydrant.server.metrics.MetricsPage;
import io.hydrant.server.metrics.NodeFigures;
import io.hydrant.server.metrics.Recorder;
import io.hydrant.server.monitoring.AlarmSeries;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// What a server keeps for whoever operates it: what it counts, where that is shown and where it is
/// kept, and log events.
record ServerFigures(ServerSettings settings, RequestMeter requests, InstantSource clock) {
    MetricsPage page(
            Meters meters,
            DeliveryStreams streams,
            DeliveryEngine engine,
            Authorizer authorizer,
            Supplier<Optional<NodeFigures>> node,
            IntSupplier connections) {
        MetricSettings wanted = settings.metrics();
        boolean isOpen =
                wanted.access() == MetricSettings.Access.AUTO
                        && settings.address().isLoopbackAddress();
        return new MetricsPage(
                meters,
                requests,
                streams,
                engine,
                authorizer,
                new MetricsDoors(
                        isOpen, wanted.access() == MetricSettings.Access.OPEN, wanted.token()),
                settings.data(),
                wanted.streams(),
                connections,
                wanted.version(),
                node,
                clock);
    }

    MetricHistory history(DataFolder data, Meters meters, Disk disk) {
        long bytesMax = settings.metrics().historyBytes();
        Optional<Path> file = Optional.of(data.metrics()).filter(_ -> bytesMax > 0);
        return new MetricHistory(meters, file, disk, bytesMax, clock);
    }

    /// What is due every minute.
    Recorder recorder(
            Meters meters,
            MetricHistory history,
            DeliveryStreams streams,
            DeliveryEngine engine,
            LogEvents logEvents,
            Alarms alarms) {
        return Recorder.start(
                meters,
                history,
                streams,
                engine,
                clock,
                List.of(logEvents::expire, alarms::evaluate));
    }

    /// Each of several nodes has figures of its own alone, and without a history there are none to
    /// look at.
    Alarms alarms(Database catalog, MetricHistory history, RandomGenerator random) {
        boolean isShared = settings.database().isPresent();
        return new Alarms(
                catalog,
                Optional.<AlarmFigures>of(new AlarmSeries(history))
                        .filter(_ -> !isShared && settings.metrics().historyBytes() > 0),
                isShared
                        ? "Hydrant does not serve alarms where nodes share a catalog (--database): each has figures"
                                + " of its own. See docs/operations/alerts.yml."
                        : "Hydrant does not serve alarms without a history of metrics (--metrics-history off).",
                settings.region(),
                settings.account(),
                clock,
                random);
    }

    /// Groups that one node has and others have not would be worse than none.
    LogEvents logEvents(DataFolder data, Disk disk, RandomGenerator random) {
        return new LogEvents(
                Optional.of(data.logEvents()).filter(_ -> settings.database().isEmpty()),
                disk,
                settings.metrics().logBytes(),
                settings.region(),
                settings.account(),
                clock,
                random);
    }
}
