package io.hydrant.postgresql;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;

/// How far this node has seen the catalog come, by the numbers of ordered writes. A catalog that is
/// at an earlier number was put back from an older copy while the node ran: from then on nothing is
/// done by what is in it, until the node is started again, which asks what is to be. Safe for use
/// from many threads.
final class CatalogHeight {
    private static final Logger LOG = System.getLogger(CatalogHeight.class.getName());

    private final DatabaseAddress address;
    private final SeenWrites kept;
    private long highest;
    private volatile Optional<String> trouble = Optional.empty();

    CatalogHeight(DatabaseAddress address, SeenWrites kept, long highest) {
        this.address = address;
        this.kept = kept;
        this.highest = highest;
    }

    /// The greatest number that was seen. Whatever is asked of the database afterwards must be as
    /// far at least.
    synchronized long highest() {
        return highest;
    }

    /// A write with this number is in the database.
    synchronized void saw(long number) {
        if (number > highest) {
            highest = number;
            kept.saw(number);
        }
    }

    /// Why nothing may be done by what is in the database.
    Optional<String> trouble() {
        return trouble;
    }

    /// @throws IOException when the catalog went back
    void refuseIfBack() throws IOException {
        Optional<String> why = trouble;
        if (why.isPresent()) {
            throw new IOException(why.get());
        }
    }

    /// Holds what the database answered against what was seen before it was asked.
    ///
    /// @throws IOException when it is less
    void refuseIfBelow(long number, long known) throws IOException {
        if (number < known && trouble.isEmpty()) {
            trouble =
                    Optional.of(
                            "The database %s went back while this server ran: its last change was number %d, and is number %d now. It was put back from an older copy, which does not know what was made, changed, revoked and delivered since; so nothing is taken, delivered or changed. Stop all nodes, put the newer database back, and start them; or, to go on with what it has, start each once with --accept-older-database"
                                    .formatted(address, known, number));
            LOG.log(Level.ERROR, trouble.get());
        }
        refuseIfBack();
    }
}
