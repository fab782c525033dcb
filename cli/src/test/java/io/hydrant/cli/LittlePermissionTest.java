package io.hydrant.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.server.Hydrant;
import io.hydrant.server.ServerSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;

/// A key that may not see streams is told so, and not that there are none.
class LittlePermissionTest {
    @TempDir private Path home;

    @Test
    void whoMaySeeNoStreamIsNotToldThatThereIsNone() throws IOException {
        try (Hydrant server = Hydrant.start(ServerSettings.local(home.resolve(".hydrant")))) {
            Map<String, String> environment = keysOfAUserWhoMayOnlyPut(server);

            ProgramRun all = ProgramRun.of(home, environment, "status");
            assertThat(all.status()).isZero();
            assertThat(all.out()).contains("that this key may see", "DescribeDeliveryStream");

            for (String[] command :
                    new String[][] {{"status", "films"}, {"verify", "--stream", "films"}}) {
                ProgramRun one = ProgramRun.of(home, environment, command);
                assertThat(one.status()).isEqualTo(1);
                assertThat(one.err())
                        .contains("films that this key may see", "DescribeDeliveryStream");
            }
            Map<String, String> root = Map.of("AWS_ENDPOINT_URL", server.endpoint().toString());
            assertThat(ProgramRun.of(home, root, "status").out())
                    .contains("no delivery streams yet");
        }
    }

    private static Map<String, String> keysOfAUserWhoMayOnlyPut(Hydrant server) {
        URI endpoint = server.endpoint();
        try (IamClient iam =
                IamClient.builder()
                        .endpointOverride(endpoint)
                        .region(Region.AWS_GLOBAL)
                        .httpClientBuilder(UrlConnectionHttpClient.builder())
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create(
                                                server.rootCredentials().accessKeyId(),
                                                server.rootCredentials()
                                                        .secretAccessKey()
                                                        .reveal())))
                        .build()) {
            iam.createUser(user -> user.userName("putter"));
            iam.putUserPolicy(policy ->
                    policy.userName("putter")
                            .policyName("put")
                            .policyDocument(
                                    """
                                    {"Version": "2012-10-17", "Statement":
                                     {"Effect": "Allow", "Action": "firehose:PutRecord", "Resource": "*"}}\
                                    """));
            AccessKey key = iam.createAccessKey(user -> user.userName("putter")).accessKey();
            return Map.of(
                    "AWS_ENDPOINT_URL",
                    endpoint.toString(),
                    "AWS_ACCESS_KEY_ID",
                    key.accessKeyId(),
                    "AWS_SECRET_ACCESS_KEY",
                    key.secretAccessKey());
        }
    }
}
