package io.hydrant.core.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.core.delivery.Scenario.Mishap;
import io.hydrant.core.delivery.Scenario.Mishap.Kind;
import io.hydrant.core.delivery.Scenario.Story;
import io.hydrant.core.log.LogSettings;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The [Scenario], once for every call that it makes of the disk, of the store, of the role and for
/// random numbers: something goes wrong just there. The power goes at each; what is milder is tried
/// at every other call, and at each with `-Dhydrant.everycall.each=1`. What goes wrong twice is
/// tried at fewer, and with `-Dhydrant.everycall.twice=1` at each, where it says so.
@Tag("long")
class EveryCallTest {
    /// So many calls after a crash the second mishap comes at the latest: it may strike the
    /// recovery or what is done next.
    private static final int SOON = 80;

    /// After a call that failed, or met a bug, it comes up to 64 calls later, and rather after a
    /// few.
    private static final int VERY_SOON_BITS = 7;

    private static final int SOME = 4;

    /// Of the calls at which something milder than a loss of power happens, of so many one is
    /// tried.
    private static final int EACH = Integer.getInteger("hydrant.everycall.each", 2);

    /// Of the calls at which something goes wrong that is followed by something else soon, of so
    /// many one is tried.
    private static final int TWICE = Integer.getInteger("hydrant.everycall.twice", 3);

    /// Seeds from here on are for what goes wrong twice.
    private static final int DOUBLE = 10;

    private static QuietLog quiet;

    /// Which story, and where segments end.
    enum Layout {
        /// A segment is full after a few frames.
        SMALL_SEGMENTS(Story.DELIVERED, new LogSettings(4096, 0, 2048), true, 1),
        /// A segment is never full: another is begun only when all is delivered.
        LARGE_SEGMENTS(Story.DELIVERED, new LogSettings(4 * 1024 * 1024, 0, 2048), false, 1),
        /// Records are transformed, and others sent to what is no object store.
        TRANSFORMED(Story.TRANSFORMED, new LogSettings(4096, 0, 2048), false, 1),
        /// The log has two readers, of which the second makes the calls that the first makes as
        /// well: every other one is enough.
        BACKED_UP(Story.BACKED_UP, new LogSettings(4096, 0, 2048), false, 2),

        /// Some records are in clear, others under either kind of key.
        ENCRYPTED(Story.ENCRYPTED, new LogSettings(4096, 0, 2048), false, 3);

        private final Story story;
        private final LogSettings settings;

        private final boolean hasFullObject;

        /// Of so many calls one is tried.
        private final int oneOf;

        Layout(Story story, LogSettings settings, boolean hasFullObject, int oneOf) {
            this.story = story;
            this.settings = settings;
            this.hasFullObject = hasFullObject;
            this.oneOf = oneOf;
        }

        /// A size hint is reached only where that is not tried too often.
        Scenario scenario(long seed, List<Mishap> mishaps) {
            return new Scenario(seed, story, settings, hasFullObject && seed < DOUBLE, mishaps);
        }
    }

    @BeforeAll
    static void silence() {
        quiet = new QuietLog(true);
    }

    @AfterAll
    static void listen() {
        quiet.close();
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsLostWhenThePowerGoes(Layout layout) throws IOException {
        forEachCall(layout, 1, at -> List.of(new Mishap(at, Kind.POWER_LOSS)));
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsLostWhenTheServerIsKilled(Layout layout) throws IOException {
        forEveryOtherCall(layout, 3, at -> List.of(new Mishap(at, Kind.KILL)));
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsLostWhenACallFails(Layout layout) throws IOException {
        forEveryOtherCall(layout, 4, at -> List.of(new Mishap(at, Kind.FAILURE)));
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsLostWhenCallsFailForAWhile(Layout layout) throws IOException {
        forSomeCalls(
                layout,
                5,
                at ->
                        IntStream.range(at, at + 12)
                                .mapToObj(call -> new Mishap(call, Kind.FAILURE))
                                .toList());
    }

    /// The server is not started again: it recovers by itself.
    @ParameterizedTest
    @EnumSource
    void nothingIsLostWhenACallMeetsABug(Layout layout) throws IOException {
        forEveryOtherCall(layout, 6, at -> List.of(new Mishap(at, Kind.BUG)));
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsLostWhenCallsMeetBugsForAWhile(Layout layout) throws IOException {
        forSomeCalls(
                layout,
                7,
                at ->
                        IntStream.range(at, at + 12)
                                .mapToObj(call -> new Mishap(call, Kind.BUG))
                                .toList());
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsLostWhenACallMeetsABugSoonAfterAnotherMishap(Layout layout) throws IOException {
        forManyCalls(layout, 15, at -> thenSoon(new Mishap(at, Kind.BUG), Kind.BUG));
        forSomeCalls(layout, 16, at -> thenSoon(new Mishap(at, Kind.BUG), Kind.POWER_LOSS));
        forSomeCalls(layout, 17, at -> thenSoon(new Mishap(at, Kind.BUG), Kind.FAILURE));
        forSomeCalls(layout, 18, at -> thenSoon(new Mishap(at, Kind.FAILURE), Kind.BUG));
        forSomeCalls(layout, 19, at -> thenSoon(new Mishap(at, Kind.POWER_LOSS), Kind.BUG));
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsLostWhenThePowerGoesDuringRecovery(Layout layout) throws IOException {
        forSomeCalls(layout, 10, at -> thenSoon(new Mishap(at, Kind.POWER_LOSS), Kind.POWER_LOSS));
        forSomeCalls(layout, 11, at -> thenSoon(new Mishap(at, Kind.KILL), Kind.POWER_LOSS));
        forManyCalls(layout, 12, at -> thenSoon(new Mishap(at, Kind.POWER_LOSS), Kind.KILL));
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsLostWhenThePowerGoesSoonAfterACallFailed(Layout layout) throws IOException {
        forSomeCalls(layout, 13, at -> thenSoon(new Mishap(at, Kind.FAILURE), Kind.POWER_LOSS));
        forManyCalls(layout, 14, at -> thenSoon(new Mishap(at, Kind.FAILURE), Kind.KILL));
    }

    private static List<Mishap> thenSoon(Mishap first, Kind second) {
        SplittableRandom random = new SplittableRandom(first.call());
        boolean goesOn = first.kind() == Kind.FAILURE || first.kind() == Kind.BUG;
        int atMost = goesOn ? 1 << random.nextInt(VERY_SOON_BITS) : SOON;
        int calls = 1 + random.nextInt(atMost);
        return List.of(first, new Mishap(first.call() + calls, second));
    }

    private static void forEachCall(Layout layout, long seed, IntFunction<List<Mishap>> mishaps)
            throws IOException {
        forCalls(layout, seed, layout.oneOf, mishaps);
    }

    private static void forEveryOtherCall(
            Layout layout, long seed, IntFunction<List<Mishap>> mishaps) throws IOException {
        forCalls(layout, seed, EACH * layout.oneOf, mishaps);
    }

    private static void forManyCalls(Layout layout, long seed, IntFunction<List<Mishap>> mishaps)
            throws IOException {
        forCalls(layout, seed, TWICE * layout.oneOf, mishaps);
    }

    private static void forSomeCalls(Layout layout, long seed, IntFunction<List<Mishap>> mishaps)
            throws IOException {
        forCalls(layout, seed, SOME * layout.oneOf, mishaps);
    }

    private static void forCalls(
            Layout layout, long seed, int step, IntFunction<List<Mishap>> mishaps)
            throws IOException {
        int calls = layout.scenario(seed, List.of()).run();
        assertThat(calls).isGreaterThan(300);
        IntStream.rangeClosed(0, calls / step)
                .map(index -> index * step + (int) (seed % step))
                .parallel()
                .forEach(at -> run(layout, seed, mishaps.apply(at)));
    }

    private static void run(Layout layout, long seed, List<Mishap> mishaps) {
        try {
            layout.scenario(seed, mishaps).run();
        } catch (Exception | Error e) {
            throw new AssertionError(
                    "%s, seed %d: %s: %s".formatted(layout, seed, mishaps, e.getMessage()), e);
        }
    }
}
