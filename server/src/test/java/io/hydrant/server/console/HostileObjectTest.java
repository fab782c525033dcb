package io.hydrant.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.server.Hydrant;
import io.hydrant.server.ServerSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/// An object is served from the console's own origin. Whatever a stranger writes into one, a
/// browser that opens it in a tab where somebody is signed in lets it do nothing in his name.
class HostileObjectTest {
    private static final String PAGE =
            """
            <html xmlns="http://www.w3.org/1999/xhtml"><body><p id="found">working</p><script>//<![CDATA[
            const found = {};
            const tried = async (name, act) => {
              try { found[name] = String(await act()); } catch (trouble) { found[name] = "refused"; }
            };
            (async () => {
              await tried("origin", () => window.origin);
              await tried("session", () => sessionStorage.length);
              await tried("local", () => localStorage.length);
              await tried("worker", () => navigator.serviceWorker.register("/bucket/sw.js", {scope: "/_hydrant/console/"}));
              await tried("status", async () => (await fetch("/_hydrant/status")).status);
              await tried("call", async () => (await fetch("/", {method: "POST", headers: {"content-type": "application/x-www-form-urlencoded"}, body: "Action=ListUsers&Version=2010-05-08"})).status);
              await tried("frame", () => {
                const frame = document.createElementNS("http://www.w3.org/1999/xhtml", "iframe");
                frame.src = "/_hydrant/console/";
                document.body.append(frame);
                return new Promise((resolve, reject) => frame.onload = () => {
                  try { resolve(frame.contentWindow.document.body.innerText); } catch (trouble) { reject(trouble); }
                });
              });
              await tried("opened", async () => {
                const other = window.open("/_hydrant/console/");
                for (let i = 0; i < 20 && other; i++) {
                  await new Promise(resolve => setTimeout(resolve, 50));
                  if (other.closed) return "closed";
                }
                return other ? other.document.body.innerText : "none";
              });
              document.getElementById("found").textContent = "found " + JSON.stringify(found);
            })();
            //]]></script></body></html>
            """;

    @TempDir static Path data;
    @TempDir static Path open;
    private static RunningConsole console;

    @BeforeAll
    static void start() throws IOException {
        console = new RunningConsole(data);
        fill(console.account.s3);
    }

    private static void fill(S3Client s3) {
        s3.createBucket(create -> create.bucket("bucket"));
        Map.of(
                        "html",
                        "text/html",
                        "svg",
                        "image/svg+xml",
                        "xml",
                        "application/xml",
                        "odd",
                        "nonsense")
                .forEach((name, type) ->
                        s3.putObject(
                                put -> put.bucket("bucket").key(name).contentType(type),
                                RequestBody.fromString(
                                        name.equals("svg")
                                                ? PAGE.replace(
                                                                "<html",
                                                                "<svg xmlns=\"http://www.w3.org/2000/svg\">"
                                                                        + "<foreignObject width=\"900\""
                                                                        + " height=\"900\"><html")
                                                        + "</foreignObject></svg>"
                                                : PAGE)));
        s3.putObject(
                put -> put.bucket("bucket").key("sw.js").contentType("text/javascript"),
                RequestBody.fromString("window.hit = 1;"));
    }

    @AfterAll
    static void stop() {
        if (console != null) {
            console.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"html", "xml", "odd"})
    void aPageThatIsAnObjectIsNobodyWhateverItsType(String key) {
        Browser browser = console.asRoot("#/streams").seeText("There are no");
        browser.visit(presigned(console.account.hydrant.endpoint(), console.account.root(), key));
        assertFoundNothing(browser.seeText("found {").text());
    }

    @Test
    void aSearchedTypeIsGivenByTheQueryToo() {
        Browser browser = console.asRoot("#/streams").seeText("There are no");
        browser.visit(
                presigned(
                        console.account.hydrant.endpoint(),
                        console.account.root(),
                        "sw.js",
                        "text/html"));
        assertThat(browser.run("return window.origin")).isEqualTo("null");
    }

    @Test
    void anObjectIsNoScriptOfTheConsole() {
        Browser browser = console.asRoot("#/streams").seeText("There are no");
        String script =
                presigned(console.account.hydrant.endpoint(), console.account.root(), "sw.js");
        browser.runAwaiting(
                "const script = document.createElement('script');"
                        + "const policy = (() => { try { return trustedTypes.createPolicy('mine',"
                        + " {createScriptURL: url => url}); } catch { return null; } })();"
                        + "try { script.src = policy ? policy.createScriptURL(given[0]) : given[0]; }"
                        + " catch { return 'refused'; }"
                        + "await new Promise(resolve => { script.onload = resolve; script.onerror ="
                        + " resolve; document.head.append(script); });",
                script);
        assertThat(browser.run("return window.hit ?? null")).isNull();
        assertThat(browser.runAwaiting("return await import(given[0]).then(() => 'ran')", script))
                .asString()
                .startsWith("trouble");
    }

    /// Where everybody is root there is no key to be stolen; but the calls are.
    @Test
    void withoutSignInTheConsoleWorksAndAnObjectIsNobody() throws IOException {
        try (Hydrant hydrant =
                Hydrant.start(
                        ServerSettings.local(
                                open, 0, ServerSettings.Auth.NONE, new ServerSettings.Tls.Off()))) {
            try (S3Client s3 =
                    S3Client.builder()
                            .endpointOverride(hydrant.endpoint())
                            .region(Region.US_EAST_1)
                            .forcePathStyle(true)
                            .credentialsProvider(
                                    StaticCredentialsProvider.create(console.account.root()))
                            .build()) {
                fill(s3);
            }
            Browser browser =
                    console.browser
                            .forget(hydrant.endpoint())
                            .visit(hydrant.endpoint() + ConsolePage.PATH)
                            .seeText("no sign-in (--auth none)")
                            .click("Create a stream")
                            .seeText("Stream name");
            browser.visit(hydrant.endpoint() + "/bucket/html");
            assertFoundNothing(browser.seeText("found {").text());
            String virtual = "http://bucket.localhost:" + hydrant.endpoint().getPort() + "/html";
            browser.visit(virtual);
            assertFoundNothing(browser.seeText("found {").text());
        }
    }

    private static void assertFoundNothing(String text) {
        assertThat(text)
                .contains("\"origin\":\"null\"")
                .contains("\"session\":\"refused\"", "\"local\":\"refused\"")
                .contains("\"worker\":\"refused\"", "\"frame\":\"refused\"")
                .containsPattern("\"status\":\"(refused|403)\"")
                .containsPattern("\"call\":\"(refused|403)\"")
                .containsPattern("\"opened\":\"(refused|closed|none)\"");
    }

    private static String presigned(URI endpoint, AwsCredentials key, String name) {
        return presigned(endpoint, key, name, "");
    }

    private static String presigned(URI endpoint, AwsCredentials key, String name, String type) {
        try (S3Presigner presigner =
                S3Presigner.builder()
                        .endpointOverride(endpoint)
                        .region(Region.US_EAST_1)
                        .credentialsProvider(StaticCredentialsProvider.create(key))
                        .serviceConfiguration(
                                S3Configuration.builder().pathStyleAccessEnabled(true).build())
                        .build()) {
            return presigner
                    .presignGetObject(presign ->
                            presign.signatureDuration(Duration.ofMinutes(5))
                                    .getObjectRequest(get ->
                                            get.bucket("bucket")
                                                    .key(name)
                                                    .responseContentType(
                                                            type.isEmpty() ? null : type)))
                    .url()
                    .toString();
        }
    }

    /// Programs see what AWS sends them.
    @Test
    void programsGetTheGuardOnlyForWhatMayBeAPage() throws IOException, InterruptedException {
        for (String key : List.of("html", "svg", "xml", "odd", "sw.js")) {
            assertThat(guard(key, null)).as(key).startsWith("sandbox ");
        }
        for (String type :
                List.of("text/plain", "application/json", "binary/octet-stream", "image/png")) {
            assertThat(guard("html", type)).as(type).isEmpty();
            assertThat(guard("html", type + "; charset=utf-8")).as(type).isEmpty();
            assertThat(guard("html", type + ", text/html")).as(type).startsWith("sandbox ");
            assertThat(guard("html", type + ";, text/html")).as(type).startsWith("sandbox ");
        }
    }

    private static String guard(String key, @Nullable String type)
            throws IOException, InterruptedException {
        String address =
                presigned(
                        console.account.hydrant.endpoint(),
                        console.account.root(),
                        key,
                        type == null ? "" : type);
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create(address)).build(),
                            HttpResponse.BodyHandlers.discarding())
                    .headers()
                    .firstValue("Content-Security-Policy")
                    .orElse("");
        }
    }
}
