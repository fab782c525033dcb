package io.hydrant.server.cluster;

import io.hydrant.core.catalog.Database;
import io.hydrant.core.catalog.Sql;
import java.io.IOException;

/// Which S3 the objects of a cluster are in. A node that delivered into another would scatter them,
/// and whoever looks for them in one store would miss those in the other.
public final class SharedStore {
    private record Known(String address, String node) {}

    private SharedStore() {}

    /// Notes the address that this node names, or makes sure that it is the one that was noted.
    ///
    /// @param isSame whether it is the same store whatever its address: then this is noted
    /// @throws IOException with what to do, when it is another
    public static void check(Database catalog, String address, String node, boolean isSame)
            throws IOException {
        Known known =
                catalog.write(connection -> {
                    Sql.update(
                            connection,
                            "INSERT INTO cluster_store (one, address, node) VALUES (1, ?, ?)"
                                    + (isSame
                                            ? " ON CONFLICT (one) DO UPDATE SET address ="
                                                    + " excluded.address, node = excluded.node"
                                            : " ON CONFLICT (one) DO NOTHING"),
                            address,
                            node);
                    return Sql.first(
                                    connection,
                                    "SELECT address, node FROM cluster_store",
                                    row -> new Known(row.getString(1), row.getString(2)))
                            .orElseThrow();
                });
        if (!known.address().equals(address)) {
            throw new IOException(
                    "The objects of this cluster are in the S3 %s, as the node %s has it, and this one would put its own into %s. Start it with that --s3-endpoint; or, if both are one store by several addresses, or it has moved there whole, with --s3-same-store."
                            .formatted(known.address(), known.node(), address));
        }
    }
}
