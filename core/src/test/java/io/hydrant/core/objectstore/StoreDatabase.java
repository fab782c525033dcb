package io.hydrant.core.objectstore;

import io.hydrant.core.catalog.Database;

/// The index of a store, for tests that look at its commits.
public final class StoreDatabase {
    private StoreDatabase() {}

    public static Database of(S3Store store) {
        return store.buckets().index.database();
    }
}
