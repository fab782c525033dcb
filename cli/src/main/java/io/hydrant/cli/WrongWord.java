package io.hydrant.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ParameterException;

/// A word that is none of those that an option or argument takes.
///
/// @param of the option, or what the argument is called
record WrongWord(String of, String typed, List<String> words) {
    private static final Pattern TOLD =
            Pattern.compile(
                    "Invalid value for (?:option '(?<option>[^']*)'|positional parameter at index [0-9.*]+ \\((?<argument>[^)]*)\\)).*"
                            + ": expected one of \\[(?<words>[^\\]]*)\\] \\(case-insensitive\\) but was '(?<typed>.*)'",
                    Pattern.DOTALL);

    static Optional<WrongWord> in(ParameterException failure) {
        Matcher told = TOLD.matcher(String.valueOf(failure.getMessage()));
        return told.matches()
                ? Optional.of(
                        new WrongWord(
                                Optional.ofNullable(told.group("option"))
                                        .orElse(told.group("argument")),
                                told.group("typed"),
                                List.of(
                                        told.group("words")
                                                .toLowerCase(Locale.ROOT)
                                                .split(", ", -1))))
                : Optional.empty();
    }

    List<String> suggestions() {
        return Suggestions.of(typed.toLowerCase(Locale.ROOT), words);
    }

    String text() {
        return of + " cannot be \"" + typed + "\": it is one of " + String.join(", ", words) + ".";
    }
}
