package io.hydrant.core.disk;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class RealDiskTest extends DiskContract {
    @TempDir Path folder;

    @Override
    Disk disk() {
        return new RealDisk();
    }

    @Override
    Path directory() {
        return folder;
    }
}
