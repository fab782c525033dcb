package io.hydrant.postgresql;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Who opens a catalog, and what must agree with it.
///
/// @param id of its data directory, the same after each start
/// @param name by which people know it: host and data directory
/// @param rootKey id and secret of its root key, which is the same for all nodes
public record DatabaseNode(
        String id, String name, String account, String region, String rootKey, Sharing sharing) {
    /// Whether others may have the catalog too.
    public enum Sharing {
        /// The node's log is on its own disk, so that the catalog is of use to nobody else.
        ALONE,
        SHARED
    }

    /// What is kept of the root key: enough to know it again, and no more.
    String rootKeyHash(String catalog) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest((catalog + "\n" + rootKey).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is in every JDK", e);
        }
    }

    @Override
    public String toString() {
        return "DatabaseNode[" + name + "]";
    }
}
