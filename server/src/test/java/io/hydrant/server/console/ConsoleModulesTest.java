package io.hydrant.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The console's own modules, one by one, in a browser.
class ConsoleModulesTest {
    private static final String MODULES = "/_hydrant/console/";

    @TempDir static Path data;
    private static RunningConsole console;
    private static Browser browser;

    @BeforeAll
    static void start() throws IOException {
        console = new RunningConsole(data);
        browser = console.fresh().bypassPolicy(true).visit(console.address());
    }

    @AfterAll
    static void stop() {
        if (console != null) {
            console.close();
        }
    }

    @Test
    void digestsAreThoseOfTheJdk() throws GeneralSecurityException {
        for (int length : new int[] {0, 1, 3, 55, 56, 63, 64, 65, 119, 120, 1000, 100_000}) {
            String text = "é".repeat(length / 2) + "x".repeat(length % 2);
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            String sha = hex(MessageDigest.getInstance("SHA-256").digest(bytes));
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(("key" + text).getBytes(StandardCharsets.UTF_8), "HMAC"));
            assertThat(
                            browser.runAwaiting(
                                    "const m = await import('"
                                            + MODULES
                                            + "sha256.js');"
                                            + "return [m.hex(m.sha256(given[0])),"
                                            + " m.hex(m.hmac('key' + given[0], given[0]))]",
                                    text))
                    .as("%d bytes", length)
                    .isEqualTo(List.of(sha, hex(mac.doFinal(bytes))));
        }
    }

    @Test
    void aBadAddressIsNoPageRatherThanAFailure() {
        assertThat(
                        browser.runAwaiting(
                                "const m = await import('"
                                        + MODULES
                                        + "router.js');"
                                        + "const routes = [{pattern: 'a/:b'}, {pattern: 'o/:b/*key'}];"
                                        + "const fit = path => JSON.stringify(m.matched(routes,"
                                        + " path.split('/'))?.parameters ?? null);"
                                        + "return ['a/x%20y', 'a/%', 'a', 'a/', 'o/b/c/d%2Fe//f',"
                                        + " 'o/b/%zz', 'o/b/', ''].map(fit)"))
                .isEqualTo(
                        List.of(
                                "{\"b\":\"x y\"}",
                                "null",
                                "null",
                                "null",
                                "{\"b\":\"b\",\"key\":\"c/d/e//f\"}",
                                "null",
                                "{\"b\":\"b\",\"key\":\"\"}",
                                "null"));
    }

    /// As `hydrant send` makes them: RecordFormatTest has the same records.
    @Test
    void aDemoFilmIsTheRecordThatTheProgramMakesOfIt() {
        assertThat(
                        browser.runAwaiting(
                                "const m = await import('"
                                        + MODULES
                                        + "streams/films.js');"
                                        + "return given[0].map(m.filmOf)",
                                List.of(
                                        "1,1902,A Trip to the Moon",
                                        "22,1952,\"¡Bienvenido, Mister Marshall!\"",
                                        "94,1999,\"The Matrix (\"\"There is no spoon\"\")\"")))
                .isEqualTo(
                        List.of(
                                "{\"MovieID\": 1, \"YearOfRelease\": 1902, \"Title\": \"A Trip to the Moon\"}",
                                "{\"MovieID\": 22, \"YearOfRelease\": 1952, \"Title\": \"¡Bienvenido, Mister Marshall!\"}",
                                "{\"MovieID\": 94, \"YearOfRelease\": 1999, \"Title\": \"The Matrix (\\\"There is no spoon\\\")\"}"));
    }

    @Test
    void aTimeNamesItsZone() {
        for (String language : List.of("en", "es")) {
            assertThat(
                            browser.runAwaiting(
                                    "const m = await import('"
                                            + MODULES
                                            + "texts.js');"
                                            + "await m.chooseLanguage(given[0]);"
                                            + "return m.time(0).includes(m.zone(0))",
                                    language))
                    .as(language)
                    .isEqualTo(true);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
