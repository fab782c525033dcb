package io.hydrant.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.core.stream.StreamSettings;
import io.hydrant.server.Hydrant;
import io.hydrant.server.ServerSettings;
import io.hydrant.testing.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.firehose.model.ResourceNotFoundException;
import software.amazon.awssdk.services.iam.IamClient;

/// Programs that wait for a stream to be there, and to be gone, as Terraform does.
class StreamStatesTest {
    private static final Duration TRANSITION = Duration.ofSeconds(3);

    @TempDir private Path home;

    @Test
    void whoWaitsSeesAStreamComeAndGo() throws IOException {
        try (Hydrant server = started();
                FirehoseClient firehose = client(server)) {
            String role = role(server);
            firehose.createDeliveryStream(request ->
                    request.deliveryStreamName("rows")
                            .extendedS3DestinationConfiguration(destination ->
                                    destination.roleARN(role).bucketARN("arn:aws:s3:::rows")));
            assertThat(status(firehose)).isEqualTo("CREATING");
            assertThatThrownBy(() -> put(firehose)).isInstanceOf(ResourceNotFoundException.class);
            ProgramRun sent = send(server);
            assertThat(sent.status()).as(sent.err()).isZero();
            assertThat(status(firehose)).isEqualTo("ACTIVE");
            put(firehose);
            firehose.deleteDeliveryStream(request -> request.deliveryStreamName("rows"));
            assertThat(status(firehose)).isEqualTo("DELETING");
            Wait.seconds(30).until("it is gone", () -> status(firehose).equals("gone"));
        }
    }

    private Hydrant started() throws IOException {
        return Hydrant.start(
                ServerSettings.local(
                                home.resolve(".hydrant"),
                                0,
                                ServerSettings.Auth.NONE,
                                new ServerSettings.Tls.Off())
                        .with(StreamSettings.DEFAULT.withTransitions(TRANSITION)));
    }

    private ProgramRun send(Hydrant server) throws IOException {
        Path rows = Files.writeString(home.resolve("rows.csv"), "1,2001,a\n");
        return ProgramRun.of(
                home,
                Map.of("AWS_ENDPOINT_URL", server.endpoint().toString()),
                "send",
                rows.toString(),
                "--stream",
                "rows");
    }

    private static void put(FirehoseClient firehose) {
        firehose.putRecord(request ->
                request.deliveryStreamName("rows")
                        .record(record -> record.data(SdkBytes.fromUtf8String("a\n"))));
    }

    private static String status(FirehoseClient firehose) {
        try {
            return firehose.describeDeliveryStream(request -> request.deliveryStreamName("rows"))
                    .deliveryStreamDescription()
                    .deliveryStreamStatusAsString();
        } catch (ResourceNotFoundException e) {
            return "gone";
        }
    }

    private static FirehoseClient client(Hydrant server) {
        return FirehoseClient.builder()
                .endpointOverride(server.endpoint())
                .region(Region.US_EAST_1)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .credentialsProvider(anyone())
                .build();
    }

    private static StaticCredentialsProvider anyone() {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create("anyone", "anyone"));
    }

    private static String role(Hydrant server) {
        try (IamClient iam =
                IamClient.builder()
                        .endpointOverride(server.endpoint())
                        .region(Region.AWS_GLOBAL)
                        .httpClientBuilder(UrlConnectionHttpClient.builder())
                        .credentialsProvider(anyone())
                        .build()) {
            return iam.createRole(request ->
                            request.roleName("delivery")
                                    .assumeRolePolicyDocument(
                                            """
                                            {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "sts:AssumeRole",
                                             "Principal": {"Service": "firehose.amazonaws.com"}}}\
                                            """))
                    .role()
                    .arn();
        }
    }
}
