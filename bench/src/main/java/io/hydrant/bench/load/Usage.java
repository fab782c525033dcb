package io.hydrant.bench.load;

import java.io.IOException;
import java.util.Optional;

/// What a server's process has used up to some moment.
record Usage(double cpuSeconds, long writtenBytes) {
    static Optional<Usage> of(MeasuredServer target) throws IOException {
        if (target.process().isEmpty()) {
            return Optional.empty();
        }
        ServerProcess process = target.process().get();
        return Optional.of(new Usage(process.cpuSeconds(), process.writtenBytes()));
    }

    Usage since(Usage before) {
        return new Usage(cpuSeconds - before.cpuSeconds, writtenBytes - before.writtenBytes);
    }
}
