package io.hydrant.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.server.http.RawClient.Answer;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `--auth none` obeys programs on this machine, and not the web pages that are open on it.
class ForeignPagesTest {
    private static final String FORM =
            """
            POST / HTTP/1.1
            Host: localhost
            Content-Type: application/x-www-form-urlencoded
            Content-Length: 43

            Action=GetCallerIdentity&Version=2011-06-15\
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: localhost\nOrigin: http://evil.example",
                "Host: localhost\nOrigin: null",
                "Host: localhost\nOrigin: http://localhost:4566",
                "Host: localhost:4566\nOrigin: http://localhost:4567",
                "Host: localhost:4566\nOrigin: https://localhost:4566",
                "Host: localhost:4566\nOrigin: http://127.0.0.1:4566",
                "Host: localhost:4566\nOrigin: http://localhost:4566\nSec-Fetch-Site: cross-site",
                "Host: localhost:4566\nOrigin: http://localhost:4566\nSec-Fetch-Site: same-site",
                "Host: bucket.localhost:4566\nOrigin: http://bucket.localhost:4566",
                "Host: evil.example:4566\nOrigin: http://evil.example:4566",
                "Host: localhost\nSec-Fetch-Site: cross-site",
                "Host: localhost\nSec-Fetch-Site: same-site",
                "Host: evil.example",
                "Host: evil.example:4566",
                "Host: localhost.evil.example",
                "Host: notlocalhost",
                "Host: bucket.s3.evil.example",
                "Host: 127.0.0.1.evil.example",
                "Host: ",
            })
    void whatAPageMakesABrowserSendIsRefused(String headers) throws IOException {
        try (RunningListener listener = RunningListener.trusting()) {
            Answer form = ask(listener, FORM.replace("Host: localhost", headers));
            assertThat(form.status()).isEqualTo(403);
            assertThat(form.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
            assertThat(form.body()).contains("--auth none");
            assertThat(form.headers()).doesNotContainKey("Access-Control-Allow-Origin");
            Answer image = ask(listener, "GET /b/k HTTP/1.1\n" + headers + "\n\n");
            assertThat(image.status()).isEqualTo(403);
            Answer preflight =
                    ask(
                            listener,
                            "OPTIONS / HTTP/1.1\n"
                                    + headers
                                    + "\nAccess-Control-Request-Method: POST\n\n");
            assertThat(preflight.status()).isEqualTo(403);
            assertThat(listener.objects.requests).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost:4566",
                "LOCALHOST.",
                "bucket.localhost:4566",
                "s3.localhost",
                "127.0.0.1:4566",
                "[::1]:4566",
                "[::1]",
                "Workbench:4566",
            })
    void programsAreAnsweredUnderEveryNameOfThisMachine(String host) throws IOException {
        ListenerSettings named = RunningListener.local().withNames(Set.of("workbench"));
        try (RunningListener listener = RunningListener.trusting(named)) {
            String health = "GET /_hydrant/health HTTP/1.1\nHost: " + host + "\n\n";
            assertThat(ask(listener, health).status()).isEqualTo(200);
        }
    }

    /// The console, whose calls a browser sends with its origin.
    @ParameterizedTest
    @ValueSource(strings = {"localhost:4566", "127.0.0.1:4566", "[::1]:4566", "workbench:4566"})
    void theServersOwnPageIsAnswered(String host) throws IOException {
        ListenerSettings named = RunningListener.local().withNames(Set.of("workbench"));
        try (RunningListener listener = RunningListener.trusting(named)) {
            String own = "Host: " + host + "\nOrigin: http://" + host;
            assertThat(ask(listener, FORM.replace("Host: localhost", own)).status()).isEqualTo(200);
            String fetched = own + "\nSec-Fetch-Site: same-origin";
            assertThat(ask(listener, FORM.replace("Host: localhost", fetched)).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void aPageThatIsTypedIntoABrowserIsAnswered() throws IOException {
        try (RunningListener listener = RunningListener.trusting()) {
            String typed =
                    "GET /_hydrant/health HTTP/1.1\nHost: localhost\nSec-Fetch-Site: none\n\n";
            assertThat(ask(listener, typed).status()).isEqualTo(200);
        }
    }

    @Test
    void withSignaturesThePagesOfOthersAreAnsweredAsAwsDoes() throws IOException {
        try (RunningListener listener = RunningListener.start()) {
            String page = FORM.replace("Host: localhost", "Host: evil.example\nOrigin: http://e");
            assertThat(ask(listener, page).body()).contains("MissingAuthenticationToken");
        }
    }

    private static Answer ask(RunningListener listener, String request) throws IOException {
        try (RawClient client = new RawClient(listener.port())) {
            return client.send(request).read();
        }
    }
}
