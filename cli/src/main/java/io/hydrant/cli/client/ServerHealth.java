package io.hydrant.cli.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a Hydrant says of itself to everybody.
///
/// @param region where it is. It takes signatures for no other, and a shell's region is often that
///   of another service
/// @param needsKey whether it knows its callers by their keys; `serve --auth none` does not
public record ServerHealth(Optional<String> region, boolean needsKey) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// A server on this machine or near it; whoever does not answer has nothing to tell.
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /// Empty when nobody answers there, or something that is no Hydrant.
    public static Optional<ServerHealth> of(URI endpoint, List<Path> trusted) {
        URI page = endpoint.resolve("/_hydrant/health");
        SdkHttpRequest request =
                SdkHttpRequest.builder().uri(page).method(SdkHttpMethod.GET).build();
        try (SdkHttpClient http = Clients.http(trusted, PATIENCE, PATIENCE)) {
            HttpExecuteResponse response =
                    http.prepareRequest(HttpExecuteRequest.builder().request(request).build())
                            .call();
            try (InputStream body = response.responseBody().orElseThrow()) {
                JsonNode answer = JSON.readTree(body.readAllBytes());
                return answer.isObject()
                        ? Optional.of(
                                new ServerHealth(
                                        answer.path("region").stringValueOpt(),
                                        !answer.path("auth").asString("").equals("none")))
                        : Optional.empty();
            }
        } catch (IOException | JacksonException silent) {
            return Optional.empty();
        }
    }
}
