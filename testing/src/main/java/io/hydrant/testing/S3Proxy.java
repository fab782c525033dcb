package io.hydrant.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// An S3 that others wrote, s3proxy, as a process of its own that keeps its objects in a folder. It
/// heeds `If-None-Match`, for one of eight who put at once, and knows neither versions nor roles.
public final class S3Proxy implements AutoCloseable {
    public static final String KEY = "HYDRANTKEY";
    public static final String SECRET = "hydrantsecret";

    private final Path folder;
    private final int port;
    private final List<String> java;
    private Process process;

    private S3Proxy(Path folder, int port, List<String> java) throws IOException {
        this.folder = folder;
        this.port = port;
        this.java = java;
        this.process = launch();
    }

    /// Starts it, and returns once it answers.
    ///
    /// @param folder where its objects and its log are; made if need be
    public static S3Proxy start(Path folder) throws IOException {
        return start(folder, LaidOut.SHORT_LIVED);
    }

    /// The same with all of Java's compiler: for who measures what it costs.
    public static S3Proxy startToMeasure(Path folder) throws IOException {
        return start(folder, List.of());
    }

    private static S3Proxy start(Path folder, List<String> java) throws IOException {
        Files.createDirectories(folder.resolve("objects"));
        S3Proxy started = new S3Proxy(folder, freePort(), java);
        started.awaitAnswer();
        return started;
    }

    /// Ends it at once, as `kill -9` does.
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /// Starts it again, on the same port and with the same objects.
    public void restart() throws IOException {
        process = launch();
        awaitAnswer();
    }

    private Process launch() throws IOException {
        Path settings = folder.resolve("s3proxy.conf");
        Files.write(
                settings,
                List.of(
                        "s3proxy.endpoint=http://127.0.0.1:" + port,
                        "s3proxy.authorization=aws-v2-or-v4",
                        "s3proxy.identity=" + KEY,
                        "s3proxy.credential=" + SECRET,
                        "s3proxy.ignore-unknown-headers=true",
                        "jclouds.provider=filesystem-nio2",
                        "jclouds.filesystem.basedir="
                                + folder.resolve("objects").toAbsolutePath()));
        Path logging = folder.resolve("logback.xml");
        Files.writeString(
                logging,
                "<configuration><appender name='E'"
                        + " class='ch.qos.logback.core.ConsoleAppender'><encoder><pattern>%d %level"
                        + " %logger{0} %msg%n</pattern></encoder></appender><root"
                        + " level='warn'><appender-ref ref='E'/></root></configuration>");
        List<String> command = new ArrayList<>(List.of(LaidOut.java(), "-Xmx768m"));
        command.addAll(java);
        command.addAll(
                List.of(
                        "-XX:+UseSerialGC",
                        "-Dlogback.configurationFile=" + logging.toAbsolutePath(),
                        "-cp",
                        LaidOut.jarsOf("s3proxy") + "/*",
                        "org.gaul.s3proxy.Main",
                        "--properties",
                        settings.toAbsolutePath().toString()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("s3proxy.log").toFile()))
                .start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        }
    }

    private void awaitAnswer() {
        Wait.seconds(60)
                .until(
                        "s3proxy answers",
                        () -> {
                            if (!process.isAlive()) {
                                throw new IllegalStateException("s3proxy ended: " + log());
                            }
                            return isListening();
                        });
    }

    private boolean isListening() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /// Its process, as it is now.
    public ProcessHandle process() {
        return process.toHandle();
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /// The folder with its objects: a folder for each bucket.
    public Path objects() {
        return folder.resolve("objects");
    }

    /// What it wrote to its log.
    public String log() {
        try {
            return Files.readString(folder.resolve("s3proxy.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
    }
}
