package io.hydrant.cli;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.IHelpFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/// Help whose lines do not end within an address: what is written `s3://BUCKET` can be copied. Line
/// breaks are allowed behind a colon or a slash, so there stands a character that nobody sees and
/// that forbids it, until the text is written.
final class WholeWords implements IHelpFactory {
    /// ZERO WIDTH NO-BREAK SPACE. Of WORD JOINER the JDK's rules know nothing.
    private static final char JOINER = '\uFEFF';

    private static final Pattern BREAKABLE = Pattern.compile("(?<=[:/-])(?=[^\\s:/-])|(?<=:)(?=/)");
    private static final Pattern WORD = Pattern.compile("\\S*[A-Za-z0-9]:\\S+");

    @Override
    public Help create(CommandSpec command, ColorScheme colours) {
        UsageMessageSpec usage = command.usageMessage();
        usage.description(joined(usage.description()));
        usage.footer(joined(usage.footer()));
        // The program's own options are also those of its commands, and say nothing that could
        // break.
        List<OptionSpec> options = command.subcommands().isEmpty() ? command.options() : List.of();
        for (OptionSpec option : List.copyOf(options)) {
            command.remove(option);
            command.addOption(
                    OptionSpec.builder(option).description(joined(option.description())).build());
        }
        for (PositionalParamSpec argument : List.copyOf(command.positionalParameters())) {
            command.remove(argument);
            command.addPositional(
                    PositionalParamSpec.builder(argument)
                            .paramLabel(joined(argument.paramLabel()))
                            .description(joined(argument.description()))
                            .build());
        }
        return new Help(command, colours);
    }

    private static String[] joined(String[] lines) {
        return Arrays.stream(lines).map(WholeWords::joined).toArray(String[]::new);
    }

    private static String joined(String text) {
        return WORD.matcher(text)
                .replaceAll(word ->
                        BREAKABLE
                                .matcher(word.group())
                                .replaceAll(String.valueOf(JOINER))
                                .replace("\\", "\\\\")
                                .replace("$", "\\$"));
    }

    /// Writes all but the joints.
    static final class Written extends FilterWriter {
        Written(Writer to) {
            super(to);
        }

        @Override
        public void write(int character) throws IOException {
            if (character != JOINER) {
                out.write(character);
            }
        }

        @Override
        public void write(char[] characters, int from, int length) throws IOException {
            write(new String(characters, from, length), 0, length);
        }

        @Override
        public void write(String text, int from, int length) throws IOException {
            String part = text.substring(from, from + length);
            out.write(part.replace(String.valueOf(JOINER), ""));
        }
    }
}
