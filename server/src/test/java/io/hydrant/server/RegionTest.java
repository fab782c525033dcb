package io.hydrant.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.sts.StsClient;

/// A server in eu-west-1 takes signatures for eu-west-1, and for us-east-1 where a service is the
/// same everywhere.
class RegionTest {
    private static final String INVALID = "Credential should be scoped to a valid region. ";

    @TempDir Path data;
    private Hydrant hydrant;

    @BeforeEach
    void start() throws IOException {
        hydrant = Hydrant.start(ServerSettings.local(data).inRegion("eu-west-1"));
    }

    @AfterEach
    void stop() {
        hydrant.close();
    }

    @Test
    void eachServiceRefusesAnotherRegionInItsOwnWords() {
        for (Region other : new Region[] {Region.US_EAST_1, Region.of("mars-1")}) {
            FirehoseClient firehose = in(other, FirehoseClient.builder());
            refused("InvalidSignatureException", INVALID, 400, firehose::listDeliveryStreams);
            CloudFormationClient stacks = in(other, CloudFormationClient.builder());
            refused("SignatureDoesNotMatch", INVALID, 403, stacks::listStacks);
            S3Client s3 = in(other, S3Client.builder().forcePathStyle(true));
            refused(
                    "AuthorizationHeaderMalformed",
                    "The authorization header is malformed; the region '"
                            + other
                            + "' is wrong; expecting 'eu-west-1'",
                    400,
                    s3::listBuckets);
        }
        IamClient iam = in(Region.EU_CENTRAL_1, IamClient.builder());
        refused("SignatureDoesNotMatch", INVALID, 403, iam::listUsers);
    }

    @Test
    void urlsAndFormsThatWereSignedForAnotherRegionAreRefused() throws Exception {
        in(Region.EU_WEST_1, S3Client.builder().forcePathStyle(true))
                .createBucket(create -> create.bucket("films"));
        try (S3Presigner presigner =
                        S3Presigner.builder()
                                .endpointOverride(hydrant.endpoint())
                                .region(Region.US_EAST_1)
                                .serviceConfiguration(
                                        S3Configuration.builder()
                                                .pathStyleAccessEnabled(true)
                                                .build())
                                .credentialsProvider(StaticCredentialsProvider.create(root()))
                                .build();
                HttpClient http = HttpClient.newHttpClient()) {
            String url =
                    presigner
                            .presignGetObject(p ->
                                    p.getObjectRequest(get -> get.bucket("films").key("k"))
                                            .signatureDuration(Duration.ofMinutes(5)))
                            .url()
                            .toString();
            assertWrongRegion(send(http, HttpRequest.newBuilder(URI.create(url))));
            StringBuilder form = new StringBuilder();
            Map.of(
                            "key", "k",
                            "policy", "e30=",
                            "x-amz-algorithm", "AWS4-HMAC-SHA256",
                            "x-amz-credential",
                                    root().accessKeyId() + "/20261126/us-east-1/s3/aws4_request",
                            "x-amz-date", "20261126T000000Z",
                            "x-amz-signature", "0".repeat(64))
                    .forEach((name, value) ->
                            form.append("--x\r\nContent-Disposition: form-data; name=\"")
                                    .append(name + "\"\r\n\r\n" + value + "\r\n"));
            form.append("--x\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nb\r\n--x--");
            assertWrongRegion(
                    send(
                            http,
                            HttpRequest.newBuilder(hydrant.endpoint().resolve("/films"))
                                    .header("Content-Type", "multipart/form-data; boundary=x")
                                    .POST(BodyPublishers.ofString(form.toString()))));
        }
    }

    private static String send(HttpClient http, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(400);
        return response.body();
    }

    private static void assertWrongRegion(String error) {
        assertThat(error)
                .contains("<Code>AuthorizationQueryParametersError</Code>")
                .contains(
                        "Error parsing the X-Amz-Credential parameter; the region 'us-east-1' is"
                                + " wrong; expecting 'eu-west-1'")
                .contains("<Region>eu-west-1</Region>");
    }

    @Test
    void itsOwnRegionIsTakenByAllAndTheFirstOneByTheGlobalServices() {
        in(Region.EU_WEST_1, FirehoseClient.builder()).listDeliveryStreams();
        in(Region.EU_WEST_1, CloudFormationClient.builder()).listStacks();
        in(Region.EU_WEST_1, S3Client.builder().forcePathStyle(true)).listBuckets();
        for (Region region : new Region[] {Region.EU_WEST_1, Region.US_EAST_1, Region.AWS_GLOBAL}) {
            in(region, IamClient.builder()).listUsers();
            in(region, StsClient.builder()).getCallerIdentity();
        }
    }

    @Test
    void theRegionThatAPolicySeesIsNotForTheCallerToChoose() {
        IamClient iam = in(Region.US_EAST_1, IamClient.builder());
        iam.createUser(create -> create.userName("ana"));
        iam.putUserPolicy(put ->
                put.userName("ana")
                        .policyName("elsewhere")
                        .policyDocument(
                                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"},{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{\"StringEquals\":{\"aws:RequestedRegion\":\"eu-west-1\"}}}]}"));
        var key = iam.createAccessKey(create -> create.userName("ana")).accessKey();
        for (Region region : new Region[] {Region.EU_WEST_1, Region.US_EAST_1}) {
            IamClient anas =
                    client(
                            region,
                            IamClient.builder(),
                            AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey()));
            assertThatThrownBy(anas::listUsers).hasMessageContaining("explicit deny");
        }
    }

    private AwsBasicCredentials root() {
        return AwsBasicCredentials.create(
                hydrant.rootCredentials().accessKeyId(),
                hydrant.rootCredentials().secretAccessKey().reveal());
    }

    private static void refused(String code, String text, int status, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AwsServiceException.class,
                        refusal -> {
                            assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(code);
                            assertThat(refusal.awsErrorDetails().errorMessage()).isEqualTo(text);
                            assertThat(refusal.statusCode()).isEqualTo(status);
                        });
    }

    private <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C> C in(
            Region region, B builder) {
        return client(region, builder, root());
    }

    private <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C> C client(
            Region region, B builder, AwsBasicCredentials credentials) {
        return builder.endpointOverride(hydrant.endpoint())
                .region(region)
                .httpClient(UrlConnectionHttpClient.create())
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .build();
    }
}
