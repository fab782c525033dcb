package io.hydrant.cli.demo;

import io.hydrant.cli.client.Clients;
import io.hydrant.cli.client.Target;
import io.hydrant.server.Hydrant;
import io.hydrant.server.Settings;
import java.io.IOException;
import java.net.InetAddress;
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
    private static final String REGION = "us-east-1";
    private static final String ACCOUNT = "000000000000";

    private final Path data;
    private final boolean temporary;
    private final Hydrant server;
    private final Clients clients;

    private DemoServer(Path data, boolean temporary, Hydrant server) {
        this.data = data;
        this.temporary = temporary;
        this.server = server;
        this.clients = new Clients(target(server));
    }

    /// @param port 0 for any free one
    /// @param temporary whether the folder goes away at the end
    public static DemoServer start(Path data, int port, boolean temporary) throws IOException {
        Settings settings =
                new Settings(
                        InetAddress.getLoopbackAddress(),
                        port,
                        data,
                        REGION,
                        ACCOUNT,
                        Settings.Auth.IAM,
                        new Settings.Tls.Off(),
                        Optional.empty(),
                        false);
        return new DemoServer(data, temporary, Hydrant.start(settings));
    }

    private static Target target(Hydrant server) {
        return new Target(
                Optional.of(server.endpoint()),
                Region.of(REGION),
                StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(
                                server.rootCredentials().accessKeyId(),
                                server.rootCredentials().secretAccessKey().reveal())));
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

    @Override
    public void close() throws IOException {
        clients.close();
        server.close();
        if (temporary) {
            deleteTree(data);
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
