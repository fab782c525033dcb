package io.hydrant.cli;

import io.hydrant.cli.program.Release;
import io.hydrant.cli.program.Surroundings;
import io.hydrant.cli.table.RecordFormat;
import io.hydrant.cli.terminal.Console;
import io.hydrant.cli.terminal.Program;
import io.hydrant.server.RunningServer;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;

/// The `hydrant` program: its commands, its help, and how its failures look.
@Command(
        name = "hydrant",
        versionProvider = Release.class,
        synopsisSubcommandLabel = "COMMAND",
        description =
                "A self-hosted Amazon Data Firehose: records go in over AWS's own API, wait safely on disk,"
                        + " and arrive in S3 as objects, each record exactly once.",
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "A first look:",
            "  hydrant demo                        # the whole pipeline, on a server of its own",
            "",
            "A pipeline of your own:",
            "  hydrant serve                       # start the server",
            "  hydrant deploy examples/netflix/pipeline.yaml --stack netflix",
            "  hydrant send examples/netflix/films.csv --stream movies-netflix",
            "  hydrant status                      # how far the buffer has filled",
            "",
            "hydrant COMMAND --help explains each command. Exit status: 0 done, 1 failed, 2 wrong usage,",
            "3 partly done: some rows were left out, or records given up."
        })
public final class HydrantProgram {
    /// By their names, in the order of the help. Those that complete what is typed must know all
    /// others, and are not among them.
    private static final Map<String, Function<Surroundings, Object>> COMMANDS =
            new LinkedHashMap<>();

    static {
        COMMANDS.put("serve", ServeCommand::new);
        COMMANDS.put("demo", DemoCommand::new);
        COMMANDS.put("deploy", DeployCommand::new);
        COMMANDS.put("delete", DeleteCommand::new);
        COMMANDS.put("stacks", StacksCommand::new);
        COMMANDS.put("events", EventsCommand::new);
        COMMANDS.put("send", SendCommand::new);
        COMMANDS.put("status", StatusCommand::new);
        COMMANDS.put("top", TopCommand::new);
        COMMANDS.put("nodes", NodesCommand::new);
        COMMANDS.put("flush", FlushCommand::new);
        COMMANDS.put("ls", LsCommand::new);
        COMMANDS.put("cat", CatCommand::new);
        COMMANDS.put("verify", VerifyCommand::new);
        COMMANDS.put("redrive", RedriveCommand::new);
        COMMANDS.put("backup", BackupCommand::new);
        COMMANDS.put("check", CheckCommand::new);
        COMMANDS.put("migrate", MigrateCommand::new);
        COMMANDS.put("env", EnvCommand::new);
    }

    @SuppressWarnings("UnusedVariable") // picocli acts on it
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    private boolean helpWanted;

    @SuppressWarnings("UnusedVariable") // picocli acts on it
    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version, its commit, and the Java that runs it.")
    private boolean versionWanted;

    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            description = "Show the stack trace of a failure.")
    private boolean debug;

    private HydrantProgram() {}

    static int run(Console console, String[] arguments) {
        return run(Surroundings.ofProcess(console), arguments);
    }

    static int run(Surroundings surroundings, String... arguments) {
        String called = arguments.length == 0 ? "" : arguments[0];
        return commandLine(surroundings, called).execute(arguments);
    }

    /// The command line with all commands.
    static CommandLine commandLine(Surroundings surroundings) {
        return commandLine(surroundings, "");
    }

    private static CommandLine commandLine(Surroundings surroundings, String called) {
        HydrantProgram program = new HydrantProgram();
        CommandLine commandLine = new CommandLine(program);
        addCommands(commandLine, surroundings, called);
        Console console = surroundings.console();
        callBy(commandLine, console.program());
        spaceOut(commandLine);
        Failures failures = new Failures(console);
        Help.Ansi ansi = console.coloured() ? Help.Ansi.ON : Help.Ansi.OFF;
        return commandLine
                .registerConverter(Charset.class, HydrantProgram::charset)
                .registerConverter(URI.class, HydrantProgram::address)
                .registerConverter(RecordFormat.Delimiter.class, HydrantProgram::delimiter)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(
                        Math.clamp(console.columns(), 80, 110 + console.program().call().length()))
                .setUsageHelpLongOptionsMaxWidth(30)
                .setColorScheme(Help.defaultColorScheme(ansi))
                .setHelpFactory(new WholeWords())
                .setOut(new PrintWriter(new WholeWords.Written(writer(console.out())), true))
                .setErr(writer(console.err()))
                .setParameterExceptionHandler(failures::wrongUsage)
                .setExecutionExceptionHandler((failure, command, parsed) ->
                        failures.failed(
                                failure,
                                program.debug,
                                command.getParseResult().hasMatchedOption("--json"),
                                endpoint(command.getParseResult(), surroundings)));
    }

    /// Whom a command talks to, as a failure names it.
    private static String endpoint(ParseResult parsed, Surroundings surroundings) {
        if (parsed.hasMatchedOption("--aws")) {
            return "AWS";
        }
        URI given = parsed.matchedOptionValue("--endpoint-url", null);
        if (given != null) {
            return given.toString();
        }
        return surroundings
                .variable("AWS_ENDPOINT_URL")
                .map(url -> url + ", which AWS_ENDPOINT_URL names,")
                .or(() -> running(parsed, surroundings))
                .orElse(TargetOptions.DEFAULT_ENDPOINT.toString());
    }

    private static Optional<String> running(ParseResult parsed, Surroundings surroundings) {
        Path data = parsed.matchedOptionValue("--data", surroundings.defaultDataDirectory());
        return RunningServer.in(data).flatMap(RunningServer::endpoint).map(URI::toString);
    }

    private static Charset charset(String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(
                    "\"" + name + "\" is no known encoding, such as UTF-8, ISO-8859-1 or UTF-16");
        }
    }

    private static RecordFormat.Delimiter delimiter(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "newline" -> RecordFormat.Delimiter.NEWLINE;
            case "none" -> RecordFormat.Delimiter.NONE;
            default ->
                    throw new TypeConversionException(
                            "\""
                                    + text
                                    + "\" is neither newline nor none, which end records; what stands between the columns of"
                                    + " a file is --separator");
        };
    }

    private static URI address(String text) {
        try {
            URI uri = new URI(text);
            if (uri.getHost() != null && String.valueOf(uri.getScheme()).matches("https?")) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw notAnAddress(text, e);
        }
        throw notAnAddress(text, null);
    }

    private static TypeConversionException notAnAddress(
            String text, @Nullable URISyntaxException cause) {
        TypeConversionException told =
                new TypeConversionException("\"" + text + "\" is not like http://HOST:PORT");
        if (cause != null) {
            told.initCause(cause);
        }
        return told;
    }

    /// To read what a command declares takes many times as long as to run it: a command that is
    /// called by its name is the only one then.
    ///
    /// @param called the first word of the command line
    private static void addCommands(
            CommandLine commandLine, Surroundings surroundings, String called) {
        Function<Surroundings, Object> one = COMMANDS.get(called);
        if (one != null) {
            commandLine.addSubcommand(one.apply(surroundings));
            return;
        }
        COMMANDS.values()
                .forEach(command -> commandLine.addSubcommand(command.apply(surroundings)));
        commandLine
                .addSubcommand(new CompletionCommand(surroundings))
                .addSubcommand(new CompletionCommand.Former(surroundings));
    }

    /// The help names the program as its user called it, so that examples can be pasted.
    private static void callBy(CommandLine commandLine, Program program) {
        commandLine.setCommandName(program.call());
        nameIn(commandLine, program);
    }

    private static void nameIn(CommandLine commandLine, Program program) {
        Program inFormat = new Program(program.call().replace("%", "%%"), program.folder());
        UsageMessageSpec usage = commandLine.getCommandSpec().usageMessage();
        usage.footer(named(usage.footer(), inFormat));
        usage.description(named(usage.description(), inFormat));
        for (CommandLine command : commandLine.getSubcommands().values()) {
            nameIn(command, program);
        }
    }

    private static String[] named(String[] lines, Program program) {
        return Arrays.stream(lines).map(program::in).toArray(String[]::new);
    }

    /// Empty lines between the parts of the help.
    private static void spaceOut(CommandLine commandLine) {
        for (CommandLine command : commandLine.getSubcommands().values()) {
            spaceOut(command);
        }
        commandLine
                .getCommandSpec()
                .usageMessage()
                .synopsisHeading("%nUsage: ")
                .descriptionHeading("%n")
                .parameterListHeading("%n")
                .optionListHeading("%n");
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }
}
