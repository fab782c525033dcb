package io.hydrant.kafka;

/// The end of a thread that was told to end.
final class Ending {
    private Ending() {}

    /// Wakes it, and returns once it has ended.
    ///
    /// @return false when this thread was interrupted before
    static boolean await(Thread thread) {
        thread.interrupt();
        try {
            thread.join();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
