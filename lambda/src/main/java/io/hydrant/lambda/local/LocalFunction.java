package io.hydrant.lambda.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A function that runs here, as it was asked for.
///
/// @param timeout how long it may work on one event
/// @param memoryMebibytes how much memory each of its processes may have
/// @param processes how many of them there are at most, each with one event at a time
/// @param roleArn the role whose credentials it is given
/// @param variables of its environment, beside those of AWS
public record LocalFunction(
        String name,
        FunctionHandler handler,
        Duration timeout,
        int memoryMebibytes,
        int processes,
        Optional<String> roleArn,
        Map<String, String> variables) {
    /// AWS's limit is a quarter of an hour, but Firehose waits five minutes.
    public static final Duration TIMEOUT_MAX = Duration.ofMinutes(5);

    public static final Duration TIMEOUT = Duration.ofMinutes(1);
    public static final int MEMORY_MEBIBYTES = 512;
    public static final int MEMORY_MEBIBYTES_MIN = 64;
    public static final int MEMORY_MEBIBYTES_MAX = 10_240;
    public static final int PROCESSES = 2;
    public static final int PROCESSES_MAX = 32;

    private static final String EXAMPLE = "For example --lambda films=./transform.py:handler";
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
    private static final Pattern ROLE =
            Pattern.compile("arn:aws[a-zA-Z-]*:iam::\\d{12}:role/[\\w+=,.@/-]+");
    private static final Pattern OPTION = Pattern.compile(",(?=[a-z]+=)");
    private static final Pattern VARIABLE =
            Pattern.compile("([a-zA-Z][a-zA-Z0-9_]*)=(.*)", Pattern.DOTALL);
    private static final Pattern SECONDS = Pattern.compile("(\\d{1,4})(s|m)?");

    public LocalFunction {
        variables = Map.copyOf(variables);
    }

    /// `NAME=HANDLER`, and behind it, each after a comma, `role=ARN`, `timeout=10s`, `memory=256`,
    /// `processes=4`, `env=NAME=VALUE`.
    ///
    /// @param folder what paths begin at
    public static LocalFunction of(String text, Path folder) throws UnusableFunctionException {
        String[] parts = OPTION.split(text, -1);
        int equals = parts[0].indexOf('=');
        if (equals < 1 || equals == parts[0].length() - 1) {
            throw new UnusableFunctionException(
                    "\"" + text + "\" is not NAME=HANDLER.", EXAMPLE + ".");
        }
        String name = parts[0].substring(0, equals);
        if (!NAME.matcher(name).matches()) {
            throw new UnusableFunctionException(
                    "\"" + name + "\" is not a function's name.",
                    "It has up to 64 letters, digits, - and _. " + EXAMPLE + ".");
        }
        Options options = new Options(name);
        for (int i = 1; i < parts.length; i++) {
            options.take(parts[i]);
        }
        return options.function(FunctionHandler.of(parts[0].substring(equals + 1), folder));
    }

    /// What is said behind a handler.
    private static final class Options {
        private final String name;
        private Duration timeout = TIMEOUT;
        private int memory = MEMORY_MEBIBYTES;
        private int processes = PROCESSES;
        private Optional<String> role = Optional.empty();
        private final Map<String, String> variables = new LinkedHashMap<>();

        Options(String name) {
            this.name = name;
        }

        LocalFunction function(FunctionHandler handler) {
            return new LocalFunction(name, handler, timeout, memory, processes, role, variables);
        }

        void take(String option) throws UnusableFunctionException {
            int equals = option.indexOf('=');
            String value = option.substring(equals + 1);
            switch (option.substring(0, equals)) {
                case "role" -> role = Optional.of(role(value));
                case "timeout" -> timeout = timeout(value);
                case "memory" ->
                        memory =
                                number("memory", value, MEMORY_MEBIBYTES_MIN, MEMORY_MEBIBYTES_MAX);
                case "processes" -> processes = number("processes", value, 1, PROCESSES_MAX);
                case "env" -> variable(value);
                default ->
                        throw new UnusableFunctionException(
                                "The function " + name + " cannot have " + option + ".",
                                "It may have role=ARN, timeout=60s, memory=512, processes=2 and env=NAME=VALUE.");
            }
        }

        private String role(String value) throws UnusableFunctionException {
            if (!ROLE.matcher(value).matches()) {
                throw new UnusableFunctionException(
                        "The role of the function "
                                + name
                                + ", \""
                                + value
                                + "\", is not a role's ARN.",
                        "For example role=arn:aws:iam::000000000000:role/films.");
            }
            return value;
        }

        private Duration timeout(String value) throws UnusableFunctionException {
            Matcher matcher = SECONDS.matcher(value);
            if (matcher.matches()) {
                long number = Long.parseLong(matcher.group(1));
                Duration length =
                        "m".equals(matcher.group(2))
                                ? Duration.ofMinutes(number)
                                : Duration.ofSeconds(number);
                if (length.isPositive() && length.compareTo(TIMEOUT_MAX) <= 0) {
                    return length;
                }
            }
            throw new UnusableFunctionException(
                    "The function " + name + " cannot have timeout=" + value + ".",
                    "It is 1s to 5m, for example timeout=30s.");
        }

        private int number(String option, String value, int min, int max)
                throws UnusableFunctionException {
            if (value.matches("\\d{1,6}")) {
                int number = Integer.parseInt(value);
                if (number >= min && number <= max) {
                    return number;
                }
            }
            throw new UnusableFunctionException(
                    "The function " + name + " cannot have " + option + "=" + value + ".",
                    "It is a number from "
                            + min
                            + " to "
                            + max
                            + (option.equals("memory") ? ", in MiB." : "."));
        }

        private void variable(String value) throws UnusableFunctionException {
            Matcher matcher = VARIABLE.matcher(value);
            if (!matcher.matches() || isReserved(matcher.group(1))) {
                throw new UnusableFunctionException(
                        "The function " + name + " cannot have env=" + value + ".",
                        "Write env=NAME=VALUE; names that begin with AWS_ or LAMBDA_ are the server's to give.");
            }
            variables.put(matcher.group(1), matcher.group(2));
        }

        private static boolean isReserved(String variable) {
            return variable.startsWith("AWS_")
                    || variable.startsWith("LAMBDA_")
                    || variable.equals("PATH");
        }
    }
}
