package io.hydrant.cli.completion;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// The commands of the program with their options and arguments, as a shell completes them.
record Commands(List<Described> all) {
    Commands {
        all = List.copyOf(all);
    }

    /// @param argument what its arguments are; those of the program itself are commands
    record Described(String name, String header, List<Flag> flags, Expected argument) {
        Described {
            flags = List.copyOf(flags);
        }

        List<String> names() {
            return flags.stream().flatMap(flag -> flag.names().stream()).toList();
        }
    }

    record Flag(List<String> names, String description, Expected value) {
        Flag {
            names = List.copyOf(names);
        }
    }

    static Commands of(CommandLine program) {
        List<Described> all = new ArrayList<>();
        program.getSubcommands()
                .forEach((name, command) -> {
                    CommandSpec spec = command.getCommandSpec();
                    if (!spec.usageMessage().hidden()) {
                        all.add(described(name, spec));
                    }
                });
        return new Commands(all);
    }

    static Described described(String name, CommandSpec spec) {
        String[] header = spec.usageMessage().header();
        List<Flag> flags =
                spec.options().stream()
                        .filter(option -> !option.hidden())
                        .map(option ->
                                new Flag(
                                        List.of(option.names()),
                                        firstSentence(String.join(" ", option.description())),
                                        Expected.of(option)))
                        .toList();
        Expected argument =
                spec.positionalParameters().isEmpty()
                        ? new Expected.Nothing()
                        : Expected.of(spec.positionalParameters().getFirst());
        return new Described(name, header.length == 0 ? "" : header[0], flags, argument);
    }

    /// Without anything that a shell would take for more than text.
    private static String firstSentence(String text) {
        String plain = text.replaceAll("%n", " ").replaceAll("[^\\p{L}\\p{N} .,:;/()_-]", "");
        int end = plain.indexOf(". ");
        return (end < 0 ? plain : plain.substring(0, end)).strip();
    }
}
