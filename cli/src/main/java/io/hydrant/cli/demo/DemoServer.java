package io.hydrant.cli.demo;

import io.hydrant.cli.client.Clients;
import io.hydrant.cli.client.CommandTarget;
import io.hydrant.server.Hydrant;
import io.hydrant.server.ServerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/// A server of the demo's own, in this process, and clients that talk to it over HTTP like any
/// other.
public final class DemoServer implements AutoCloseable {
    /// What a shell says of a program that Ctrl-C ended.
    private static final int INTERRUPTED = 130;

    private final Path data;
    private final boolean temporary;
    private final Hydrant server;
    private final Clients clients;
    private final Thread hook = new Thread(this::closeBeforeTheEnd, "interruption");
    private boolean closed;

    private DemoServer(Path data, boolean temporary, Hydrant server) {
        this.data = data;
        this.temporary = temporary;
        this.server = server;
        this.clients = new Clients(target(server));
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /// @param port 0 for any free one
    /// @param temporary whether the folder goes away at the end
    public static DemoServer start(Path data, int port, boolean temporary) throws IOException {
        ServerSettings settings =
                ServerSettings.local(
                        data, port, ServerSettings.Auth.IAM, new ServerSettings.Tls.Off());
        try {
            return new DemoServer(data, temporary, Hydrant.start(settings));
        } catch (IOException | RuntimeException e) {
            if (temporary) {
                deleteTree(data);
            }
            throw e;
        }
    }

    private static CommandTarget target(Hydrant server) {
        return new CommandTarget(
                Optional.of(server.endpoint()),
                Region.of(ServerSettings.REGION),
                StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(
                                server.rootCredentials().accessKeyId(),
                                server.rootCredentials().secretAccessKey().reveal())),
                Optional.empty(),
                List.of());
    }

    Clients clients() {
        return clients;
    }

    Path data() {
        return data;
    }

    boolean temporary() {
        return temporary;
    }

    String endpoint() {
        return server.endpoint().toString();
    }

    /// Ctrl-C: the server stops in order and the temporary folder goes; what else the process was
    /// about is dropped.
    private void closeBeforeTheEnd() {
        try {
            close();
        } catch (IOException e) {
            System.getLogger(DemoServer.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            "{0} is left behind: {1}",
                            data,
                            e.getMessage());
        }
        Runtime.getRuntime().halt(INTERRUPTED);
    }

    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        if (Thread.currentThread() != hook) {
            removeHook();
        }
        clients.close();
        server.close();
        if (temporary) {
            deleteTree(data);
        }
    }

    private void removeHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyStopping) {
            return; // the hook finds the server closed
        }
    }

    private static void deleteTree(Path root) throws IOException {
        List<Path> innermostFirst;
        try (Stream<Path> paths = Files.walk(root)) {
            innermostFirst = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : innermostFirst) {
            Files.deleteIfExists(path);
        }
    }
}
