package io.hydrant.cli;

import io.hydrant.cli.program.CommandFailure;
import io.hydrant.cli.program.Durations;
import io.hydrant.cli.program.ExitStatus;
import io.hydrant.cli.program.Surroundings;
import io.hydrant.cli.status.AwsStatus;
import io.hydrant.cli.status.HydrantStatus;
import io.hydrant.cli.status.JsonWatch;
import io.hydrant.cli.status.LiveWatch;
import io.hydrant.cli.status.PlainWatch;
import io.hydrant.cli.status.StatusSource;
import io.hydrant.cli.status.StatusWatch;
import io.hydrant.cli.status.WatchView;
import io.hydrant.cli.terminal.Console;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Stack;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.TypeConversionException;

/// Streams watched, for `top` and `status --watch`: on a terminal as a table that changes in place,
/// elsewhere as blocks of lines, or as JSON.
final class Watching {
    static final String USUAL_PAUSE = "2s";
    private static final Duration SHORTEST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofHours(1);

    /// AWS grants an account few calls a second.
    private static final Duration SHORTEST_OF_AWS = Duration.ofSeconds(10);

    /// `2`, `0.5`, `500ms`, `1m`.
    static final class Pause implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            Duration pause =
                    text.matches("\\d{1,6}(\\.\\d{1,3})?")
                            ? Duration.ofMillis(Math.round(Double.parseDouble(text) * 1000))
                            : new Durations().convert(text);
            if (pause.compareTo(SHORTEST) < 0 || pause.compareTo(LONGEST) > 0) {
                throw new TypeConversionException(
                        "\"" + text + "\" is not between 0.2 seconds and an hour");
            }
            return pause;
        }
    }

    /// `--watch` may have a number after it; a stream's name that follows is none.
    static final class OptionalPause implements IParameterConsumer {
        @Override
        public void consumeParameters(
                Stack<String> arguments, ArgSpec option, CommandSpec command) {
            boolean given = !arguments.isEmpty() && arguments.peek().matches("[0-9.]+(ms|s|m|h)?");
            String text = given ? arguments.pop() : USUAL_PAUSE;
            option.setValue(new Pause().convert(text));
        }
    }

    private final Surroundings surroundings;
    private final TargetOptions target;
    private final OutputOptions output;

    Watching(Surroundings surroundings, TargetOptions target, OutputOptions output) {
        this.surroundings = surroundings;
        this.target = target;
        this.output = output;
    }

    int run(Optional<String> stream, Duration every) throws IOException, InterruptedException {
        boolean aws = target.isAws();
        if (aws && output.json()) {
            throw CommandFailure.wrongUsage(
                    "AWS tells of no figures that a program could watch.",
                    "Leave out --json, or ask once: hydrant status --aws --json");
        }
        Duration pause = aws && every.compareTo(SHORTEST_OF_AWS) < 0 ? SHORTEST_OF_AWS : every;
        StatusSource source =
                aws
                        ? new AwsStatus(target.connect(), stream)
                        : new HydrantStatus(target::connect, stream);
        String whom = aws ? "AWS" : target.endpoint().toString();
        new StatusWatch(source, pause, failure -> Failures.sentence(failure, whom))
                .run(view(source, whom, pause));
        return ExitStatus.DONE;
    }

    private WatchView view(StatusSource source, String whom, Duration pause) {
        Console console = output.console();
        if (output.json()) {
            return new JsonWatch(console, surroundings.clock());
        }
        boolean canMove =
                console.interactive()
                        && surroundings
                                .variable("TERM")
                                .filter(terminal -> !terminal.equals("dumb"))
                                .isPresent();
        return canMove
                ? new LiveWatch(console, surroundings.clock(), source, whom, pause)
                : new PlainWatch(console, surroundings.clock(), source.hasFigures());
    }
}
