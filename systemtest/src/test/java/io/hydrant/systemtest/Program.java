package io.hydrant.systemtest;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Runs programs and keeps what they print: the packaged `hydrant`, and the clients of this
/// machine.
final class Program {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /// How a program ended, and what it printed to standard output and error together.
    record Ended(int status, String output) {}

    private Program() {}

    /// The repository's root.
    static Path root() {
        return Path.of(System.getProperty("hydrant.root", "..")).toAbsolutePath().normalize();
    }

    /// The folder of data and requirement beside the repository, which need not be there.
    static Path shared() {
        return root().resolveSibling("shared");
    }

    /// `hydrant ARGUMENTS`, on the Java that runs the tests.
    static Process start(List<String> arguments, Map<String, String> environment)
            throws IOException {
        return start(List.of(), arguments, environment);
    }

    /// The same with options for Java, which override ours.
    static Process start(
            List<String> javaOptions, List<String> arguments, Map<String, String> environment)
            throws IOException {
        List<String> command = java();
        ClassCache.file()
                .ifPresent(cache ->
                        command.addAll(
                                List.of(
                                        "-XX:AOTCache=" + cache,
                                        "-Xlog:disable",
                                        "-Xlog:all=error:stderr")));
        command.add("-Xmx256m");
        command.addAll(javaOptions);
        command.addAll(main());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        builder.environment().put("HOME", root().resolve("systemtest/target/home").toString());
        builder.environment().putAll(environment);
        return builder.start();
    }

    /// Java and the options that every run of the program has.
    static List<String> java() {
        return new ArrayList<>(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC"));
    }

    /// What comes after the options.
    static List<String> main() throws IOException {
        return List.of("-cp", classPath(), "io.hydrant.cli.Main");
    }

    /// Makes a file that runs `hydrant`, for scripts to call.
    ///
    /// @param before lines of a shell that see the arguments first
    static void file(Path file, String before) throws IOException {
        String command =
                Stream.concat(java().stream(), main().stream())
                        .map(word -> "'" + word.replace("'", "'\\''") + "'")
                        .collect(Collectors.joining(" "));
        shellFile(file, before + "exec " + command + " \"$@\"\n");
    }

    /// Makes a file that a shell runs.
    static void shellFile(Path file, String script) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    /// Runs `hydrant ARGUMENTS` to its end.
    static Ended hydrant(Map<String, String> environment, String... arguments) throws IOException {
        return end(start(List.of(arguments), environment));
    }

    /// Runs any program to its end.
    static Ended run(Map<String, String> environment, Path folder, String... command)
            throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).directory(folder.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        builder.environment().putAll(environment);
        return end(builder.start());
    }

    private static Ended end(Process process) throws IOException {
        process.getOutputStream().close();
        Thread watchdog =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                                    // Those that it started hold its output open.
                                    process.descendants().forEach(ProcessHandle::destroyForcibly);
                                    process.destroyForcibly();
                                }
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.onExit().join();
        watchdog.interrupt();
        return new Ended(process.exitValue(), output);
    }

    private static String classPath() throws IOException {
        Path target = root().resolve("cli/target");
        try (var files = Files.list(target)) {
            Path jar =
                    files.filter(file ->
                                    file.getFileName().toString().matches("hydrant-cli-.*\\.jar"))
                            .filter(file -> !file.getFileName().toString().contains("-sources"))
                            .findFirst()
                            .orElseThrow(() -> new IOException("No program in " + target));
            return jar + File.pathSeparator + target.resolve("lib") + "/*";
        }
    }
}
