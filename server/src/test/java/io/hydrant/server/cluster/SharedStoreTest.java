package io.hydrant.server.cluster;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.core.catalog.Database;
import io.hydrant.core.catalog.SqliteDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// All nodes of a cluster deliver into one S3.
class SharedStoreTest {
    private static final String ONE = "http://s3.example.com";
    private static final String OTHER = "http://s3.example.org";

    @TempDir Path folder;

    @Test
    void anotherAddressIsRefusedUnlessItIsSaidToBeTheSameStore() throws IOException {
        try (Database catalog =
                SqliteDatabase.openAll(
                        folder.resolve("catalog.db"), List.of(ClusterSchema.SCHEMA))) {
            SharedStore.check(catalog, ONE, "first", false);
            SharedStore.check(catalog, ONE, "second", false);
            assertThatThrownBy(() -> SharedStore.check(catalog, OTHER, "third", false))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(ONE)
                    .hasMessageContaining("node first")
                    .hasMessageContaining(OTHER)
                    .hasMessageContaining("--s3-same-store");
            SharedStore.check(catalog, OTHER, "third", true);
            SharedStore.check(catalog, OTHER, "fourth", false);
        }
    }
}
