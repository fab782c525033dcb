package io.hydrant.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.testing.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `examples/cluster/run`: a cluster on this machine, of which one of each kind is killed.
class ClusterExampleTest {
    @TempDir Path folder;

    @Test
    void everyFilmIsThereOnceWhateverWasKilled() throws IOException {
        if (!PostgresServer.isInstalled()) {
            Clients.skip("PostgreSQL is not on this machine");
        }
        // As root, PostgreSQL runs as another user.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path cluster = folder.resolve("cluster");
        Program.Ended ended = run("--folder", cluster.toString());
        assertThat(ended.output())
                .contains(
                        "Broker 2 is back",
                        "PostgreSQL is back",
                        "The S3 is back",
                        "which delivers the stream: kill -9",
                        "120 rows in",
                        "Every one of 120 rows exactly once");
        assertThat(ended.status()).isZero();
        assertThat(cluster.resolve("pids")).doesNotExist();
        assertThat(processesOf(cluster)).isEmpty();
    }

    @Test
    void itExplainsItselfAndWhatItRefuses() throws IOException {
        assertThat(run("--help").output())
                .contains("exactly once", "--keep", "--stop", "exit status");
        Files.createFile(folder.resolve("something"));
        assertThat(run("--folder", folder.toString()).output()).contains("is not empty");
        assertThat(run("--stop", folder.toString()).output()).contains("is not there");
        Path two = Files.writeString(folder.resolve("two.csv"), "1,2001,A\n2,2002,B\n");
        assertThat(run(two.toString()).output()).contains("has 2 rows");
        assertThat(run(folder.resolve("none.csv").toString()).output()).contains("cannot be read");
    }

    /// What has the folder in its command line.
    private static List<String> processesOf(Path cluster) {
        return ProcessHandle.allProcesses()
                .flatMap(process -> process.info().commandLine().stream())
                .filter(line -> line.contains(cluster.toString()))
                .toList();
    }

    private Program.Ended run(String... arguments) throws IOException {
        Path program = folder.resolveSibling(folder.getFileName() + "-hydrant");
        Program.file(program, "");
        try {
            List<String> command = new ArrayList<>();
            command.add(Program.root().resolve("examples/cluster/run").toString());
            command.addAll(List.of(arguments));
            return Program.run(
                    Map.of(
                            "HYDRANT",
                            program.toString(),
                            "JAVA_HOME",
                            System.getProperty("java.home")),
                    folder,
                    command.toArray(String[]::new));
        } finally {
            Files.delete(program);
        }
    }
}
