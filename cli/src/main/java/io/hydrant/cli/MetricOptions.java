package io.hydrant.cli;

import io.hydrant.cli.program.CommandFailure;
import io.hydrant.cli.program.Durations;
import io.hydrant.cli.program.Release;
import io.hydrant.server.MetricSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What `hydrant serve` counts, keeps and shows.
final class MetricOptions {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,6})(MiB|GiB)");
    private static final int TOKEN_MIN = 16;

    @Option(
            names = "--metrics",
            paramLabel = "auto|open|signed",
            defaultValue = "auto",
            description =
                    "Who may read /_hydrant/metrics, beside callers who sign and may"
                        + " hydrant:GetMetrics. auto: programs on this machine, while the server"
                        + " listens to it alone; open: everybody who can connect; signed: nobody"
                        + " else. Default: ${DEFAULT-VALUE}.")
    private MetricSettings.Access access = MetricSettings.Access.AUTO;

    @Option(
            names = "--metrics-token",
            paramLabel = "FILE",
            description =
                    "A file with a token of at least 16 characters: who sends it (Authorization:"
                        + " Bearer) may read /_hydrant/metrics. It is read each time, so that it"
                        + " can be changed.")
    private @Nullable Path token;

    @Option(
            names = "--metrics-streams",
            paramLabel = "N",
            defaultValue = "" + MetricSettings.STREAMS,
            description =
                    "How many streams, the oldest first, have series of their own on"
                            + " /_hydrant/metrics; the others are one. Default: ${DEFAULT-VALUE}.")
    private int streams;

    @Option(
            names = "--metrics-history",
            paramLabel = "SIZE|off",
            defaultValue = "256MiB",
            description =
                    "How much of the disk figures may take that are kept by the minute, for 15 days"
                            + " at most, in DIR/metrics.db; the oldest go first. Default:"
                            + " ${DEFAULT-VALUE}.")
    private String history = "";

    @Option(
            names = "--log-events",
            paramLabel = "SIZE",
            defaultValue = "256MiB",
            description =
                    "How much of the disk the events of CloudWatch Logs may take, in DIR/logs.db;"
                            + " those that were there longest go first. Default: ${DEFAULT-VALUE}.")
    private String logEvents = "";

    @Option(
            names = "--slow-request",
            paramLabel = "TIME",
            defaultValue = "5s",
            converter = Durations.class,
            description =
                    "A request that takes so long, or fails with a status of 500 or more, has a"
                        + " line in the log, with its id, its caller, and what a traceparent header"
                        + " of it says. Default: ${DEFAULT-VALUE}.")
    private Duration slowRequest = MetricSettings.SLOW_REQUEST;

    MetricSettings settings() throws IOException {
        if (streams < 0 || streams > 100_000) {
            throw CommandFailure.wrongUsage(
                    "--metrics-streams must be 0 to 100000 but is " + streams + ".",
                    "Leave it out for " + MetricSettings.STREAMS + ".");
        }
        checkToken();
        return new MetricSettings(
                historyBytes(),
                bytes("--log-events", logEvents),
                streams,
                access,
                Optional.ofNullable(token).map(Path::toAbsolutePath),
                slowRequest,
                Release.number());
    }

    private long historyBytes() {
        return history.toLowerCase(Locale.ROOT).equals("off")
                ? 0
                : bytes("--metrics-history", history);
    }

    private static long bytes(String option, String given) {
        Matcher size = SIZE.matcher(given);
        if (!size.matches() || Long.parseLong(size.group(1)) == 0) {
            throw CommandFailure.wrongUsage(
                    option + ": \"" + given + "\" is not a size.",
                    "Give a number and a unit, for example 256MiB or 2GiB"
                            + (option.equals("--metrics-history") ? ", or off." : "."));
        }
        return Long.parseLong(size.group(1)) << (size.group(2).equals("GiB") ? 30 : 20);
    }

    private void checkToken() {
        if (token == null) {
            return;
        }
        try {
            if (Files.readString(token).strip().length() < TOKEN_MIN) {
                throw CommandFailure.wrongUsage(
                        "The token in " + token + " is too short: it could be guessed.",
                        "It has 16 characters at least, for example: openssl rand -hex 32 > "
                                + token);
            }
        } catch (IOException e) {
            throw CommandFailure.wrongUsage(
                    "--metrics-token: " + token + " cannot be read (" + e.getMessage() + ").",
                    "Make it with, for example: openssl rand -hex 32 > " + token);
        }
    }
}
