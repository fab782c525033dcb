package io.hydrant.cli.completion;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/// What may be written as the value of an option, or as an argument.
sealed interface Expected {
    /// No value: the option says it all, or may.
    record Nothing() implements Expected {}

    record Files() implements Expected {}

    /// The names of streams that there are.
    record Streams() implements Expected {}

    record Stacks() implements Expected {}

    /// In small letters, which the program takes as well.
    record OneOf(List<String> words) implements Expected {
        public OneOf {
            words = List.copyOf(words);
        }
    }

    /// A text that only its writer knows.
    record AnyText() implements Expected {}

    /// What is called so on the command line is a file, whatever its type: it may be a pattern.
    Set<String> FILE_LABELS = Set.of("FILE", "DIR", "TEMPLATE", "DATA");

    static Expected of(ArgSpec argument) {
        String label = argument.paramLabel().toUpperCase(Locale.ROOT).replaceAll("[^A-Z]", "");
        String names = argument.isOption() ? String.join(" ", namesOf(argument)) : label;
        if (argument.isOption() && argument.arity().min() == 0) {
            return new Nothing();
        }
        if (argument.completionCandidates() != null) {
            return new OneOf(
                    StreamSupport.stream(argument.completionCandidates().spliterator(), false)
                            .map(word -> word.toLowerCase(Locale.ROOT))
                            .toList());
        }
        if (names.contains("--stream") || names.equals("STREAM")) {
            return new Streams();
        }
        if (names.contains("--stack") || names.equals("STACK")) {
            return new Stacks();
        }
        Class<?> type = argument.typeInfo().getAuxiliaryTypes()[0];
        if (type == Path.class || type == File.class || FILE_LABELS.contains(label)) {
            return new Files();
        }
        return new AnyText();
    }

    private static List<String> namesOf(ArgSpec argument) {
        return argument instanceof OptionSpec option ? List.of(option.names()) : List.of();
    }
}
