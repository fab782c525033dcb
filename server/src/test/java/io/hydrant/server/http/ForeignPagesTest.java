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
                "Host: localhost\nReferer: http://evil.example/",
                "Host: localhost:4566\nReferer: http://localhost:4566.evil.example/",
                "Host: localhost:4566\nReferer: http://localhost:4566@evil.example/",
                "Host: localhost:4566\nReferer: https://localhost:4566/",
                "Host: localhost:4566\nReferer: about:blank",
                "Host: bucket.localhost:4566\nReferer: http://bucket.localhost:4566/k",
                "Host: 127.0.0.1:4566@evil.example",
                "Host: evil.example@127.0.0.1:4566",
                "Host: 127.0.0.1:evil",
                "Host: 127.0.0.1:",
                "Host: 127.0.0.1:65536",
                "Host: 127.0.0.1.",
                "Host: 999.1.1.1",
                "Host: 256.0.0.1",
                "Host: 127.0.0.01",
                "Host: 127.1",
                "Host: 0x7f.0.0.1",
                "Host: 2130706433",
                "Host: [fe80::1%25eth0]",
                "Host: [fe80::1%eth0]",
                "Host: [::1",
                "Host: [:::]",
                "Host: ::1",
                "Host: localhost..",
                "Host: .localhost",
                "Host: a..localhost",
                "Host: evil.example/.localhost",
                "Host: evil.example?.localhost",
                "Host: localhost, evil.example",
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

    /// As from a mail, a chat or a bookmark: the browser tells of no page.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sec-Fetch-Site: none\nSec-Fetch-Mode: navigate\nSec-Fetch-Dest: document",
                "Sec-Fetch-Site: same-origin\nSec-Fetch-Mode: navigate\nSec-Fetch-Dest: iframe",
                "Sec-Fetch-Dest: embed",
                "Sec-Fetch-Mode: nested-navigate",
                "Upgrade-Insecure-Requests: 1",
            })
    void aLinkLeadsToNothingButLooking(String headers) throws IOException {
        String scope = "X-Amz-Credential=A%2F20260101%2Fus-east-1%2Fiam%2Faws4_request";
        String more = "Host: localhost\n" + headers;
        try (RunningListener listener = RunningListener.trusting()) {
            for (String target :
                    new String[] {
                        "/?Action=CreateUser&UserName=x&Version=2010-05-08",
                        "/?Version=2010-05-08&Action=CreateUser",
                        "/?" + scope + "&%41ction=CreateUser",
                        "/b/k?" + scope,
                        "http://localhost/?Action=CreateUser",
                    }) {
                assertThat(ask(listener, "GET " + target + " HTTP/1.1\n" + more + "\n\n").status())
                        .as(target)
                        .isEqualTo(403);
            }
            Answer form = ask(listener, FORM.replace("Host: localhost", more));
            assertThat(form.status()).isEqualTo(403);
            assertThat(form.body()).contains("--auth none", "link");
            assertThat(ask(listener, "DELETE /b/k HTTP/1.1\n" + more + "\n\n").status())
                    .isEqualTo(403);
            assertThat(listener.objects.requests).isEmpty();
            String health = "GET /_hydrant/health HTTP/1.1\n" + more + "\n\n";
            assertThat(ask(listener, health).status()).isEqualTo(200);
            ask(listener, "GET /b/k HTTP/1.1\n" + more + "\n\n");
            assertThat(listener.objects.requests).hasSize(1);
        }
    }

    @Test
    void theHostOfAWholeAddressCountsAndNotThatOfTheHeader() throws IOException {
        try (RunningListener listener = RunningListener.trusting()) {
            String foreign =
                    "GET http://evil.example/_hydrant/health HTTP/1.1\nHost: localhost\n\n";
            assertThat(ask(listener, foreign).status()).isEqualTo(403);
            String user =
                    "GET http://localhost@evil.example/_hydrant/health HTTP/1.1\nHost:"
                            + " localhost\n\n";
            assertThat(ask(listener, user).status()).isEqualTo(403);
            String own = "GET http://localhost/_hydrant/health HTTP/1.1\nHost: evil.example\n\n";
            assertThat(ask(listener, own).status()).isEqualTo(200);
        }
    }

    @Test
    void aRefererOfTheServerItselfIsAnswered() throws IOException {
        try (RunningListener listener = RunningListener.trusting()) {
            String own = "Host: localhost:4566\nReferer: http://localhost:4566/_hydrant/console/";
            assertThat(ask(listener, FORM.replace("Host: localhost", own)).status()).isEqualTo(200);
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
