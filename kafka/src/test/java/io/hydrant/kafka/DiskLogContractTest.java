package io.hydrant.kafka;

import io.hydrant.core.disk.RealDisk;
import io.hydrant.core.log.LogSettings;
import io.hydrant.core.log.Logs;
import io.hydrant.core.log.StreamLogs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;

/// Logs in folders.
class DiskLogContractTest extends StreamLogContract {
    @TempDir private Path folder = Path.of("set by JUnit");
    private @Nullable Logs logs;

    @Override
    StreamLogs open() {
        logs =
                new Logs(
                        folder.resolve("logs"),
                        new RealDisk(),
                        InstantSource.system(),
                        new SplittableRandom(1),
                        new LogSettings(16 * 1024, 0));
        return logs;
    }

    @Override
    void close() throws IOException {
        if (logs != null) {
            logs.close();
        }
    }
}
