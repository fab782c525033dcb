package io.hydrant.core.delivery;

import io.hydrant.core.log.StreamLog;
import io.hydrant.core.stream.DeliveryStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Objects that are cut off the open ones, but not written down yet.
final class Sealing {
    private final StreamLog log;
    private final Partitions partitions;
    private final List<ObjectDelivery> begun = new ArrayList<>();

    private Sealing(StreamLog log, Partitions partitions) {
        this.log = log;
        this.partitions = partitions;
    }

    /// A draft, without a cut yet.
    static Sealing of(Progress at) {
        return new Sealing(at.log(), at.partitions().copy());
    }

    /// What is left after the cuts.
    Partitions partitions() {
        return partitions;
    }

    List<ObjectDelivery> begun() {
        return begun;
    }

    /// Cuts an object that ends with the record that reaches the size, or else where it ends now;
    /// `reason` is why, if the size is not reached.
    void cut(
            OpenObject open,
            DeliveryStream stream,
            long sizeBytes,
            CutReason reason,
            RandomGenerator random)
            throws IOException {
        Partitions.Cut cut = partitions.cut(open, sizeBytes);
        CutReason real = cut.reachedSize() ? CutReason.SIZE : reason;
        Intent intent = Intent.of(stream, cut.part(), cut.oldestArrival(), real, random);
        begun.add(ObjectDelivery.fresh(log, intent));
    }
}
