package io.hydrant.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A PostgreSQL server of a test's own, from the packages of the system, on a free port of loopback
/// and with everything forced to disk as by default. It takes half a second. Where no package is
/// installed, [#isInstalled] says so.
public final class PostgresServer implements AutoCloseable {
    private static final String USER = "hydrant";
    private static final long PATIENCE_SECONDS = 60;

    private final Path folder;
    private final Path programs;
    private final int port;
    private Process process;

    private PostgresServer(Path programs) throws IOException {
        this.programs = programs;
        this.folder = Files.createTempDirectory("hydrant-postgresql");
        this.port = freePort();
        if (isRoot()) {
            run("chown", "postgres", folder.toString());
        }
        run(
                asPostgres(
                        "initdb",
                        "-D",
                        data(),
                        "-A",
                        "trust",
                        "-U",
                        USER,
                        "--no-sync",
                        "-E",
                        "UTF8",
                        "--locale=C"));
        this.process = launch();
    }

    /// Whether there is one to start on this machine.
    public static boolean isInstalled() {
        return installed().isPresent();
    }

    /// One for all tests of this process; it ends with it.
    public static synchronized PostgresServer shared() {
        return Shared.SERVER;
    }

    private static final class Shared {
        private static final PostgresServer SERVER = start();
    }

    /// One that the test may stop and start.
    public static PostgresServer start() {
        try {
            PostgresServer server = new PostgresServer(installed().orElseThrow());
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            server.awaitReady();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Its first process, as it is now; each session has one of its own, which descends from it.
    public ProcessHandle process() {
        return process.toHandle();
    }

    public int port() {
        return port;
    }

    /// Of its only database, as its owner.
    public String url() {
        return "postgresql://" + USER + "@127.0.0.1:" + port + "/postgres";
    }

    /// The same behind something else that listens on this machine.
    public String urlAt(int otherPort) {
        return "postgresql://" + USER + "@127.0.0.1:" + otherPort + "/postgres";
    }

    /// A schema of this name, which may be there already, as an option of the address.
    public synchronized String urlOf(String schema) {
        execute("CREATE SCHEMA IF NOT EXISTS \"" + schema + "\"");
        return url() + "?currentSchema=" + schema;
    }

    /// Runs statements, and returns what they print: rows as lines, columns separated by bars.
    public String execute(String sql) {
        return run(
                programs.resolve("psql").toString(),
                "-h",
                "127.0.0.1",
                "-p",
                Integer.toString(port),
                "-U",
                USER,
                "-d",
                "postgres",
                "-v",
                "ON_ERROR_STOP=1",
                "-q",
                "-A",
                "-t",
                "-c",
                sql);
    }

    /// Kills every process of it at once, as a power cut does.
    public void kill() {
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        all.add(process.toHandle());
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(one -> one.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join());
    }

    /// Ends all its sessions and stops it.
    public void stop() {
        run(asPostgres("pg_ctl", "-D", data(), "-m", "fast", "-w", "stop"));
    }

    /// After [#kill] or [#stop].
    public void startAgain() {
        try {
            process = launch();
            awaitReady();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process launch() throws IOException {
        return new ProcessBuilder(
                        asPostgres(
                                "postgres",
                                "-D",
                                data(),
                                "-p",
                                Integer.toString(port),
                                "-c",
                                "listen_addresses=127.0.0.1",
                                "-c",
                                "unix_socket_directories=",
                                "-c",
                                "shared_buffers=32MB",
                                "-c",
                                "max_connections=200"))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolveSibling(folder.getFileName() + ".log").toFile())
                .start();
    }

    private void awaitReady() {
        Wait.seconds(PATIENCE_SECONDS).until("PostgreSQL to answer on port " + port, this::answers);
    }

    private boolean answers() {
        try {
            return new ProcessBuilder(
                                    programs.resolve("pg_isready").toString(),
                                    "-q",
                                    "-h",
                                    "127.0.0.1",
                                    "-p",
                                    Integer.toString(port))
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    private String[] asPostgres(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(
                    List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"));
        }
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        return command.toArray(String[]::new);
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private static Optional<Path> installed() {
        return Stream.of(Path.of("/usr/lib/postgresql"), Path.of("/opt/homebrew/opt"))
                .filter(Files::isDirectory)
                .flatMap(PostgresServer::within)
                .map(version -> version.resolve("bin"))
                .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                .max(Path::compareTo);
    }

    private static Stream<Path> within(Path folder) {
        try (Stream<Path> found = Files.list(folder)) {
            return found.toList().stream();
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String run(String... command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + ": " + said);
            }
            return said.strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
        try {
            run("rm", "-rf", folder.toString(), folder + ".log");
        } catch (IllegalStateException e) {
            System.getLogger(PostgresServer.class.getName())
                    .log(System.Logger.Level.DEBUG, "Files are left", e);
        }
    }
}
