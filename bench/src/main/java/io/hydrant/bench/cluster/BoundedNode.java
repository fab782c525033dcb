package io.hydrant.bench.cluster;

import io.hydrant.bench.load.MeasuredServer;
import io.hydrant.testing.Wait;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A node that is given a part of a core, wherever it can be bounded at all. It starts without a
/// bound, since how long a start takes is not what is measured.
final class BoundedNode implements AutoCloseable {
    static final String KEY = "AKIDHYDRANTBENCH0001";
    static final String SECRET = "the-secret-of-a-measurement-1";

    private static final Wait PATIENCE = Wait.seconds(90);
    private static final int GLIMPSE_MILLIS = 1000;

    private final Path folder;
    private final List<String> command;
    private final Map<String, String> environment;
    private final Optional<CpuShare> share;
    private final int port;
    private Optional<Process> process = Optional.empty();

    /// @param folder of its own
    /// @param command that serves, but for `--listen` and `--data`
    BoundedNode(
            Path folder,
            List<String> command,
            Map<String, String> environment,
            Optional<CpuShare> share)
            throws IOException {
        this.folder = folder;
        this.environment = Map.copyOf(environment);
        this.share = share;
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = any.getLocalPort();
        }
        this.command = new ArrayList<>(command);
        this.command.addAll(
                List.of(
                        "--listen",
                        "127.0.0.1:" + port,
                        "--data",
                        folder.resolve("data").toString()));
    }

    /// Returns once it takes requests.
    void start() throws IOException {
        Files.createDirectories(folder);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("AWS_") || name.startsWith("HYDRANT_R"));
        builder.environment().putAll(environment);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        Process started = builder.start();
        process = Optional.of(started);
        if (share.isPresent()) {
            share.get().lift();
            share.get().take(started.pid());
        }
        PATIENCE.until("a node takes requests; see " + log(), () -> isReady(started));
    }

    private boolean isReady(Process started) throws IOException {
        if (!started.isAlive()) {
            throw new IOException("A node has ended; see " + log());
        }
        HttpURLConnection connection =
                (HttpURLConnection) endpoint().resolve("/_hydrant/ready").toURL().openConnection();
        connection.setConnectTimeout(GLIMPSE_MILLIS);
        connection.setReadTimeout(GLIMPSE_MILLIS);
        try {
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException notYet) {
            return false;
        } finally {
            connection.disconnect();
        }
    }

    void bound(double cores) throws IOException {
        if (share.isPresent()) {
            share.get().bound(cores);
        }
    }

    void lift() throws IOException {
        if (share.isPresent()) {
            share.get().lift();
        }
    }

    /// As `kill -9` does. Returns once it is gone.
    void kill() {
        process.ifPresent(each -> each.destroyForcibly().onExit().join());
    }

    Optional<ProcessHandle> process() {
        return process.map(Process::toHandle);
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    MeasuredServer target() {
        return new MeasuredServer(endpoint(), "us-east-1", KEY, SECRET, Optional.empty());
    }

    private Path log() {
        return folder.resolve("log");
    }

    @Override
    public void close() {
        kill();
        share.ifPresent(CpuShare::close);
    }
}
