package io.hydrant.server;

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
import java.nio.file.Path;
import java.time.InstantSource;
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
