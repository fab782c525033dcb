package io.hydrant.cli;

import io.hydrant.cli.program.CommandFailure;
import io.hydrant.cli.program.ExitStatus;
import io.hydrant.cli.terminal.Console;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import tools.jackson.databind.json.JsonMapper;

/// How a failure looks: one plain line that says what is wrong, one that says what to do next,
/// never a stack trace unless `--debug` asks for it.
final class Failures {
    private final Console console;

    Failures(Console console) {
        this.console = console;
    }

    /// The command line itself is wrong.
    int wrongUsage(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        Optional<WrongWord> wrongWord = WrongWord.in(failure);
        List<String> suggestions =
                failure instanceof UnmatchedArgumentException unmatched
                        ? suggestions(unmatched.getUnmatched(), command)
                        : wrongWord.map(WrongWord::suggestions).orElse(List.of());
        String next =
                suggestions.isEmpty()
                        ? ""
                        : "Did you mean " + String.join(" or ", suggestions) + "? ";
        show(
                wrongWord
                        .map(WrongWord::text)
                        .orElseGet(() ->
                                String.valueOf(failure.getMessage())
                                        .replace("option option", "option")),
                next
                        + "`"
                        + command.getCommandSpec().qualifiedName()
                        + " --help` lists what it takes.");
        return ExitStatus.WRONG_USAGE;
    }

    private static List<String> suggestions(List<String> unmatched, CommandLine command) {
        String typed = unmatched.isEmpty() ? "" : unmatched.getFirst();
        String name = typed.contains("=") ? typed.substring(0, typed.indexOf('=')) : typed;
        return Suggestions.of(
                name,
                name.startsWith("-")
                        ? command.getCommandSpec().optionsMap().keySet()
                        : command.getSubcommands().keySet());
    }

    /// A command failed while it ran.
    ///
    /// @param json whether a program reads along: it is told on standard output, too
    /// @param endpoint whom the command talks to
    int failed(Exception failure, boolean debug, boolean json, String endpoint) {
        CommandFailure told = explained(failure, endpoint);
        if (json) {
            console.line(
                    JsonMapper.shared()
                            .createObjectNode()
                            .put("event", "failed")
                            .put("message", told.getMessage())
                            .put("nextStep", console.program().in(told.nextStep()))
                            .put("exitStatus", told.exitStatus())
                            .toString());
        }
        show(String.valueOf(told.getMessage()), told.nextStep());
        if (debug) {
            failure.printStackTrace(console.err());
        }
        return told.exitStatus();
    }

    /// What went wrong, for a command that goes on all the same.
    static String sentence(Exception failure, String endpoint) {
        return String.valueOf(explained(failure, endpoint).getMessage());
    }

    private void show(String message, String nextStep) {
        console.aside(console.bad("hydrant: ") + message);
        if (!nextStep.isEmpty()) {
            console.aside("  " + console.program().in(nextStep));
        }
    }

    private static CommandFailure explained(Exception failure, String endpoint) {
        return switch (failure) {
            case CommandFailure told -> told;
            case AwsServiceException refused -> refusal(refused);
            case SdkClientException unreached -> unreached(unreached, endpoint);
            case NoSuchFileException missing ->
                    new CommandFailure(
                            "There is no file " + missing.getFile() + ".", "Check the path.");
            case AccessDeniedException denied ->
                    new CommandFailure(
                            denied.getFile() + " may not be read or written.",
                            "Check its owner and mode.");
            case IOException broken -> noAnswer(broken, endpoint);
            default ->
                    new CommandFailure(
                            "Unexpected: " + failure,
                            "This is a mistake of the program. `--debug` shows where it happened.");
        };
    }

    /// The service answered with an error.
    private static CommandFailure refusal(AwsServiceException refused) {
        if (refused.awsErrorDetails() == null || refused.awsErrorDetails().errorCode() == null) {
            return new CommandFailure(
                    "The server answered with status " + refused.statusCode() + ".",
                    "Is it a Hydrant? Its log may tell more.");
        }
        String code = refused.awsErrorDetails().errorCode();
        String text = Optional.ofNullable(refused.awsErrorDetails().errorMessage()).orElse("");
        return new CommandFailure(text.isEmpty() ? code : code + ": " + text, nextStepAfter(code));
    }

    static String nextStepAfter(String code) {
        return switch (code) {
            case "UnrecognizedClientException",
                    "InvalidClientTokenId",
                    "InvalidAccessKeyId",
                    "SignatureDoesNotMatch",
                    "InvalidSignatureException" ->
                    "The key that signed, or its secret, is not one of this server's. `hydrant env --data DIR` prints the right"
                            + " ones, for the data directory that the server was started with.";
            case "ResourceNotFoundException" ->
                    "`hydrant status` lists the streams; `hydrant deploy` or `hydrant send --create` makes one.";
            case "Unreachable" ->
                    "Does the server run, and is --endpoint-url or AWS_ENDPOINT_URL where it answers?";
            case "AccessDeniedException" ->
                    "Whoever sends needs firehose:PutRecord and firehose:PutRecordBatch on the stream.";
            case "NoSuchBucket" -> "`hydrant ls` lists the buckets.";
            default -> "";
        };
    }

    /// Whether nobody answered at all.
    static boolean isUnreachable(SdkClientException failure) {
        return whyUnreachable(failure).isPresent();
    }

    private static Optional<Throwable> whyUnreachable(SdkClientException failure) {
        return Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
                .filter(cause ->
                        cause instanceof ConnectException || cause instanceof UnknownHostException)
                .findFirst();
    }

    /// The SDK could not get an answer, or had nothing to ask with.
    private static CommandFailure unreached(SdkClientException failure, String endpoint) {
        Optional<Throwable> nobody = whyUnreachable(failure);
        if (nobody.isPresent()) {
            return nobodyAnswers(endpoint, String.valueOf(nobody.get().getMessage()));
        }
        Optional<CommandFailure> misunderstood = misunderstanding(failure, endpoint);
        if (misunderstood.isPresent()) {
            return misunderstood.get();
        }
        String message = String.valueOf(failure.getMessage());
        if (message.contains("Unable to load credentials")) {
            return new CommandFailure(
                    "No AWS credentials were found.",
                    "Run `aws configure` or `aws sso login`, or set AWS_PROFILE.");
        }
        return new CommandFailure(message.lines().findFirst().orElse(message), "");
    }

    private static CommandFailure noAnswer(IOException failure, String endpoint) {
        return failure instanceof ConnectException || failure instanceof UnknownHostException
                ? nobodyAnswers(endpoint, String.valueOf(failure.getMessage()))
                : misunderstanding(failure, endpoint)
                        .orElseGet(
                                () -> new CommandFailure(String.valueOf(failure.getMessage()), ""));
    }

    /// The server is there, and one of the two speaks TLS in a way that the other does not take.
    private static Optional<CommandFailure> misunderstanding(Exception failure, String endpoint) {
        String all =
                Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
                        .map(cause -> String.valueOf(cause.getMessage()))
                        .collect(Collectors.joining("\n"));
        if (all.contains("PKIX path")) {
            return Optional.of(
                    new CommandFailure(
                            "The server's certificate is not one that this machine trusts.",
                            "Name its certificate in AWS_CA_BUNDLE, or its data directory with --data when it made its own."));
        }
        if (all.contains("No subject alternative") || all.contains("No name matching")) {
            return Optional.of(
                    new CommandFailure(
                            "The server's certificate does not name the host in " + endpoint + ".",
                            "Call the server by a name in its certificate; `hydrant serve --tls-name NAME` puts one there."));
        }
        if (all.contains("Unsupported or unrecognized SSL message")) {
            return Optional.of(
                    new CommandFailure(
                            endpoint + " does not speak https.",
                            "Write http:// in --endpoint-url or AWS_ENDPOINT_URL."));
        }
        boolean isCutOff =
                all.contains("Connection reset")
                        || all.contains("Unexpected end of file from server");
        return isCutOff && endpoint.startsWith("http:")
                ? Optional.of(
                        new CommandFailure(
                                endpoint + " ended the connection without an answer.",
                                "If the server speaks https (serve --tls …), write https:// in --endpoint-url or AWS_ENDPOINT_URL."))
                : Optional.empty();
    }

    private static CommandFailure nobodyAnswers(String endpoint, String reason) {
        return new CommandFailure(
                "Nothing answers at " + endpoint + " (" + reason + ").",
                "Start a server with `hydrant serve`, or say where it is with --endpoint-url.");
    }
}
