package io.hydrant.cli;

import io.hydrant.cli.program.CommandFailure;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A name that a command takes as an option and by itself: people remember one of the two.
final class NamedOnce {
    private NamedOnce() {}

    /// @throws CommandFailure when both are given, and differ
    static Optional<String> of(
            String option, @Nullable String asOption, @Nullable String byItself) {
        if (asOption != null && byItself != null && !asOption.equals(byItself)) {
            throw CommandFailure.wrongUsage(
                    "%s names %s, and %s stands there too.".formatted(option, asOption, byItself),
                    "Name one of them.");
        }
        return Optional.ofNullable(asOption != null ? asOption : byItself);
    }

    /// @param command with its option, as it is to be written
    /// @throws CommandFailure when none is given, too
    static String required(
            String option, @Nullable String asOption, @Nullable String byItself, String command) {
        return of(option, asOption, byItself)
                .orElseThrow(() ->
                        CommandFailure.wrongUsage(
                                "Missing required option: '" + option + "=NAME'",
                                "Write it like `hydrant " + command + "`."));
    }
}
