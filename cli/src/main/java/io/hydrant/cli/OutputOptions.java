package io.hydrant.cli;

import io.hydrant.cli.program.Surroundings;
import io.hydrant.cli.terminal.Console;
import picocli.CommandLine.Option;

/// How results are shown.
public final class OutputOptions {
    enum Colour {
        auto,
        always,
        never
    }

    private final Surroundings surroundings;

    @Option(
            names = "--json",
            description = "One JSON document per line instead of text for people.")
    private boolean json;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            defaultValue = "auto",
            description =
                    "auto, always or never. auto: on a terminal, unless NO_COLOR is set. Default:"
                            + " ${DEFAULT-VALUE}.")
    private Colour colour = Colour.auto;

    OutputOptions(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    boolean json() {
        return json;
    }

    Console console() {
        Console console = surroundings.console();
        return switch (colour) {
            case auto -> console;
            case always -> console.withColour(true);
            case never -> console.withColour(false);
        };
    }
}
