package io.hydrant.core.catalog;

import io.hydrant.core.catalog.Database.Work;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/// A domain of the catalog that is kept in memory, and what other nodes change of it. The copy is
/// never more than a second or two old while the database can be reached; [#isInTouch] says whether
/// it can.
///
/// A change is checked against the copy, then written. It is written only if the copy was up to
/// date: otherwise [OvertakenException] says that another node was quicker, and the change is to be
/// made anew, from its checks on ([#untilUpToDate]). Safe for use from many threads.
public interface Feed {
    /// Who keeps the copy. What it reads takes effect when what it returns is run, under its lock.
    interface Follower {
        /// Reads everything, to stand in place of what is there.
        Runnable all(Connection connection) throws SQLException;

        /// Reads anew what some keys stand for: these may be changed, new, or gone.
        Runnable some(Connection connection, Collection<String> keys) throws SQLException;

        /// Others changed something: calls [Feed#catchUp] while it holds its lock.
        void news() throws IOException;
    }

    /// A change, from its checks on.
    @FunctionalInterface
    interface Change<T extends @Nullable Object> {
        T make() throws IOException;
    }

    /// How often a change is made anew. Each time another one was made meanwhile.
    int OVERTAKEN_MAX = 100;

    /// Brings the copy up to date. To be called by the follower while it holds its lock.
    void catchUp() throws IOException;

    /// As [Database#write], of a change to what these keys stand for.
    ///
    /// @throws OvertakenException when the copy was not up to date; nothing was changed then
    <T extends @Nullable Object> T write(Collection<String> keys, Work<T> work) throws IOException;

    /// Whether something that is not in the copy may be in the catalog, since another node may just
    /// have added it; asks the database, now and then.
    boolean isWorthAnotherLook();

    /// Brings the copy up to date if that is worth another look. Whether it did: what was not found
    /// may be there now.
    ///
    /// @param changing the follower's lock
    default boolean lookAgain(Lock changing) {
        if (!isWorthAnotherLook()) {
            return false;
        }
        changing.lock();
        try {
            catchUp();
            return true;
        } catch (IOException e) {
            System.getLogger(Feed.class.getName())
                    .log(Level.DEBUG, "The catalog could not be asked", e);
            return false;
        } finally {
            changing.unlock();
        }
    }

    /// Whether it was lately known what others changed. When not, what somebody may do must not be
    /// decided by the copy.
    boolean isInTouch();

    /// Makes a change by what the catalog says now. To be called by the follower while it holds its
    /// lock.
    default <T extends @Nullable Object> T untilUpToDate(Change<T> change) throws IOException {
        for (int overtaken = 0; ; overtaken++) {
            catchUp();
            try {
                return change.make();
            } catch (OvertakenException e) {
                if (overtaken >= OVERTAKEN_MAX) {
                    throw e;
                }
            }
        }
    }
}
