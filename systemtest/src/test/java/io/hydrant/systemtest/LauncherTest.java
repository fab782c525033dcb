package io.hydrant.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The launcher in a checkout of its own, whose build only copies what the real one made.
class LauncherTest {
    private static final Map<String, String> QUICK = Map.of("HYDRANT_CLASS_CACHE", "off");

    @TempDir private Path folder;
    private Path checkout = Path.of("");

    @BeforeEach
    void checkOut() throws IOException {
        checkout = Files.createDirectory(folder.resolve("checkout"));
        lay(checkout);
    }

    @Test
    void aBuildThatFailsLeavesTheProgramThatWorked() throws IOException {
        assertThat(hydrant().output()).contains("Building Hydrant").contains("hydrant 0.");
        Files.createFile(checkout.resolve("build-fails"));
        changeASource();

        Program.Ended ended = hydrant();

        assertThat(ended.status()).isZero();
        assertThat(ended.output())
                .contains("the build failed", "older sources")
                .containsPattern("hydrant 0\\.[0-9]+");
    }

    @Test
    void aRunThatHasEndedLeavesNoMarkAndThoseOfTheKilledAreRemoved() throws IOException {
        hydrant();
        Path runs = copies().getFirst().resolve("running");
        assertThat(runs).isEmptyDirectory();
        Files.createFile(runs.resolve("999999999"));

        hydrant();

        assertThat(runs).isEmptyDirectory();
    }

    @Test
    void hintsNameTheProgramAsItWasCalled() throws IOException {
        String called = checkout.resolve("hydrant").toString();
        assertThat(Program.run(QUICK, folder, called, "sned").output())
                .contains("Did you mean send?", "`" + called + " --help`");
        assertThat(Program.run(QUICK, checkout, "./hydrant", "sned").output())
                .contains("`./hydrant --help`");
        assertThat(Program.run(QUICK, checkout, "sh", "hydrant", "sned").output())
                .contains("`./hydrant --help`");
        Path link = Files.createDirectory(folder.resolve("bin")).resolve("hydrant");
        Files.createSymbolicLink(link, checkout.resolve("hydrant"));
        String path = link.getParent() + ":" + System.getenv("PATH");
        assertThat(Program.run(QUICK, folder, "env", "PATH=" + path, "hydrant", "sned").output())
                .contains("`hydrant --help`");
    }

    @Test
    void jarsOfAnotherVersionAreNotRun() throws IOException {
        Path lib = Files.createDirectories(checkout.resolve("cli/target/lib"));
        for (Path left :
                List.of(
                        lib.resolve("hydrant-core-0.0.1.jar"),
                        lib.resolveSibling("hydrant-cli-0.0.1.jar"))) {
            Files.writeString(left, "of another version");
            Files.setLastModifiedTime(left, FileTime.from(Instant.EPOCH));
        }

        assertThat(hydrant().output()).containsPattern("hydrant 0\\.[0-9]+").contains("commit ");
        try (Stream<Path> files = Files.walk(copies().getFirst())) {
            assertThat(files).noneMatch(file -> file.toString().endsWith("-0.0.1.jar"));
        }
    }

    @Test
    void aFirstBuildThatFailsIsAFailure() throws IOException {
        Files.createFile(checkout.resolve("build-fails"));

        Program.Ended ended = hydrant();

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.output()).contains("no such dependency", "the build failed");
    }

    @Test
    void aBuildTakesNothingFromTheProgramThatRuns() throws IOException {
        hydrant();
        Path first = copies().getFirst();
        Process running = new ProcessBuilder("sleep", "60").start();
        try {
            Files.createFile(first.resolve("running/" + running.pid()));
            for (int build = 0; build < 4; build++) {
                changeASource();
                assertThat(hydrant().status()).isZero();
            }

            assertThat(copies()).contains(first).hasSize(3);
            assertThat(first.resolve("lib")).isNotEmptyDirectory();
        } finally {
            running.destroy();
        }
    }

    @Test
    void whoMayNotBuildIsToldAtOnceWhoMay() throws IOException {
        assumeTrue(isRoot(), "only root can become somebody else");
        open(folder);

        Program.Ended ended = asNobody();

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.output())
                .contains("must be built", "nobody may not write there", "Let root run")
                .doesNotContain("Another hydrant is building");
    }

    @Test
    void whoMayNotBuildRunsWhatIsThere() throws IOException {
        assumeTrue(isRoot(), "only root can become somebody else");
        open(folder);
        hydrant();
        changeASource();

        Program.Ended ended = asNobody();

        assertThat(ended.status()).isZero();
        assertThat(ended.output()).contains("older sources").containsPattern("hydrant 0\\.[0-9]+");
    }

    @Test
    void pathsWithAccentsAreFoundWhereTheLocaleIsNone() throws IOException {
        Path accented = Files.createDirectory(folder.resolve("dír ñ"));
        lay(accented);
        Path missing = folder.resolve("películas ñ.csv");
        for (Map<String, String> locale :
                List.of(Map.<String, String>of(), Map.of("LANG", "C"), Map.of("LANG", "xx_XX"))) {
            List<String> command =
                    new ArrayList<>(List.of("env", "-i", "PATH=" + System.getenv("PATH")));
            command.addAll(List.of("HOME=" + folder, "HYDRANT_CLASS_CACHE=off"));
            locale.forEach((name, value) -> command.add(name + "=" + value));
            command.add(accented.resolve("hydrant").toString());
            command.addAll(List.of("send", missing.toString(), "--stream", "s"));

            Program.Ended ended = Program.run(Map.of(), folder, command.toArray(String[]::new));

            assertThat(ended.output()).contains("There is no file " + missing);
        }
    }

    @Test
    void aBuilderThatWasKilledIsNotWaitedFor() throws IOException {
        Path lock = Files.createDirectories(checkout.resolve("cli/target/building.lock"));
        Files.writeString(lock.resolve("pid"), "999999999");

        assertThat(hydrant().output())
                .doesNotContain("Another hydrant")
                .containsPattern("hydrant 0\\.[0-9]+");
    }

    private Program.Ended hydrant() throws IOException {
        return Program.run(QUICK, folder, checkout.resolve("hydrant").toString(), "--version");
    }

    private Program.Ended asNobody() throws IOException {
        return Program.run(
                QUICK,
                folder,
                "setpriv",
                "--reuid=65534",
                "--regid=65534",
                "--clear-groups",
                checkout.resolve("hydrant").toString(),
                "--version");
    }

    private List<Path> copies() throws IOException {
        try (Stream<Path> files = Files.list(checkout.resolve("cli/target/program"))) {
            return files.filter(Files::isDirectory).sorted().toList();
        }
    }

    /// Sources are newer than what was built when their time says so.
    private void changeASource() throws IOException {
        Path source = checkout.resolve("cli/src/main/Changed" + System.nanoTime() + ".java");
        Files.createFile(source);
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root")
                && Files.isExecutable(Path.of("/usr/bin/setpriv"));
    }

    private static void open(Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void lay(Path checkout) throws IOException {
        Path real = Program.root();
        Files.copy(real.resolve("hydrant"), checkout.resolve("hydrant"));
        Files.setPosixFilePermissions(
                checkout.resolve("hydrant"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createDirectory(checkout.resolve(".mvn"));
        for (String part : List.of("jdk.sh", "launch.sh")) {
            Files.copy(real.resolve(".mvn").resolve(part), checkout.resolve(".mvn").resolve(part));
        }
        Files.createFile(checkout.resolve("pom.xml"));
        Files.createDirectories(checkout.resolve("cli/src/main"));
        Files.createFile(checkout.resolve("cli/pom.xml"));
        Files.createDirectory(checkout.resolve("examples"));
        Files.writeString(
                checkout.resolve("mvnw"),
                """
                #!/bin/sh
                cd "$(dirname "$0")" || exit 1
                [ ! -f build-fails ] || { echo "no such dependency"; exit 1; }
                mkdir -p cli/target/lib
                cp '%1$s'/hydrant-cli-*.jar cli/target/
                cp '%1$s'/lib/*.jar cli/target/lib/
                """
                        .formatted(real.resolve("cli/target")));
    }
}
