package io.hydrant.core.iam;

import io.hydrant.core.catalog.Database;
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
    private final IamStore store;

    IamChanges(Database catalog) throws IOException {
        this.store = new IamStore(catalog, changing);
    }

    IamStore store() {
        return store;
    }

    /// By what the catalog says now; once more from the beginning when another node was quicker.
    <T> T make(Change<T> change) throws IOException {
        changing.lock();
        try {
            return store.feed().untilUpToDate(change::make);
        } finally {
            changing.unlock();
        }
    }

    void carryOut(Action action) throws IOException {
        Object done =
                make(() -> {
                    action.carryOut();
                    return true;
                });
        assert done.equals(true);
    }
}
