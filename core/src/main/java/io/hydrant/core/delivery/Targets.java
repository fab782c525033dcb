package io.hydrant.core.delivery;

import io.hydrant.core.disk.Disk;
import io.hydrant.core.format.Converter;
import io.hydrant.core.objectstore.ObjectSink;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.stream.RoleAssumer;
import io.hydrant.core.stream.destination.ExtendedS3Destination;
import java.time.InstantSource;

/// The target that each kind of destination has. Safe for use from many threads.
///
/// @param converter writes objects whose format has columns
record Targets(
        Disk disk, RoleAssumer roles, ObjectSink sink, InstantSource clock, Converter converter)
        implements Target.Choice {
    /// Of a server that converts nothing.
    Targets(Disk disk, RoleAssumer roles, ObjectSink sink, InstantSource clock) {
        this(disk, roles, sink, clock, Converter.NONE);
    }

    @Override
    public Target of(DeliveryStream stream) {
        return switch (stream.destination()) {
            case ExtendedS3Destination s3 ->
                    new ObjectTarget(disk, roles, sink, clock, converter, s3.roleArn());
        };
    }
}
