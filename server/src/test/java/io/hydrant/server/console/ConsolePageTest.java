package io.hydrant.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.server.Hydrant;
import io.hydrant.server.ServerSettings;
import io.hydrant.server.http.RawClient;
import io.hydrant.server.http.RawClient.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a browser gets before anybody has signed in.
class ConsolePageTest {
    @TempDir static Path data;
    private static Hydrant hydrant;

    @BeforeAll
    static void start() throws IOException {
        hydrant = Hydrant.start(ServerSettings.local(data));
    }

    @AfterAll
    static void stop() {
        hydrant.close();
    }

    @Test
    void theAddressWithoutItsSlashLeadsToThePage() throws IOException {
        Answer answer = ask("GET", "/_hydrant/console", "");
        assertThat(answer.status()).isEqualTo(307);
        assertThat(answer.header("Location")).isEqualTo("/_hydrant/console/");
    }

    @Test
    void thePageRunsNothingButWhatThisAnswerNames() throws IOException {
        Answer page = ask("GET", "/_hydrant/console/", "");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(page.header("Cache-Control")).isEqualTo("no-store");
        String policy = page.header("Content-Security-Policy");
        String nonce = nonce(policy);
        assertThat(policy)
                .contains("default-src 'none'", "script-src 'nonce-" + nonce + "';")
                .contains("frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'")
                .contains("require-trusted-types-for 'script'")
                .doesNotContain("unsafe", "strict-dynamic", "http:", "*");
        assertThat(page.body()).contains("nonce=\"" + nonce + "\"").doesNotContain("{{");
        assertThat(page.header("Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
        String again = ask("GET", "/_hydrant/console/", "").header("Content-Security-Policy");
        assertThat(nonce(again)).isNotEqualTo(nonce);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "main.js", "lib/pico.css", "favicon.svg", "nothing.js"})
    void noAnswerIsFramedOrTakenForWhatItIsNot(String name) throws IOException {
        Answer answer = ask("GET", "/_hydrant/console/" + name, "");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(answer.header("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
        assertThat(answer.header("Content-Security-Policy"))
                .contains("default-src 'none'", "frame-ancestors 'none'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lib/preact.js", "lib/hooks.js", "lib/uplot.js", "lib/uplot.css", "lib/pico.css",
                "main.js", "texts/en.js", "pages/streams.js", "console.css", "favicon.svg"
            })
    void aFileIsSentOnceAndThenOnlyWhenItHasChanged(String name) throws IOException {
        String path = "/_hydrant/console/" + name;
        Answer first = ask("GET", path, "");
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.body()).isNotEmpty();
        assertThat(first.header("Cache-Control")).isEqualTo("no-cache");
        String tag = first.header("ETag");
        assertThat(ask("GET", path, "If-None-Match: " + tag + "\n").status()).isEqualTo(304);
        assertThat(ask("GET", path, "If-None-Match: \"x\", W/" + tag + "\n").status())
                .isEqualTo(304);
        assertThat(ask("GET", path, "If-None-Match: \"x\"\n").status()).isEqualTo(200);
        assertThat(ask("HEAD", path, "").header("ETag")).isEqualTo(tag);
        String type = first.header("Content-Type");
        assertThat(type)
                .startsWith(
                        name.endsWith(".js")
                                ? "text/javascript"
                                : name.endsWith(".css") ? "text/css" : "image/svg+xml");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nothing.js",
                "ConsolePage.class",
                "shell.html",
                "../Hydrant.class",
                "pages/../main.js",
                "pages/%2e%2e/main.js",
                "/main.js",
                "lib/",
                "lib/preact.js.map",
                ".js",
            })
    void whatIsNoFileOfItIsNotFound(String name) throws IOException {
        Answer answer = ask("GET", "/_hydrant/console/" + name, "");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body()).contains("/_hydrant/console/");
    }

    @Test
    void aWrongPathInTheAddressBarShowsThePage() throws IOException {
        Answer answer = ask("GET", "/_hydrant/console/streams", "Accept: text/html,*/*\n");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("Content-Type")).startsWith("text/html");
        assertThat(answer.body()).contains("main.js");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:4566",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "bucket.localhost:4566",
                "bucket.s3.us-east-1.localhost",
                "notlocalhost",
                "s3.localhost",
                "127.0.0.1:4566@evil.example",
                "127.0.0.1:evil",
                "127.0.0.1.",
                "999.1.1.1",
                "[fe80::1%25eth0]",
                ""
            })
    void atTheNameOfAStrangerOrOfABucketThereIsNoConsole(String host) throws IOException {
        for (String name : new String[] {"", "main.js", "anything"}) {
            Answer answer = ask(host, "GET", "/_hydrant/console/" + name, "Accept: text/html\n");
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.body()).contains("--tls-name");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:4566", "127.0.0.1", "10.1.2.3:80", "[::1]:1"})
    void atAddressesAndAtHomeThereIs(String host) throws IOException {
        assertThat(ask(host, "GET", "/_hydrant/console/", "").status()).isEqualTo(200);
    }

    @Test
    void theHostOfAWholeAddressCountsAndNotThatOfTheHeader() throws IOException {
        String foreign = "http://evil.example/_hydrant/console/";
        assertThat(ask("localhost", "GET", foreign, "").status()).isEqualTo(403);
        assertThat(ask("evil.example", "GET", "http://localhost/_hydrant/console/", "").status())
                .isEqualTo(200);
    }

    private static String nonce(String policy) {
        Matcher found = Pattern.compile("'nonce-([A-Za-z0-9+/=]{20,})'").matcher(policy);
        assertThat(found.find()).as(policy).isTrue();
        return found.group(1);
    }

    private static Answer ask(String method, String path, String headers) throws IOException {
        return ask("localhost:" + hydrant.endpoint().getPort(), method, path, headers);
    }

    private static Answer ask(String host, String method, String path, String headers)
            throws IOException {
        try (RawClient client = new RawClient(hydrant.endpoint().getPort())) {
            client.send(method + " " + path + " HTTP/1.1\nHost: " + host + "\n" + headers + "\n");
            return method.equals("HEAD") ? client.readHead() : client.read();
        }
    }
}
