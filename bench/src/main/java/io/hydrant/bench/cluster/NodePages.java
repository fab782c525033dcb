package io.hydrant.bench.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hydrant.bench.load.MeasuredServer;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a node answers beyond AWS's own API.
record NodePages(MeasuredServer node) {
    /// How many streams each node delivers that is not gone.
    List<Long> streamsOfNodes() throws IOException {
        JsonNode status = call(SdkHttpMethod.GET, "/_hydrant/status?order=need&limit=1");
        return status.path("cluster")
                .path("nodes")
                .valueStream()
                .filter(each -> !each.path("gone").asBoolean())
                .map(each -> each.path("streams").asLong())
                .toList();
    }

    /// Has a stream deliver what it holds.
    void flush(String stream) throws IOException {
        call(SdkHttpMethod.POST, "/_hydrant/streams/" + stream + "/flush");
    }

    private JsonNode call(SdkHttpMethod method, String path) throws IOException {
        try (SdkHttpClient http = UrlConnectionHttpClient.create()) {
            HttpExecuteResponse response =
                    http.prepareRequest(
                                    HttpExecuteRequest.builder()
                                            .request(signed(method, path))
                                            .build())
                            .call();
            try (InputStream body = response.responseBody().orElseThrow()) {
                String text = new String(body.readAllBytes(), UTF_8);
                if (!response.httpResponse().isSuccessful()) {
                    throw new IOException(path + " is answered: " + text);
                }
                return JsonMapper.shared().readTree(text);
            }
        }
    }

    private SdkHttpRequest signed(SdkHttpMethod method, String path) {
        SdkHttpRequest request =
                SdkHttpRequest.builder().uri(node.endpoint().resolve(path)).method(method).build();
        return AwsV4HttpSigner.create()
                .sign(toSign ->
                        toSign.identity(
                                        AwsCredentialsIdentity.create(
                                                node.accessKeyId(), node.secretAccessKey()))
                                .request(request)
                                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "firehose")
                                .putProperty(AwsV4HttpSigner.REGION_NAME, node.region()))
                .request();
    }
}
