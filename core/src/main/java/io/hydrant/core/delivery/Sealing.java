package io.hydrant.core.delivery;

import io.hydrant.core.log.LogCut;
import io.hydrant.core.log.LogSpan;
import io.hydrant.core.stream.DeliveryStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Objects that are cut off the open one, but not written down yet.
final class Sealing {
    private OpenObject open;
    private final List<ObjectDelivery> begun = new ArrayList<>();

    Sealing(OpenObject open) {
        this.open = open;
    }

    /// What is left after the cuts.
    OpenObject open() {
        return open;
    }

    List<ObjectDelivery> begun() {
        return begun;
    }

    /// Cuts an object that ends with the record that reaches the size hint, or else where the log
    /// ends now; `reason` is why, if the size is not reached.
    void cut(DeliveryStream stream, CutReason reason, RandomGenerator random) throws IOException {
        LogCut cut = open.cut(stream.destination().bufferingHints().sizeBytes());
        CutReason real = cut.reachedSize() ? CutReason.SIZE : reason;
        Instant oldest = open.since().orElseThrow();
        LogSpan span = new LogSpan(open.start(), cut.end());
        Intent intent = Intent.of(stream, span, oldest, real, random);
        begun.add(ObjectDelivery.fresh(intent));
        open = open.after(cut);
    }
}
