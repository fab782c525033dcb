package io.hydrant.server.cluster;

import io.hydrant.core.catalog.Database;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToLongFunction;

/// How far this machine's clock is from the database's, which all nodes share. Ownership and order
/// rest on no clock; but signatures hold for five minutes, records' ages count from the time that a
/// node told, and sessions end by it. Safe for use from many threads.
public final class DatabaseClock {
    /// What is more is said.
    static final Duration SAID = Duration.ofSeconds(5);

    /// What is more is refused: a minute less than what a request's signature bears, of which its
    /// sender's clock may need some.
    static final Duration BORNE = Duration.ofMinutes(4);

    /// A question that took longer says little.
    private static final Duration QUESTION_MAX = Duration.ofSeconds(1);

    private static final Logger LOG = System.getLogger(DatabaseClock.class.getName());

    private final InstantSource clock;
    private volatile Duration ahead = Duration.ZERO;
    private volatile boolean isSaid;

    public DatabaseClock(InstantSource clock) {
        this.clock = clock;
    }

    /// Compares the clocks before the server does anything.
    ///
    /// @throws IOException when this one is too far off
    public void check(Database database) throws IOException {
        LOG.log(
                Level.DEBUG,
                "The databases clock says {0}",
                ask(database, ClusterTables::now, millis -> millis));
        Optional<String> trouble = trouble();
        if (trouble.isPresent()) {
            throw new IOException(trouble.get());
        }
    }

    /// Asks the database something, and compares the clocks by the time that it says.
    <T> T ask(Database database, Database.Work<T> question, ToLongFunction<T> millis)
            throws IOException {
        long before = clock.millis();
        T answer = database.read(question);
        long after = clock.millis();
        if (after >= before && after - before < QUESTION_MAX.toMillis()) {
            heard(Duration.ofMillis(before + (after - before) / 2 - millis.applyAsLong(answer)));
        }
        return answer;
    }

    private void heard(Duration now) {
        ahead = now;
        boolean isOff = now.abs().compareTo(SAID) > 0;
        if (isOff != isSaid) {
            isSaid = isOff;
            LOG.log(
                    isOff ? Level.WARNING : Level.INFO,
                    isOff
                            ? words(now) + ". Let NTP set both"
                            : "The clock of this machine agrees with the database's again");
        }
    }

    /// How far it is ahead; less than nothing when it is behind.
    public Duration ahead() {
        return ahead;
    }

    /// Why this server should take no requests.
    public Optional<String> trouble() {
        Duration known = ahead;
        return known.abs().compareTo(BORNE) > 0
                ? Optional.of(
                        words(known)
                                + ": signatures of clients would be refused, and sessions would end at the wrong time. Set it, best by NTP")
                : Optional.empty();
    }

    private static String words(Duration ahead) {
        return String.format(
                Locale.ROOT,
                "The clock of this machine is %.1f s %s the database's",
                ahead.abs().toMillis() / 1000.0,
                ahead.isNegative() ? "behind" : "ahead of");
    }
}
