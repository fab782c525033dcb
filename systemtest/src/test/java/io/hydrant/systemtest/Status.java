package io.hydrant.systemtest;

import io.hydrant.testing.Wait;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What `/_hydrant/status` tells of each stream, by the stream's name.
record Status(Map<String, JsonNode> streams) {
    static Status of(ServerProcess server) {
        SdkHttpRequest request =
                SdkHttpRequest.builder()
                        .uri(server.endpoint().resolve("/_hydrant/status"))
                        .method(SdkHttpMethod.GET)
                        .build();
        var signed =
                AwsV4HttpSigner.create()
                        .sign(toSign ->
                                toSign.identity(
                                                AwsBasicCredentials.create(
                                                        server.accessKeyId(),
                                                        server.secretAccessKey()))
                                        .request(request)
                                        .putProperty(
                                                AwsV4HttpSigner.SERVICE_SIGNING_NAME, "firehose")
                                        .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1"));
        try (SdkHttpClient http = UrlConnectionHttpClient.create()) {
            HttpExecuteResponse response =
                    http.prepareRequest(
                                    HttpExecuteRequest.builder().request(signed.request()).build())
                            .call();
            try (InputStream body = response.responseBody().orElseThrow()) {
                return read(JsonMapper.shared().readTree(body));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Status read(JsonNode page) {
        Map<String, JsonNode> streams = new HashMap<>();
        for (JsonNode stream : page.path("streams")) {
            streams.put(stream.path("name").stringValue(), stream);
        }
        return new Status(streams);
    }

    /// Returns once nothing that is acknowledged waits for its delivery.
    static void awaitDelivery(ServerProcess server, Duration patience) {
        Wait.upTo(patience)
                .until("all is delivered", () -> of(server).backlogRecords(), left -> left == 0);
    }

    /// Records that are acknowledged and in no object yet, in all streams together. After a start
    /// nobody knows for a moment: then there may be more than one can think of.
    long backlogRecords() {
        return streams.values().stream().mapToLong(Status::backlogOf).sum();
    }

    static long backlogOf(JsonNode stream) {
        return stream.has("backlogRecords")
                ? stream.path("backlogRecords").longValue()
                : Integer.MAX_VALUE;
    }
}
