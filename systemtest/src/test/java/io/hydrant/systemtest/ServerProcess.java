package io.hydrant.systemtest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// `hydrant serve` as a process of its own, on a given data directory and, unless told otherwise, a
/// free port.
final class ServerProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final String READY = "ready on ";

    /// More files than this are only counted in a listing.
    private static final int LISTED_MAX = 100;

    /// Delivered objects, by random names, which tell nothing.
    private static final Path BLOBS = Path.of("s3", "blobs");

    private final Process process;
    private final Path data;
    private final ConcurrentLinkedQueue<String> output = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<URI> ready = new CompletableFuture<>();
    private final Thread reader;

    private ServerProcess(Process process, Path data) {
        this.process = process;
        this.data = data;
        // A read of a pipe holds a virtual thread's carrier, of which there is one a processor.
        this.reader = Thread.ofPlatform().daemon().start(this::read);
    }

    /// Starts it and returns once it prints that it is ready.
    static ServerProcess start(Path data, String... more) throws IOException {
        ServerProcess server = launch(data, List.of(), more);
        server.awaitReady();
        return server;
    }

    /// Starts it, with options for Java, and does not wait.
    static ServerProcess launch(Path data, List<String> javaOptions, String... more)
            throws IOException {
        return launch(data, javaOptions, Map.of(), more);
    }

    /// The same with variables of its environment.
    static ServerProcess launch(
            Path data, List<String> javaOptions, Map<String, String> environment, String... more)
            throws IOException {
        List<String> arguments = new ArrayList<>(List.of("serve", "--data", data.toString()));
        if (!Arrays.asList(more).contains("--listen")) {
            arguments.addAll(List.of("--listen", "127.0.0.1:0"));
        }
        arguments.addAll(List.of(more));
        return new ServerProcess(Program.start(javaOptions, arguments, environment), data);
    }

    /// Returns once it prints that it is ready.
    ///
    /// @throws IOException with what it printed and what its directory holds, when it does not
    void awaitReady() throws IOException {
        try {
            ready.get(START.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            close();
            throw new IOException("The server did not start.\n" + report(), e);
        }
    }

    private void read() {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.add(line);
                if (line.startsWith(READY)) {
                    ready.complete(URI.create(line.substring(READY.length()).strip()));
                }
            }
            ready.completeExceptionally(new IOException("It ended before it was ready"));
        } catch (IOException e) {
            ready.completeExceptionally(e);
        }
    }

    /// Whether it has printed that it is ready.
    boolean isReady() {
        return ready.isDone() && !ready.isCompletedExceptionally();
    }

    /// Where it answers. It must have been ready.
    URI endpoint() {
        return ready.join();
    }

    Path data() {
        return data;
    }

    long pid() {
        return process.pid();
    }

    /// What it has taken of the processors so far.
    Duration cpuTime() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String accessKeyId() {
        return credential("aws_access_key_id");
    }

    String secretAccessKey() {
        return credential("aws_secret_access_key");
    }

    /// SIGKILL: nothing is flushed, nothing is closed. All that it printed is in [#output] then.
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
        readToTheEnd();
    }

    private void readToTheEnd() {
        try {
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// SIGTERM; returns the exit status. All that it printed is in [#output] then.
    int terminate() {
        process.toHandle().destroy(); // the process' own would no longer listen to it
        int status = process.onExit().orTimeout(60, TimeUnit.SECONDS).join().exitValue();
        readToTheEnd();
        return status;
    }

    /// The environment in which unmodified AWS programs find this server.
    Map<String, String> environment() {
        return Map.of(
                "AWS_ENDPOINT_URL", endpoint().toString(),
                "AWS_ACCESS_KEY_ID", accessKeyId(),
                "AWS_SECRET_ACCESS_KEY", secretAccessKey(),
                "AWS_DEFAULT_REGION", "us-east-1",
                "AWS_REGION", "us-east-1",
                "AWS_CONFIG_FILE", "/dev/null",
                "AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
    }

    String output() {
        return String.join("\n", output);
    }

    /// What it printed, and the files in its data directory.
    String report() {
        return "Output of the server:\n" + output() + "\nFiles in " + data + ":\n" + listing();
    }

    private String listing() {
        try (Stream<Path> files = Files.walk(data)) {
            List<Path> all = files.filter(Files::isRegularFile).sorted().toList();
            String listed =
                    all.stream()
                            .filter(file -> !data.relativize(file).startsWith(BLOBS))
                            .limit(LISTED_MAX)
                            .map(file -> "%12d %s".formatted(length(file), data.relativize(file)))
                            .collect(Collectors.joining("\n"));
            return listed + "\n" + all.size() + " files in all";
        } catch (IOException | UncheckedIOException e) {
            return e.toString();
        }
    }

    /// -1 when it is gone meanwhile.
    private static long length(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return -1;
        }
    }

    private String credential(String name) {
        Properties properties = new Properties();
        try (BufferedReader credentials = Files.newBufferedReader(data.resolve("credentials"))) {
            properties.load(credentials);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty(name);
    }

    @Override
    public void close() {
        kill();
    }
}
