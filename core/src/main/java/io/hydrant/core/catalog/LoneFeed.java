package io.hydrant.core.catalog;

import io.hydrant.core.catalog.Database.Work;
import java.io.IOException;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// The feed of a database that one process has to itself: nobody else changes anything.
record LoneFeed(Database database) implements Feed {
    @Override
    public void catchUp() {}

    @Override
    public <T extends @Nullable Object> T write(Collection<String> keys, Work<T> work)
            throws IOException {
        return database.write(work);
    }

    @Override
    public boolean isWorthAnotherLook() {
        return false;
    }

    @Override
    public boolean isInTouch() {
        return true;
    }
}
