package io.hydrant.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.server.Hydrant;
import io.hydrant.server.ServerSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Everyday mistakes: what is wrong is said plainly, and what to do next.
class MistakesTest {
    @TempDir private Path home;

    @ParameterizedTest
    @CsvSource({
        "sned, send",
        "staus, status",
        "stats, status",
        "veify, verify",
        "serv, serve",
        "deploi, deploy"
    })
    void aCommandThatIsMistypedIsSuggested(String typed, String meant) {
        assertThat(run(typed).err()).contains("Did you mean " + meant + "?");
    }

    @Test
    void anOptionThatIsMistypedIsSuggestedAndAWordLikeNoneIsNot() {
        assertThat(run("send", "f.csv", "--stream", "s", "--resum").err())
                .contains("Did you mean --resume?");
        assertThat(run("send", "f.csv", "--stream", "s", "--colums=a,b").err())
                .contains("Did you mean --columns?");
        assertThat(run("frobnicate").err()).doesNotContain("Did you mean");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--lambda|films=nowhere.py:handler|there is no|Paths begin at the folder",
                "--lambda|films|is not NAME=HANDLER|--lambda films=./transform.py:handler",
                "--lambda|films=f.py:h,timeout=1h|cannot have timeout=1h|timeout=30s",
                "--lambda-endpoint|127.0.0.1:3002|is not a URL of http or https|or aws for AWS Lambda",
                "--lambda-endpoint|http://u:p@h/|is not a URL of http or https|or aws for AWS Lambda"
            })
    void aFunctionThatCannotBeIsRefusedBeforeTheServerStarts(
            String option, String value, String what, String nextStep) {
        ProgramRun run =
                run("serve", "--listen", "127.0.0.1:0", "--data", home.toString(), option, value);
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains(what).contains(nextStep);
    }

    @Test
    void aParameterWithoutAValueIsNamedOnce() {
        ProgramRun run = run("deploy", "t.yaml", "--stack", "s", "-p", "foo");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("option '--parameter'").doesNotContain("option option");
    }

    @Test
    void aPortThatIsTakenIsTheDemosOwnOption() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            ProgramRun run = run("demo", "--port", port);
            assertThat(run.status()).isEqualTo(1);
            assertThat(run.err())
                    .contains("Port " + port + " is taken", "--port")
                    .doesNotContain("--listen");
        }
        assertThat(run("demo", "--port", "70000").status()).isEqualTo(2);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whoHasAPortIsNamedAndWhatToDoAboutIt() throws IOException {
        String process = "process " + ProcessHandle.current().pid();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            ProgramRun run = run("serve", "--listen", "127.0.0.1:" + port);
            assertThat(run.status()).isEqualTo(1);
            assertThat(run.err())
                    .contains(
                            "Port " + port + " is taken on 127.0.0.1 by " + process + " (java).",
                            "`kill " + ProcessHandle.current().pid() + "`",
                            "--listen HOST:PORT");
            assertThat(run("demo", "--port", port).err()).contains(process, "without --port");
        }
        try (Hydrant server = Hydrant.start(ServerSettings.local(home.resolve("other")))) {
            String port = Integer.toString(server.endpoint().getPort());
            for (String address : new String[] {"127.0.0.1:", "0.0.0.0:"}) {
                assertThat(run("serve", "--listen", address + port).err())
                        .contains("by a Hydrant, " + process + ".", "Use that one");
            }
        }
    }

    @Test
    void anAddressThatIsNotOfThisMachineIsSaidToBe() {
        assertThat(run("serve", "--listen", "192.0.2.1:0").err())
                .contains("192.0.2.1 is no address of this machine", "Listen at 127.0.0.1");
    }

    @Test
    void whatIsNoFolderOrNoFileIsSaidToBe() throws IOException {
        Path file = Files.writeString(home.resolve("file"), "x");
        for (String command : new String[] {"serve", "demo"}) {
            ProgramRun run = run(command, "--data", file.toString());
            assertThat(run.status()).isEqualTo(1);
            assertThat(run.err())
                    .contains(file + " is a file", "--data")
                    .doesNotContain("Exception");
        }
        assertThat(run("deploy", home.toString(), "--stack", "s").err())
                .contains(home + " is a folder.", "Name the template file in it");
        assertThat(run("demo", "--template", home.toString()).err()).contains("is a folder.");
        Path empty = Files.writeString(home.resolve("empty.yaml"), " \n");
        assertThat(run("deploy", empty.toString(), "--stack", "s").err())
                .contains(empty + " is empty.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", ":4573", "127.0.0.1:99999", "127.0.0.1:"})
    void anAddressToListenToIsToldInAllItsForms(String address) {
        ProgramRun run = run("serve", "--listen", address);
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err())
                .contains("\"" + address + "\" is not HOST:PORT", "localhost:4566", "a port alone");
    }

    @Test
    void whoeverSpeaksTheOtherProtocolIsTold() throws IOException {
        try (Hydrant plain = Hydrant.start(ServerSettings.local(home.resolve("plain")))) {
            String https = plain.endpoint().toString().replace("http:", "https:");
            for (String command : new String[] {"status", "ls"}) {
                assertThat(run(command, "--endpoint-url", https).err())
                        .contains("does not speak https", "Write http://");
            }
        }
        ServerSettings settings =
                ServerSettings.local(
                        home.resolve("tls"),
                        0,
                        ServerSettings.Auth.IAM,
                        new ServerSettings.Tls.SelfSigned());
        try (Hydrant secure = Hydrant.start(settings)) {
            String endpoint = secure.endpoint().toString();
            for (String command : new String[] {"status", "ls"}) {
                assertThat(run(command, "--endpoint-url", endpoint).err())
                        .contains("not one that this machine trusts", "AWS_CA_BUNDLE", "--data");
                assertThat(
                                run(command, "--endpoint-url", endpoint.replace("https:", "http:"))
                                        .err())
                        .contains("If the server speaks https", "write https://");
            }
        }
    }

    @Test
    void whatIsNoTableIsRefusedWithItsName() throws IOException {
        byte[] tar = Arrays.copyOf("films.csv".getBytes(StandardCharsets.UTF_8), 1024);
        System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, tar, 257, 5);
        Path packed = home.resolve("films it's.tar.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write(tar);
        }
        assertThat(send(packed))
                .contains("is a tar archive", "tar -xf '" + home + "/films it'\\''s.tar.gz'");
        assertThat(send(Files.write(home.resolve("films.tar"), tar))).contains("is a tar archive");
        for (String name : new String[] {"films.xlsx", "films.zip"}) {
            Path workbook = home.resolve(name);
            try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(workbook))) {
                out.putNextEntry(new ZipEntry("[Content_Types].xml"));
            }
            assertThat(send(workbook)).contains("is an Excel workbook", "CSV UTF-8");
        }
        assertThat(send(written("films.xls", "d0cf11e0a1b11ae10000"))).contains("Excel workbook");
        assertThat(send(written("films.csv.bz2", "425a6839314159265359"))).contains("bunzip2");
        assertThat(send(written("films.csv.xz", "fd377a585a000000"))).contains("unxz");
        assertThat(ProgramRun.of("BZh91AY&SY...", home, keys(), "send", "-", "--stream", "s").err())
                .doesNotContain("Unexpected");
        Path text = Files.writeString(home.resolve("ok.csv"), "1,2001,BZh PAR1 ustar\n");
        assertThat(send(text)).contains("Nothing answers");
    }

    private Path written(String name, String bytes) throws IOException {
        return Files.write(home.resolve(name), HexFormat.of().parseHex(bytes));
    }

    private String send(Path file) {
        ProgramRun run = run("send", file.toString(), "--stream", "s");
        assertThat(run.status()).isEqualTo(1);
        return run.err();
    }

    private static Map<String, String> keys() {
        return Map.of(
                "AWS_ACCESS_KEY_ID", "id",
                "AWS_SECRET_ACCESS_KEY", "secret",
                "AWS_ENDPOINT_URL", "http://127.0.0.1:1");
    }

    private ProgramRun run(String... arguments) {
        return ProgramRun.of(home, keys(), arguments);
    }
}
