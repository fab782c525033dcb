package io.hydrant.kafka;

import io.hydrant.core.log.StreamLogs;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/// Logs in topics.
class KafkaLogContractTest extends StreamLogContract {
    @TempDir private Path folder = Path.of("set by JUnit");
    private @Nullable Machine machine;
    private boolean isOpen;

    @Override
    StreamLogs open() throws IOException {
        Machine on = machine == null ? new Machine(folder, Brokers.settings()) : machine;
        machine = on;
        isOpen = true;
        return on.begin();
    }

    @Override
    void close() throws IOException {
        if (machine != null && isOpen) {
            isOpen = false;
            machine.endLast();
        }
    }

    @AfterEach
    void stop() throws IOException {
        isOpen = false;
        if (machine != null) {
            machine.close();
        }
    }
}
