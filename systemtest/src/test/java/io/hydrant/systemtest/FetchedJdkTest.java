package io.hydrant.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.hydrant.testing.Wait;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The launcher on a machine without a JDK 25: says what there is, asks, and fetches one from a
/// stand-in of Adoptium's server. JDK and program are scripts that say who runs.
class FetchedJdkTest {
    private static final String[] TOOLS = {
        "sh",
        "env",
        "sed",
        "grep",
        "tr",
        "cut",
        "head",
        "tail",
        "cat",
        "ls",
        "mkdir",
        "rm",
        "mv",
        "cp",
        "ln",
        "dirname",
        "readlink",
        "uname",
        "locale",
        "tar",
        "gzip",
        "sha256sum",
        "awk",
        "cksum",
        "stty",
        "date",
        "touch",
        "find",
        "sort",
        "chmod",
        "id",
        "sleep",
        "nice",
        "git"
    };

    private static final String ASSETS = "/v3/assets/latest/25/hotspot";
    private static final String BINARY = "/v3/binary/latest/25/ga/";

    @TempDir private Path folder;
    private Path home = Path.of("");
    private Path checkout = Path.of("");
    private HttpServer adoptium;
    private final AtomicInteger fetched = new AtomicInteger();

    /// What the stand-in gives.
    private volatile byte[] archive = {};

    private volatile String checksum = "";
    private volatile int binaryStatus = 200;
    private volatile boolean isCut;
    private volatile CountDownLatch isHeld = new CountDownLatch(0);
    private volatile String assets = "";

    @BeforeEach
    void prepare() throws IOException {
        home = Files.createDirectory(folder.resolve("home ñ"));
        checkout = Files.createDirectory(folder.resolve("checkout"));
        lay();
        tools("curl");
        archive = archive("25");
        checksum = sha256(archive);
        assets =
                """
                [
                    {
                        "binary": {
                            "architecture": "x64",
                            "installer": {
                                "checksum": "%s",
                                "name": "installer.pkg"
                            },
                            "package": {
                                "checksum": "%%s",
                                "link": "https://example.com/jdk.tar.gz",
                                "size": 140000000
                            },
                            "project": "jdk"
                        },
                        "release_name": "jdk-25.0.1+8"
                    }
                ]
                """
                        .formatted("0".repeat(64));
        adoptium = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        adoptium.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        adoptium.createContext("/", this::answer);
        adoptium.start();
    }

    @AfterEach
    void stop() throws IOException {
        isHeld.countDown();
        adoptium.stop(0);
        removeTools();
    }

    @ParameterizedTest
    @ValueSource(strings = {"curl", "wget"})
    void whoWantsItHasItAndNothingIsFetchedTwice(String tool) throws IOException {
        assumeTrue(Files.exists(Path.of("/usr/bin", tool)), tool + " is not here");
        tools(tool);
        Program.Ended first = hydrant("HYDRANT_JDK=fetch");
        assertThat(first.status()).as(first.output()).isZero();
        assertThat(first.output())
                .contains("Fetching Temurin 25", home + "/.hydrant/jdk/temurin-25-")
                .contains("java of " + home.resolve(".hydrant/jdk"));
        Program.Ended second = hydrant();
        assertThat(second.status()).isZero();
        assertThat(second.output()).doesNotContain("Fetching").contains("java of " + home);
        assertThat(fetched).hasValue(1);
        assertThat(kept()).hasSize(1);
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(home.resolve(".hydrant"))))
                .isEqualTo("rwx------");
    }

    @Test
    void nothingIsFetchedWithoutConsent() throws IOException {
        Program.Ended ended = hydrant();
        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.output())
                .contains("Hydrant needs a JDK 25 or newer", "HYDRANT_JDK=fetch", "adoptium.net");
        assertThat(hydrant("HYDRANT_JDK=never").status()).isEqualTo(1);
        assertThat(hydrant("HYDRANT_JDK=maybe").output()).contains("may be fetch or never");
        assertThat(fetched).hasValue(0);
        assertThat(home).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource({"y, 0, 1", "sí, 0, 1", "n, 1, 0", "'', 1, 0"})
    void onATerminalItIsAsked(String answer, int status, int times) throws IOException {
        Process terminal = onTerminal();
        try (var orders = terminal.outputWriter(StandardCharsets.ISO_8859_1)) {
            // The bytes of UTF-8, written as the terminal's orders want them.
            StringBuilder typed = new StringBuilder();
            for (byte each : answer.getBytes(StandardCharsets.UTF_8)) {
                typed.append("\\x%02x".formatted(each));
            }
            orders.write("type " + typed + "\\n\n");
            orders.flush();
            String output =
                    new String(terminal.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(output).contains("[y/N]", "[ended with " + status);
        }
        assertThat(fetched).hasValue(times);
    }

    @Test
    void anInterruptedOneLeavesNothing() throws IOException {
        isHeld = new CountDownLatch(1);
        Process terminal = onTerminal();
        try (var orders = terminal.outputWriter(StandardCharsets.ISO_8859_1)) {
            orders.write("type y\\n\n");
            orders.flush();
            Wait.seconds(60).until("the download", () -> fetched.get() == 1);
            orders.write("type \\x03\n");
            orders.flush();
            String output =
                    new String(terminal.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(output).contains("[ended with ").doesNotContain("[ended with 0");
        }
        Wait.seconds(60).until("an empty folder", () -> kept().isEmpty());
    }

    /// The launcher on a terminal, which takes orders.
    private Process onTerminal() throws IOException {
        assumeTrue(Files.exists(Path.of("/usr/bin/python3")), "no python3, which makes terminals");
        Path terminals = Program.root().resolve("cli/src/test/resources/terminal.py");
        List<String> command =
                new ArrayList<>(List.of("/usr/bin/python3", terminals.toString(), "24", "80"));
        command.addAll(command());
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    @Test
    void whatIsThereIsSaid() throws IOException {
        jdk(folder.resolve("jvm/temurin-17"), "17", true);
        jdk(folder.resolve("jvm/jre-25"), "25", false);
        Path own = jdk(folder.resolve("my jdk-21"), "21", true);
        Program.Ended ended = hydrant("JAVA_HOME=" + own);
        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.output())
                .contains(
                        "Found:",
                        "21 in JAVA_HOME, " + own,
                        "17 in " + folder.resolve("jvm/temurin-17"),
                        "25 without javac in " + folder.resolve("jvm/jre-25"));
        assertThat(hydrant("JAVA_HOME=/nowhere").output())
                .contains("no Java in JAVA_HOME, /nowhere");
    }

    @Test
    void theFolderOfTheProgramsIsTakenForItsJdk() throws IOException {
        Path jdk = jdk(folder.resolve("elsewhere"), "25", true);
        assertThat(hydrant("JAVA_HOME=" + jdk.resolve("bin")).output()).contains("java of " + jdk);
    }

    @Test
    void whatIsNotTheJdkIsNotKept() throws IOException {
        checksum = "f".repeat(64);
        refused("must be " + checksum);
        checksum = sha256(archive);

        isCut = true;
        refused("could not be fetched whole");
        isCut = false;

        binaryStatus = 404;
        refused("could not be fetched whole");
        binaryStatus = 200;

        byte[] whole = archive;
        archive = "<html>Log in to the network</html>".getBytes(StandardCharsets.UTF_8);
        refused("What came is not the JDK");
        checksum = sha256(archive);
        refused("could not be unpacked");

        archive = archive("24");
        checksum = sha256(archive);
        refused("What came is no JDK 25");

        archive = whole;
        checksum = sha256(whole);
        String right = assets;
        assets = "<html>Log in to the network</html>";
        refused("does not answer as Adoptium's API does");
        assets = right;
        assertThat(hydrant("HYDRANT_JDK=fetch").status()).isZero();
    }

    @Test
    void whatStandsInTheWayIsSaid() throws IOException {
        tools();
        refused("Neither curl nor wget");
        tools("curl");
        assertThat(hydrant("HYDRANT_JDK=fetch", "HYDRANT_JDK_URL=http://127.0.0.1:9").output())
                .contains("http://127.0.0.1:9 does not tell what there is");
        List<String> small = new ArrayList<>(List.of("sh", "-c", "ulimit -f 8; exec \"$@\"", "sh"));
        small.addAll(command("HYDRANT_JDK=fetch"));
        Program.Ended full = Program.run(Map.of(), folder, small.toArray(String[]::new));
        assertThat(full.status()).isEqualTo(1);
        assertThat(full.output()).contains("could not be fetched whole");
        assertThat(kept()).isEmpty();
        Files.delete(home.resolve(".hydrant/jdk"));
        Files.delete(home.resolve(".hydrant"));
        Files.createFile(home.resolve(".hydrant"));
        refused(home + "/.hydrant/jdk cannot be made");
        Files.delete(home.resolve(".hydrant"));
    }

    @Test
    void twoAtOnceBothGoOn() throws IOException {
        List<CompletableFuture<Program.Ended>> both =
                Stream.of(1, 2)
                        .map(_ ->
                                CompletableFuture.supplyAsync(() -> {
                                    try {
                                        return hydrant("HYDRANT_JDK=fetch");
                                    } catch (IOException e) {
                                        throw new UncheckedIOException(e);
                                    }
                                }))
                        .toList();
        for (CompletableFuture<Program.Ended> one : both) {
            assertThat(one.join().status()).as(one.join().output()).isZero();
        }
        assertThat(kept()).hasSize(1);
    }

    @Test
    void whatAKilledOneLeftIsRemoved() throws IOException {
        Path left = Files.createDirectories(home.resolve(".hydrant/jdk/.fetching-999999999"));
        Files.createFile(left.resolve("jdk.tar.gz"));
        assertThat(hydrant("HYDRANT_JDK=fetch").status()).isZero();
        assertThat(kept()).hasSize(1);
    }

    private void refused(String why) throws IOException {
        Program.Ended ended = hydrant("HYDRANT_JDK=fetch");
        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.output()).contains(why);
        assertThat(kept()).isEmpty();
    }

    /// What is in the folder of fetched JDKs.
    private List<Path> kept() throws IOException {
        Path jdks = home.resolve(".hydrant/jdk");
        if (!Files.isDirectory(jdks)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(jdks)) {
            return files.toList();
        }
    }

    private Program.Ended hydrant(String... variables) throws IOException {
        return Program.run(Map.of(), folder, command(variables).toArray(String[]::new));
    }

    private List<String> command(String... variables) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "/usr/bin/env",
                                "-i",
                                "PATH=" + folder.resolve("bin"),
                                "HOME=" + home,
                                "HYDRANT_CLASS_CACHE=off",
                                "HYDRANT_JDK_URL=http://127.0.0.1:"
                                        + adoptium.getAddress().getPort()));
        command.addAll(Arrays.asList(variables));
        command.addAll(List.of(checkout.resolve("hydrant").toString(), "--version"));
        return command;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        boolean isArchive = path.startsWith(BINARY) && path.endsWith("/jdk/hotspot/normal/eclipse");
        byte[] body =
                isArchive
                        ? archive
                        : path.equals(ASSETS)
                                ? assets.replace("%s", checksum).getBytes(StandardCharsets.UTF_8)
                                : new byte[0];
        if (isArchive) {
            fetched.incrementAndGet();
        }
        if (isArchive) {
            hold();
        }
        int status = isArchive ? binaryStatus : path.equals(ASSETS) ? 200 : 404;
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody()
                .write(body, 0, isArchive && isCut ? body.length / 2 : body.length);
        exchange.close();
    }

    private void hold() {
        try {
            isHeld.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void removeTools() throws IOException {
        try (Stream<Path> old = Files.list(Files.createDirectories(folder.resolve("bin")))) {
            for (Path each : old.toList()) {
                Files.delete(each);
            }
        }
    }

    private void tools(String... more) throws IOException {
        removeTools();
        Path bin = folder.resolve("bin");
        for (String tool : Stream.concat(Stream.of(TOOLS), Stream.of(more)).toList()) {
            for (String place : List.of("/usr/bin", "/bin")) {
                Path real = Path.of(place, tool);
                if (Files.exists(real) && Files.notExists(bin.resolve(tool))) {
                    Files.createSymbolicLink(bin.resolve(tool), real);
                }
            }
        }
    }

    private byte[] archive(String version) throws IOException {
        Path place = Files.createTempDirectory(folder, "archive");
        jdk(place.resolve("jdk-25.0.1+8"), version, true);
        byte[] classes = new byte[100_000];
        new Random(1).nextBytes(classes);
        Files.write(place.resolve("jdk-25.0.1+8/modules"), classes);
        Path packed = place.resolve("jdk.tar.gz");
        Program.run(Map.of(), place, "tar", "-czf", packed.toString(), "jdk-25.0.1+8");
        return Files.readAllBytes(packed);
    }

    private static Path jdk(Path at, String version, boolean isWhole) throws IOException {
        Path bin = Files.createDirectories(at.resolve("bin"));
        Files.writeString(at.resolve("release"), "JAVA_VERSION=\"" + version + ".0.1\"\n");
        program(bin.resolve("java"), "echo \"java of $0\"");
        if (isWhole) {
            program(bin.resolve("javac"), "echo javac " + version);
        }
        return at;
    }

    private static void program(Path file, String text) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The launcher of this project. It looks for JDKs in a folder of the test instead of that of
    /// the machine.
    private void lay() throws IOException {
        Path real = Program.root();
        program(checkout.resolve("hydrant"), "");
        Files.writeString(checkout.resolve("hydrant"), Files.readString(real.resolve("hydrant")));
        Path scripts = Files.createDirectory(checkout.resolve(".mvn"));
        try (Stream<Path> files = Files.list(real.resolve(".mvn"))) {
            for (Path script : files.filter(Files::isRegularFile).toList()) {
                Files.copy(script, scripts.resolve(script.getFileName()));
            }
        }
        Path finds = scripts.resolve("jdk.sh");
        Files.writeString(
                finds,
                Files.readString(finds)
                        .replace(" /usr/lib/jvm/*", " '" + folder + "'/jvm/*")
                        .replace(" /opt/java/*", ""));
        Files.createFile(checkout.resolve("pom.xml"));
        Files.createDirectories(checkout.resolve("cli/src/main"));
        Files.createFile(checkout.resolve("cli/pom.xml"));
        Files.createDirectory(checkout.resolve("examples"));
        Files.writeString(
                checkout.resolve("mvnw"),
                """
                #!/bin/sh
                cd "$(dirname "$0")" || exit 1
                mkdir -p cli/target/lib
                touch cli/target/hydrant-cli-0.jar cli/target/lib/hydrant-core-0.jar
                """);
    }
}
