package io.hydrant.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Calls pages under `/_hydrant/`, signed or not.
final class SignedPages {
    private SignedPages() {}

    static JsonNode get(URI endpoint, String path, AwsCredentials caller) {
        try {
            HttpResponse<String> answer = send(endpoint.resolve(path), SdkHttpMethod.GET, caller);
            if (answer.statusCode() != 200) {
                throw new AssertionError(answer.statusCode() + ": " + answer.body());
            }
            return JsonMapper.shared().readTree(answer.body());
        } catch (IOException e) {
            throw new AssertionError(path, e);
        }
    }

    static HttpResponse<String> send(URI address, SdkHttpMethod method, AwsCredentials caller)
            throws IOException {
        HttpRequest.Builder request = request(address, method);
        SdkHttpRequest unsigned = SdkHttpRequest.builder().method(method).uri(address).build();
        AwsV4HttpSigner.create()
                .sign(sign ->
                        sign.identity(caller)
                                .request(unsigned)
                                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "firehose")
                                .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1"))
                .request()
                .forEachHeader((name, values) -> {
                    if (!name.equalsIgnoreCase("Host")) {
                        values.forEach(value -> request.header(name, value));
                    }
                });
        return send(request.build());
    }

    static HttpResponse<String> unsigned(URI address, SdkHttpMethod method) throws IOException {
        return send(request(address, method).build());
    }

    private static HttpRequest.Builder request(URI address, SdkHttpMethod method) {
        return HttpRequest.newBuilder(address)
                .method(method.name(), HttpRequest.BodyPublishers.noBody());
    }

    private static HttpResponse<String> send(HttpRequest request) throws IOException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
