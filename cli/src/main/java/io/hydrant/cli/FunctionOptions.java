package io.hydrant.cli;

import io.hydrant.cli.program.CommandFailure;
import io.hydrant.cli.program.Surroundings;
import io.hydrant.lambda.local.LocalFunction;
import io.hydrant.lambda.local.LocalFunctions;
import io.hydrant.lambda.local.UnusableFunctionException;
import io.hydrant.server.FunctionSettings;
import io.hydrant.server.FunctionSettings.Elsewhere;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The functions of `hydrant serve`.
final class FunctionOptions {
    @Option(
            names = "--lambda",
            paramLabel = "NAME=HANDLER",
            description =
                    "A Lambda function that runs on this machine, for streams whose Lambda processor names it:"
                            + " arn:aws:lambda:REGION:ACCOUNT:function:NAME. HANDLER is FILE.py:FUNCTION, FILE.mjs:FUNCTION (or"
                            + " .js, .cjs), FILE.jar:CLASS::METHOD, or a program that speaks the Lambda Runtime API. Behind it,"
                            + " each after a comma: role=ARN (whose credentials it gets), timeout=60s (at most 5m), memory=512"
                            + " (MiB), processes=2, env=NAME=VALUE. May be repeated.")
    private List<String> here = List.of();

    @Option(
            names = "--lambda-endpoint",
            paramLabel = "URL|aws",
            description =
                    "Where all other functions are: anything that speaks the Lambda API, or aws for AWS Lambda itself, with the"
                            + " credentials that AWS's own tools would find.")
    private @Nullable String elsewhere;

    FunctionSettings settings(Surroundings surroundings) {
        List<LocalFunction> functions = new ArrayList<>();
        try {
            for (String text : here) {
                functions.add(LocalFunction.of(text, Path.of("")));
            }
            LocalFunctions.check(functions, surroundings.environment());
        } catch (UnusableFunctionException e) {
            throw CommandFailure.wrongUsage(String.valueOf(e.getMessage()), e.nextStep());
        }
        return new FunctionSettings(
                functions, Optional.ofNullable(elsewhere).map(FunctionOptions::place));
    }

    private static Elsewhere place(String text) {
        if (text.equals("aws")) {
            return new Elsewhere.Aws();
        }
        try {
            URI endpoint = URI.create(text);
            String scheme = String.valueOf(endpoint.getScheme()).toLowerCase(Locale.ROOT);
            if ((scheme.equals("http") || scheme.equals("https"))
                    && endpoint.getHost() != null
                    && endpoint.getRawUserInfo() == null
                    && endpoint.getRawQuery() == null
                    && endpoint.getRawFragment() == null) {
                return new Elsewhere.At(endpoint);
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw CommandFailure.wrongUsage(
                "--lambda-endpoint: \"" + text + "\" is not a URL of http or https.",
                "For example http://127.0.0.1:3002, or aws for AWS Lambda.");
    }
}
