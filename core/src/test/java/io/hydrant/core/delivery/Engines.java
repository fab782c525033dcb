package io.hydrant.core.delivery;

import io.hydrant.core.disk.RealDisk;
import io.hydrant.core.format.Converter;
import io.hydrant.core.iam.Principal;
import io.hydrant.core.log.Logs;
import io.hydrant.core.log.Ownership;
import io.hydrant.core.meter.Meters;
import io.hydrant.core.objectstore.ObjectSink;
import io.hydrant.core.stream.DeliveryStreams;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// Engines on a real disk and the real clock, whose roles may be assumed and which transform
/// nothing; not started.
final class Engines {
    private Engines() {}

    static DeliveryEngine of(
            Logs logs,
            Ownership ownership,
            DeliveryStreams streams,
            ObjectSink sink,
            RandomGenerator random) {
        return new DeliveryEngine(
                logs,
                ownership,
                new RealDisk(),
                streams,
                (role, stream) -> new Principal.Root("123456789012"),
                sink,
                Transforms.NONE,
                Converter.NONE,
                Meters.unread(),
                InstantSource.system(),
                random,
                DeliverySettings.DEFAULT);
    }
}
