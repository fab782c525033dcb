package io.hydrant.cli.redrive;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// What an error object's tag says of a redrive:
///
///     codes=Lambda.FunctionError since=2026-11-26T10:00:00Z state=done records=120 bad=1 at=2026-11-26T18:03:11.120Z
///
/// @param selection which of its records were meant
/// @param records so many of them, from the first on, are acknowledged
/// @param badLines so many lines held no record
/// @param at when this was written
/// @param again when a redrive was begun that sends what was sent before then; empty for one that
///   does not
record RedriveMark(
        Selection selection,
        State state,
        long records,
        long badLines,
        Instant at,
        Optional<Instant> again) {
    enum State {
        /// It goes on, or was cut off: records behind those that are acknowledged may have been
        /// taken.
        BEGUN,
        /// All are acknowledged.
        DONE
    }

    private static final String STATE = "state=";
    private static final String RECORDS = "records=";
    private static final String BAD = "bad=";
    private static final String AT = "at=";
    private static final String AGAIN = "again=";

    RedriveMark {
        at = at.truncatedTo(ChronoUnit.MILLIS);
    }

    static RedriveMark begun(Selection selection, Instant now, Optional<Instant> again) {
        return new RedriveMark(selection, State.BEGUN, 0, 0, now, again);
    }

    boolean isDone() {
        return state == State.DONE;
    }

    RedriveMark reached(long acknowledged, Instant now) {
        return new RedriveMark(selection, State.BEGUN, acknowledged, badLines, now, again);
    }

    RedriveMark done(long acknowledged, long bad, Instant now) {
        return new RedriveMark(selection, State.DONE, acknowledged, bad, now, Optional.empty());
    }

    String text() {
        return selection.text()
                + STATE
                + (isDone() ? "done" : "begun")
                + " "
                + RECORDS
                + records
                + (badLines == 0 ? "" : " " + BAD + badLines)
                + " "
                + AT
                + at
                + again.map(time -> " " + AGAIN + time).orElse("");
    }

    /// Empty when it is something else.
    static Optional<RedriveMark> of(String text) {
        String[] words = text.split(" ", -1);
        Optional<String> state = value(words, STATE);
        Optional<String> records = value(words, RECORDS);
        Optional<String> at = value(words, AT);
        boolean isKnown = state.filter(word -> word.matches("begun|done")).isPresent();
        if (!isKnown || records.isEmpty() || at.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new RedriveMark(
                            Selection.of(words),
                            state.get().equals("done") ? State.DONE : State.BEGUN,
                            Long.parseLong(records.get()),
                            Long.parseLong(value(words, BAD).orElse("0")),
                            Instant.parse(at.get()),
                            value(words, AGAIN).map(Instant::parse)));
        } catch (NumberFormatException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> value(String[] words, String name) {
        for (String word : words) {
            if (word.startsWith(name)) {
                return Optional.of(word.substring(name.length()));
            }
        }
        return Optional.empty();
    }
}
