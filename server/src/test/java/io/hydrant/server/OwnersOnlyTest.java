package io.hydrant.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/// Nobody but its owner can look into a data directory.
class OwnersOnlyTest {
    @TempDir Path folder;

    @Test
    void everyFileAndFolderIsForItsOwnerOnly() throws Exception {
        Path data = folder.resolve("data");
        try (Hydrant hydrant = Hydrant.start(tls(data))) {
            assertThat(hydrant.endpoint().getScheme()).isEqualTo("https");
        }
        try (RunningAccount server = new RunningAccount(data);
                S3Client s3 = server.s3) {
            s3.createBucket(request -> request.bucket("films"));
            s3.putObject(
                    request -> request.bucket("films").key("k"), RequestBody.fromString("bytes"));
            assertThat(openToOthers(data)).isEmpty();
            assertThat(data.resolve("catalog.db-wal")).exists();
            assertThat(data.resolve("s3/index.db-shm")).exists();
        }
        assertThat(openToOthers(data)).isEmpty();
    }

    @Test
    void whatWasOpenIsClosedAtTheNextStart() throws Exception {
        Path data = folder.resolve("data");
        Hydrant.start(tls(data)).close();
        try (RunningAccount server = new RunningAccount(data);
                S3Client s3 = server.s3) {
            s3.createBucket(request -> request.bucket("films"));
            s3.putObject(
                    request -> request.bucket("films").key("k"), RequestBody.fromString("bytes"));
        }
        Files.createDirectories(data.resolve("log/a"));
        Files.createFile(data.resolve("log/a/00000000000000000000.log"));
        Files.createDirectories(data.resolve("lost+found/s3/index-1"));
        Files.createFile(data.resolve("lost+found/s3/index-1/index.db"));
        Files.createDirectories(data.resolve("sending"));
        Files.createFile(data.resolve("sending/films-0.json"));
        int opened = 0;
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.toList()) {
                Files.setPosixFilePermissions(
                        file,
                        PosixFilePermissions.fromString(
                                Files.isDirectory(file) ? "rwxrwxrwx" : "rw-rw-rw-"));
                opened++;
            }
        }
        assertThat(openToOthers(data)).hasSize(opened).contains(data + "/tls/hydrant.p12");
        Hydrant.start(ServerSettings.local(data)).close();
        // The bytes of objects lie in folders that are closed.
        assertThat(openToOthers(data)).allMatch(file -> file.matches(".*/s3/blobs/../[^/]*"));
    }

    @Test
    void aFolderThatHoldsOtherThingsStaysOpenButNotOurFilesInIt() throws Exception {
        Path data = Files.createDirectory(folder.resolve("shared"));
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(data.resolve("notes.txt"), "of somebody");
        Files.setPosixFilePermissions(
                data.resolve("notes.txt"), PosixFilePermissions.fromString("rw-r--r--"));
        Hydrant.start(ServerSettings.local(data)).close();
        Hydrant.start(ServerSettings.local(data)).close();
        assertThat(openToOthers(data))
                .containsExactlyInAnyOrder(data.toString(), data.resolve("notes.txt").toString());
    }

    @Test
    void anotherUserReadsNothing() throws Exception {
        assumeTrue(run("id", "-u").equals("0"), "only root can be somebody else");
        assumeTrue(run("setpriv", "--version").contains("setpriv"), "there is setpriv");
        Path data = folder.resolve("data");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (RunningAccount server = new RunningAccount(data)) {
            server.iam.createUser(request -> request.userName("somebody"));
            String secret =
                    server.iam
                            .createAccessKey(request -> request.userName("somebody"))
                            .accessKey()
                            .secretAccessKey();
            String read =
                    run(
                            "setpriv",
                            "--reuid=65534",
                            "--regid=65534",
                            "--clear-groups",
                            "sh",
                            "-c",
                            "cat " + data + "/catalog.db* " + data + "/s3/*; ls -R " + data);
            assertThat(read).doesNotContain(secret).contains("ermission denied");
        }
    }

    private static ServerSettings tls(Path data) {
        return ServerSettings.local(
                data, 0, ServerSettings.Auth.IAM, new ServerSettings.Tls.SelfSigned());
    }

    private static List<String> openToOthers(Path root) throws IOException {
        List<String> open = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.toList()) {
                String modes = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
                if (!modes.endsWith("------")) {
                    open.add(file.toString());
                }
            }
        }
        return open;
    }

    private static String run(String... command) throws Exception {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return said.strip();
        } catch (IOException e) {
            return "";
        }
    }
}
