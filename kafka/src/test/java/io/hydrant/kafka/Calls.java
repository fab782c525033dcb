package io.hydrant.kafka;

import java.time.Duration;

/// The calls that one process makes of others. Each takes a moment, in which others go on; and at
/// any of them the process may be killed, or frozen for a while.
final class Calls {
    private static final int NEVER = Integer.MAX_VALUE;
    private static final int MILLIS_MAX = 4;

    private final Strands strands;
    private final Strands.Program process;
    private final Troubles troubles;
    private int untilDeath = NEVER;
    private int untilFrost = NEVER;
    private Duration frost = Duration.ZERO;

    Calls(Strands strands, Strands.Program process, Troubles troubles) {
        this.strands = strands;
        this.process = process;
        this.troubles = troubles;
    }

    void dieAfter(int calls) {
        untilDeath = calls;
    }

    void freezeAfter(int calls, Duration time) {
        untilFrost = calls;
        frost = time;
    }

    /// All is well from now on.
    void calm() {
        untilDeath = NEVER;
        untilFrost = NEVER;
    }

    /// Before or after a call.
    void pass() {
        if (untilDeath != NEVER && untilDeath-- <= 0) {
            process.kill();
        }
        if (untilFrost != NEVER && untilFrost-- <= 0) {
            untilFrost = NEVER;
            strands.freeze(process, frost);
        }
        strands.rest(troubles.upTo(MILLIS_MAX));
    }

    /// After a call whose answer may take its time.
    void passSlowly() {
        strands.rest(troubles.upTo(troubles.slownessMillis));
        pass();
    }

    void rest(Duration time) {
        strands.rest(time);
    }

    Strands strands() {
        return strands;
    }

    Troubles troubles() {
        return troubles;
    }
}
