package io.hydrant.junit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The extension with the program that this build has packaged.
class HydrantExtensionTest {
    @RegisterExtension static final HydrantExtension SHARED = new HydrantExtension();

    @RegisterExtension final HydrantExtension own = new HydrantExtension("--region", "eu-west-1");

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void eachFieldHasAServerOfItsOwn() throws Exception {
        assertThat(own.endpoint()).isNotEqualTo(SHARED.endpoint());
        for (URI endpoint : new URI[] {own.endpoint(), SHARED.endpoint()}) {
            assertThat(get(endpoint.resolve("/_hydrant/health")).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aStreamIsMadeThatDelivers() throws Exception {
        String bucket = SHARED.createStream("films");

        assertThat(put("films", "Amélie\n").statusCode()).isEqualTo(200);

        assertThat(bucket).isEqualTo("films-000000000000");
        String listing = "";
        for (int look = 0; look < 600 && !listing.contains("<Key>"); look++) {
            Thread.sleep(50);
            listing = get(SHARED.endpoint().resolve("/" + bucket + "?list-type=2")).body();
        }
        assertThat(listing).contains("<Key>", "films-1-");
    }

    @Test
    void aStreamThatCannotBeIsRefusedWithTheReason() {
        assertThatThrownBy(() -> SHARED.createStream("Films"))
                .hasMessageContaining("use lower case letters");
        SHARED.createStream("twice");
        assertThatThrownBy(() -> SHARED.createStream("twice"))
                .hasMessageContaining("AlreadyExistsException");
    }

    @Test
    void aProgramThatIsNotThereIsNamed() {
        assertThatThrownBy(() ->
                        InstalledProgram.find(
                                Optional.empty(), Map.of("HYDRANT", "/no/such/program")))
                .hasMessageContaining("/no/such/program, which HYDRANT names");
        assertThatThrownBy(() -> InstalledProgram.find(Optional.empty(), Map.of("PATH", "/no")))
                .hasMessageContaining("There is no hydrant on the PATH");
        Path sh = InstalledProgram.find(Optional.of("/bin/sh"), Map.of());
        assertThat(sh).isEqualTo(Path.of("/bin/sh"));
    }

    @Test
    void theClassesRunOnJava17() throws IOException {
        try (var bytes = HydrantExtension.class.getResourceAsStream("HydrantExtension.class")) {
            assertThat(bytes.readNBytes(8)[7]).isEqualTo((byte) 61);
        }
    }

    private HttpResponse<String> put(String stream, String data) throws Exception {
        String body =
                "{\"DeliveryStreamName\":\"%s\",\"Record\":{\"Data\":\"%s\"}}"
                        .formatted(
                                stream, Base64.getEncoder().encodeToString(data.getBytes(UTF_8)));
        return send(
                HttpRequest.newBuilder(SHARED.endpoint())
                        .header("X-Amz-Target", "Firehose_20150804.PutRecord")
                        .header("Content-Type", "application/x-amz-json-1.1")
                        .header("Authorization", authorization("firehose"))
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> get(URI address) throws Exception {
        return send(
                HttpRequest.newBuilder(address).header("Authorization", authorization("s3")).GET());
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String authorization(String service) {
        return "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/%s/aws4_request, SignedHeaders=host, Signature=0"
                .formatted(service);
    }
}
