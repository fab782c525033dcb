package io.hydrant.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.testing.Wait;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.firehose.model.Record;

/// What is buffered is delivered when somebody who may asks for it.
class FlushPageTest {
    @TempDir Path data;

    @Test
    void whoMayHasWhatIsBufferedDeliveredAndNobodyElse() throws Exception {
        try (RunningAccount account = new RunningAccount(data);
                FirehoseClient firehose =
                        account.client(FirehoseClient.builder(), account.root())) {
            FilmsPipeline.create(account.s3, account.iam, firehose, 900);
            firehose.putRecord(put ->
                    put.deliveryStreamName("films")
                            .record(
                                    Record.builder()
                                            .data(SdkBytes.fromUtf8String("Nosferatu\n"))
                                            .build()));
            AwsCredentials flusher = account.user("flusher");
            HttpResponse<String> refused = flush(account, "films", flusher);
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.body())
                    .contains("AccessDeniedException", "hydrant:FlushDeliveryStream")
                    .contains("deliverystream/films");
            assertThat(post(account, "/_hydrant/streams/films/flush", null).statusCode())
                    .isEqualTo(403);
            account.iam.putUserPolicy(put ->
                    put.userName("flusher")
                            .policyName("flush")
                            .policyDocument(
                                    """
                                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"hydrant:FlushDeliveryStream","Resource":"arn:aws:firehose:*:*:deliverystream/films"}]}\
                                    """));
            assertThat(flush(account, "films", flusher).statusCode()).isEqualTo(202);
            Wait.seconds(20)
                    .until(
                            "the object is there",
                            () ->
                                    account.s3
                                            .listObjectsV2(list -> list.bucket("films"))
                                            .hasContents());
            assertThat(flush(account, "other", flusher).body()).contains("AccessDenied");
            assertThat(flush(account, "other", account.root()).body())
                    .contains("ResourceNotFoundException");
            assertThat(flush(account, "a%2Fb", account.root()).statusCode()).isEqualTo(404);
            assertThat(byQuery(account, "stream=films").statusCode()).isEqualTo(202);
            assertThat(byQuery(account, "stream=..").body()).contains("ResourceNotFoundException");
            for (String query :
                    new String[] {"", "stream=", "stream=films&stream=films", "all=1"}) {
                assertThat(byQuery(account, query).statusCode()).as(query).isEqualTo(404);
            }
        }
    }

    private static HttpResponse<String> byQuery(RunningAccount account, String query)
            throws IOException {
        return post(account, "/_hydrant/streams/flush?" + query, account.root());
    }

    private static HttpResponse<String> flush(
            RunningAccount account, String stream, AwsCredentials caller) throws IOException {
        return post(account, "/_hydrant/streams/" + stream + "/flush", caller);
    }

    private static HttpResponse<String> post(
            RunningAccount account, String path, @Nullable AwsCredentials caller)
            throws IOException {
        URI address = account.hydrant.endpoint().resolve(path);
        return caller == null
                ? SignedPages.unsigned(address, SdkHttpMethod.POST)
                : SignedPages.send(address, SdkHttpMethod.POST, caller);
    }
}
