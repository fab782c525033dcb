package io.hydrant.bench.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A `hydrant serve` of our own, on a data directory that is deleted with it.
final class LocalServer implements AutoCloseable {
    private static final String READY = "ready on ";
    private static final String REGION = "us-east-1";

    private final Process process;
    private final Path data;
    private final URI endpoint;
    private final Duration start;

    private LocalServer(Process process, Path data, URI endpoint, Duration start) {
        this.process = process;
        this.data = data;
        this.endpoint = endpoint;
        this.start = start;
    }

    /// Starts the program and waits until it says that it is ready.
    ///
    /// @param root the folder with the `hydrant` launcher
    /// @param parent of the data directory: what disk is measured
    static LocalServer start(Path root, Path parent) throws IOException {
        return start(root, parent, List.of());
    }

    /// The same, with more arguments.
    static LocalServer start(Path root, Path parent, List<String> arguments) throws IOException {
        Path data = Files.createTempDirectory(Files.createDirectories(parent), "bench-");
        ProcessBuilder builder =
                new ProcessBuilder(
                        root.resolve("hydrant").toString(),
                        "serve",
                        "--listen",
                        "127.0.0.1:0",
                        "--data",
                        data.toString());
        builder.command().addAll(arguments);
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        long begun = System.nanoTime();
        Process process = builder.start();
        BufferedReader lines = process.inputReader();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(READY)) {
                Duration start = Duration.ofNanos(System.nanoTime() - begun);
                return new LocalServer(
                        process, data, URI.create(line.substring(READY.length()).strip()), start);
            }
        }
        throw new IOException("The server ended before it was ready: its messages are above");
    }

    /// From the command to the line that says ready.
    Duration timeToReady() {
        return start;
    }

    ServerProcess process() {
        return new ServerProcess(process.pid());
    }

    MeasuredServer target() throws IOException {
        Properties credentials = new Properties();
        try (BufferedReader reader = Files.newBufferedReader(data.resolve("credentials"))) {
            credentials.load(reader);
        }
        return new MeasuredServer(
                endpoint,
                REGION,
                credentials.getProperty("aws_access_key_id"),
                credentials.getProperty("aws_secret_access_key"),
                Optional.of(process()));
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
