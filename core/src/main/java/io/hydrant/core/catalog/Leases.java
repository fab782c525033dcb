package io.hydrant.core.catalog;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// Who of the nodes works on what, each thing by its name. A lease holds while its node renews it,
/// which it does by itself; when a node is gone, another may take the lease over. So whoever works
/// under a lease writes with [Lease#check]: what it held before is then refused, however late it
/// comes. Safe for use from many threads.
public interface Leases {
    /// The right to work on something, until it is given back or lost.
    interface Lease {
        /// Whether it still is this node's; to be asked inside a [Database#write].
        boolean check(Connection connection) throws SQLException;

        /// Gives it back. One that was lost is left to whoever has it.
        void release();
    }

    /// Takes a lease; empty when another node has it.
    ///
    /// @param called is run when another node calls for attention: [#call]
    Optional<Lease> tryTake(String name, Runnable called) throws IOException;

    /// Calls for the attention of whichever node has a lease; it hears of it within a few seconds.
    void call(String name) throws IOException;

    /// Those of these names that no other node has.
    List<String> free(List<String> names) throws IOException;

    /// Whether there may be other nodes.
    boolean isShared();

    /// Where there are no other nodes.
    Leases LONE =
            new Leases() {
                private final Lease ours =
                        new Lease() {
                            @Override
                            public boolean check(Connection connection) {
                                return true;
                            }

                            @Override
                            public void release() {}
                        };

                @Override
                public Optional<Lease> tryTake(String name, Runnable called) {
                    return Optional.of(ours);
                }

                @Override
                public void call(String name) {}

                @Override
                public List<String> free(List<String> names) {
                    return names;
                }

                @Override
                public boolean isShared() {
                    return false;
                }
            };
}
