package io.hydrant.core.catalog;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;

/// Where the catalogs of tests are kept: in files, unless the tests run in a module that offers
/// another place as a service. So the very tests of streams, identities and stacks run over each
/// kind of database.
public interface TestCatalog {
    /// Opens the catalog that belongs to a file, which need not be made; it is the same catalog
    /// each time.
    Database open(Path file, List<Database.Schema> schemas) throws IOException;

    /// Opens a catalog of these domains.
    static Database of(Path file, Database.Schema... schemas) throws IOException {
        return ServiceLoader.load(TestCatalog.class)
                .findFirst()
                .orElse(SqliteDatabase::openAll)
                .open(file, List.of(schemas));
    }
}
