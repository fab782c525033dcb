package io.hydrant.producer;

/// How many requests may be on their way at once: as many as there are lanes while all goes well,
/// half as many after each request that was told to slow down, one more after so many that were
/// taken. Guarded by itself.
final class Throttle {
    /// Requests that must be taken before another lane opens again.
    private static final int PATIENCE = 20;

    private final int lanes;
    private int open;
    private int onTheirWay;
    private int takenSince;

    Throttle(int lanes) {
        this.lanes = lanes;
        this.open = lanes;
    }

    synchronized void enter() throws InterruptedException {
        while (onTheirWay >= open) {
            wait();
        }
        onTheirWay++;
    }

    synchronized void leave() {
        onTheirWay--;
        notifyAll();
    }

    synchronized void taken() {
        if (open < lanes && ++takenSince >= PATIENCE) {
            takenSince = 0;
            open++;
            notifyAll();
        }
    }

    synchronized void toldToSlowDown() {
        takenSince = 0;
        open = Math.max(1, open / 2);
    }
}
