package io.hydrant.cli.client;

import io.hydrant.cli.CommandFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What Hydrant tells beyond AWS's own API, under `/_hydrant/`. Signed like a Firehose request.
public final class HydrantPages {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Target target;
    private final SdkHttpClient http;

    HydrantPages(Target target, SdkHttpClient http) {
        this.target = target;
        this.http = http;
    }

    /// Every stream's buffer, backlog and deliveries.
    ///
    /// @throws IOException when the server does not answer, or is not a Hydrant
    public ServerStatus status() throws IOException {
        return ServerStatus.of(get("/_hydrant/status"));
    }

    private JsonNode get(String path) throws IOException {
        URI endpoint = target.endpoint().orElseThrow();
        SdkHttpRequest request =
                SdkHttpRequest.builder()
                        .uri(endpoint.resolve(path))
                        .method(SdkHttpMethod.GET)
                        .build();
        HttpExecuteResponse response =
                http.prepareRequest(HttpExecuteRequest.builder().request(signed(request)).build())
                        .call();
        int status = response.httpResponse().statusCode();
        try (InputStream body = response.responseBody().orElseThrow()) {
            byte[] bytes = body.readAllBytes();
            if (status == 403) {
                throw new CommandFailure(
                        endpoint + " does not accept the key that signed.",
                        "`hydrant env --data DIR` prints the right one, for the data directory that the server was started with.");
            }
            if (status != 200) {
                throw new IOException(endpoint + path + " answered with status " + status);
            }
            return JSON.readTree(bytes);
        } catch (JacksonException e) {
            throw new IOException(endpoint + path + " did not answer with JSON", e);
        }
    }

    private SdkHttpRequest signed(SdkHttpRequest request) {
        SignedRequest signed =
                AwsV4HttpSigner.create()
                        .sign(toSign ->
                                toSign.identity(target.credentials().resolveCredentials())
                                        .request(request)
                                        .putProperty(
                                                AwsV4HttpSigner.SERVICE_SIGNING_NAME, "firehose")
                                        .putProperty(
                                                AwsV4HttpSigner.REGION_NAME, target.region().id()));
        return signed.request();
    }
}
