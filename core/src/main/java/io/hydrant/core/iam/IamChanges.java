package io.hydrant.core.iam;

import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;

/// Changes of what IAM keeps. They come one at a time: what a change has checked still holds when
/// it is written. Safe for use from many threads.
final class IamChanges {
    /// A change that has a result.
    @FunctionalInterface
    interface Change<T> {
        T make() throws IOException;
    }

    /// A change that has none.
    @FunctionalInterface
    interface Action {
        void carryOut() throws IOException;
    }

    private final ReentrantLock changing = new ReentrantLock();

    <T> T make(Change<T> change) throws IOException {
        changing.lock();
        try {
            return change.make();
        } finally {
            changing.unlock();
        }
    }

    void carryOut(Action action) throws IOException {
        changing.lock();
        try {
            action.carryOut();
        } finally {
            changing.unlock();
        }
    }
}
