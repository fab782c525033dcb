package io.hydrant.core.disk;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/// A [MemoryDisk] whose forces in one folder take as long as one likes; those in others are not
/// held up. Safe for use from many threads.
public final class SlowDisk extends ForwardingDisk {
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);
    private volatile String folder = "";

    public SlowDisk() {
        super(new MemoryDisk());
    }

    /// From now on every force of a file in a folder of this name waits.
    public void holdForcesIn(String name) {
        folder = name;
    }

    /// Returns when a force waits.
    public void awaitHeldForce() throws InterruptedException {
        held.await();
    }

    /// Lets all forces go on, also later ones.
    public void letGo() {
        go.countDown();
    }

    @Override
    protected void beforeForce(Path file) {
        if (!folder.equals(nameOfFolder(file))) {
            return;
        }
        held.countDown();
        try {
            go.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String nameOfFolder(Path file) {
        return file.getName(file.getNameCount() - 2).toString();
    }
}
