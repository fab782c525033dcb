package io.hydrant.cli;

import io.hydrant.cli.program.CommandFailure;
import io.hydrant.cli.send.Heading;
import io.hydrant.cli.send.RowsOfFiles;
import io.hydrant.cli.table.Columns;
import io.hydrant.cli.table.Dialect;
import io.hydrant.cli.table.InputFinder;
import io.hydrant.cli.table.MissingTexts;
import io.hydrant.cli.table.RecordFormat;
import io.hydrant.cli.table.RecordStyle;
import io.hydrant.cli.table.RecordTemplate;
import io.hydrant.cli.table.Typing;
import io.hydrant.cli.terminal.Program;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/// Which files a command reads, how, and what records it makes of their rows.
final class ReadingOptions {
    private static final String NO_QUOTE = "none";

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description =
                    "What to send: .csv, .csv.gz, .csv.zst, .zip, a pattern such as 'logs/**/*.csv', or - for standard"
                            + " input. FILE.zip!ENTRY is one entry of a zip with several.")
    private List<String> files = List.of();

    @Option(names = "--header", description = "The first row names the columns.")
    private boolean header;

    @Option(
            names = "--columns",
            paramLabel = "A,B,C",
            split = ",",
            hideParamSyntax = true,
            description = "The columns' names, for files that do not name them.")
    private List<String> columns = List.of();

    @Option(
            names = "--types",
            paramLabel = "COLUMN:TYPE,…",
            split = ",",
            hideParamSyntax = true,
            description =
                    "Types of columns: int, decimal, bool or string, as in id:int,price:decimal?,zip:string. With ? a missing"
                            + " value becomes null. Without it the row is a bad one, but any text is a string. The types of"
                            + " other columns are found.")
    private List<String> types = List.of();

    @Option(
            names = "--default",
            paramLabel = "COLUMN=VALUE",
            description = "What a missing value of that column becomes; once for each.")
    private Map<String, String> defaults = new LinkedHashMap<>();

    @Option(
            names = "--null",
            paramLabel = "A,B",
            description =
                    "What stands for a missing value, instead of an empty field, NULL, null, NA, N/A, NaN, None and the other"
                            + " words that pandas.read_csv takes for one. --null '' is the empty field only.")
    private @Nullable String missing;

    @Option(
            names = "--separator",
            paramLabel = "CHAR",
            converter = Separator.class,
            description =
                    "What stands between fields: one character, such as ';' or '|', or tab. Default: a comma.")
    private @Nullable Character separator;

    @Option(
            names = "--quote",
            paramLabel = "CHAR|none",
            converter = Quote.class,
            description =
                    "What encloses fields that hold separators or line breaks; none where nothing does. Default: \".")
    private @Nullable Quote quote;

    @Option(
            names = "--last-column-takes-rest",
            description =
                    "The last column takes the rest of its line as it stands, separators and quotes included: for files whose"
                            + " last column is a text that nobody quoted. How many columns there are, --columns or --header"
                            + " says; without them there are three.")
    private boolean lastColumnTakesRest;

    @Option(
            names = "--encoding",
            paramLabel = "NAME",
            defaultValue = "UTF-8",
            description =
                    "The files' character encoding, such as ISO-8859-1, windows-1252, UTF-16. A byte order mark in the file"
                            + " comes before it. Default: ${DEFAULT-VALUE}.")
    private Charset encoding = StandardCharsets.UTF_8;

    @Option(
            names = "--entry",
            paramLabel = "NAME",
            description = "The entry to read of zip files that hold several.")
    private @Nullable String entry;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            converter = Format.Converter.class,
            description =
                    "What a record looks like: json, an object with the columns' names; json-array, the values alone; csv, a"
                            + " line with commas; template, see there. Default: json.")
    private @Nullable Format format;

    @Option(
            names = "--template",
            paramLabel = "TEXT",
            description =
                    "A record as you write it: {{Title}} stands for the column's value as text, {{Title:json}} as JSON; \\n and"
                            + " \\t are a line break and a tab. Means --format template.")
    private @Nullable String template;

    @Option(
            names = "--delimiter",
            paramLabel = "newline|none",
            defaultValue = "newline",
            description =
                    "What ends each record. Firehose puts nothing between records, so none makes one long line of an object."
                            + " Default: ${DEFAULT-VALUE}.")
    private RecordFormat.Delimiter delimiter = RecordFormat.Delimiter.NEWLINE;

    /// What a record looks like.
    private enum Format {
        JSON("json"),
        JSON_ARRAY("json-array"),
        CSV("csv"),
        TEMPLATE("template");

        private final String word;

        Format(String word) {
            this.word = word;
        }

        static final class Converter implements ITypeConverter<Format> {
            @Override
            public Format convert(String text) {
                for (Format format : values()) {
                    if (format.word.equalsIgnoreCase(text)) {
                        return format;
                    }
                }
                throw new TypeConversionException(
                        "\"" + text + "\" is none of json, json-array, csv, template");
            }
        }
    }

    /// One character, some of which have names.
    static final class Separator implements ITypeConverter<Character> {
        @Override
        public Character convert(String text) {
            String character = text.equals("tab") || text.equals("\\t") ? "\t" : text;
            if (character.length() != 1 || "\r\n".contains(character)) {
                throw new TypeConversionException("\"" + text + "\" is not one character, nor tab");
            }
            return character.charAt(0);
        }
    }

    /// What encloses a field, if anything does.
    record Quote(Optional<Character> character) implements ITypeConverter<Quote> {
        /// For picocli, which converts with it.
        Quote() {
            this(Optional.empty());
        }

        @Override
        public Quote convert(String text) {
            if (text.equals(NO_QUOTE)) {
                return new Quote(Optional.empty());
            }
            if (text.length() != 1 || "\r\n".contains(text)) {
                throw new TypeConversionException(
                        "\"" + text + "\" is not one character, nor none");
            }
            return new Quote(Optional.of(text.charAt(0)));
        }
    }

    /// Looks for examples that come with the program beside it, too.
    void find(Program program) {
        files = files.stream().map(file -> found(program, file)).toList();
    }

    private static String found(Program program, String file) {
        return file.startsWith("examples/") ? program.found(Path.of(file)).toString() : file;
    }

    /// As the caller named them.
    List<String> files() {
        return files;
    }

    /// What only whole files can be asked for.
    void checkFollowable() {
        if (files.contains("-")) {
            throw CommandFailure.wrongUsage(
                    "--follow is for files; standard input is read as it comes anyway.",
                    "Leave --follow out.");
        }
        if (entry != null || encoding.newEncoder().maxBytesPerChar() > 4 || !isLikeAscii()) {
            throw CommandFailure.wrongUsage(
                    "--follow reads plain text in UTF-8 or a one-byte encoding.",
                    "Leave --entry and UTF-16 out.");
        }
    }

    /// Whether line feeds, separators and quotes are single bytes that mean nothing else.
    private boolean isLikeAscii() {
        return Arrays.equals(
                        "\n,\"".getBytes(encoding), "\n,\"".getBytes(StandardCharsets.US_ASCII))
                && separator() < 0x80
                && (quote == null || quote.character().map(c -> c < 0x80).orElse(true));
    }

    /// The rows of all files, which have been found and checked.
    RowsOfFiles rows(InputStream standardInput) throws IOException {
        RowsOfFiles.Reading reading = reading();
        InputFinder finder = new InputFinder(standardInput, Optional.ofNullable(entry));
        RowsOfFiles rows = new RowsOfFiles(finder.find(files), reading);
        rows.check();
        return rows;
    }

    /// How they are read, without looking at them.
    RowsOfFiles.Reading reading() {
        return new RowsOfFiles.Reading(heading(), dialect(), typing(), style());
    }

    private Heading heading() {
        if (header && !columns.isEmpty()) {
            throw CommandFailure.wrongUsage(
                    "--header and --columns both name the columns.", "Give one of them.");
        }
        Columns.repeated(columns)
                .ifPresent(name -> {
                    throw CommandFailure.wrongUsage(
                            "--columns names \"" + name + "\" twice.",
                            "Each column has its own name.");
                });
        if (header) {
            return new Heading.FirstRow(separator != null);
        }
        return columns.isEmpty() ? new Heading.Assumed() : new Heading.Given(columns);
    }

    private Dialect dialect() {
        if (lastColumnTakesRest && quote != null && quote.character().isPresent()) {
            throw CommandFailure.wrongUsage(
                    "--last-column-takes-rest reads quotes as any other character, so --quote has no meaning beside it.",
                    "Give one of them.");
        }
        Optional<Character> character = quote == null ? Optional.of('"') : quote.character();
        if (character.isPresent() && character.get() == separator()) {
            throw CommandFailure.wrongUsage(
                    "The separator and the quote are the same character.",
                    "Name another with --separator or --quote; --quote none has no quote.");
        }
        return new Dialect(
                encoding,
                separator(),
                lastColumnTakesRest ? Optional.empty() : character,
                lastColumnTakesRest);
    }

    private char separator() {
        return separator == null ? ',' : separator;
    }

    private Typing typing() {
        Map<String, Typing.Declared> declared = new HashMap<>();
        for (String type : types) {
            declare(declared, type);
        }
        return new Typing(
                declared,
                defaults,
                missing == null
                        ? MissingTexts.USUAL
                        : new MissingTexts(Arrays.asList(missing.split(",", -1))));
    }

    private static void declare(Map<String, Typing.Declared> declared, String text) {
        int colon = text.lastIndexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        Typing.Declared type =
                Typing.Declared.of(text.substring(colon + 1))
                        .filter(_ -> colon > 0)
                        .orElseThrow(() ->
                                CommandFailure.wrongUsage(
                                        "--types cannot read \"" + text + "\".",
                                        "Write COLUMN:TYPE; the types are int, decimal, bool and string, with ? for columns"
                                                + " whose missing values become null: --types id:int,price:decimal?"));
        if (declared.put(name, type) != null) {
            throw CommandFailure.wrongUsage(
                    "--types names \"" + name + "\" twice.", "A column has one type.");
        }
    }

    private RecordStyle style() {
        if (template != null && format != null && format != Format.TEMPLATE) {
            throw CommandFailure.wrongUsage(
                    "--template and --format " + format.word + " are two different records.",
                    "Give one of them.");
        }
        return new RecordStyle(
                template == null
                        ? shape()
                        : new RecordStyle.Shape.Templated(RecordTemplate.of(template)),
                delimiter);
    }

    private RecordStyle.Shape shape() {
        return switch (format == null ? Format.JSON : format) {
            case JSON -> new RecordStyle.Shape.JsonObject();
            case JSON_ARRAY -> new RecordStyle.Shape.JsonArray();
            case CSV -> new RecordStyle.Shape.Csv();
            case TEMPLATE ->
                    throw CommandFailure.wrongUsage(
                            "--format template needs the template.",
                            "Give it by --template, such as --template '{{id}} {{name:json}}'.");
        };
    }
}
