package io.hydrant.server.iam;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.catalog.Database;
import io.hydrant.core.catalog.SqliteDatabase;
import io.hydrant.core.iam.AccessKeys;
import io.hydrant.core.iam.Authorizer;
import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.IamSchema;
import io.hydrant.core.iam.Secret;
import io.hydrant.core.iam.Sts;
import io.hydrant.server.http.Listener;
import io.hydrant.server.http.ListenerSettings;
import io.hydrant.server.http.protocol.Authenticator;
import io.hydrant.server.http.protocol.ListenerServices;
import io.hydrant.server.http.protocol.QueryService;
import io.hydrant.server.sts.StsOperations;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.StsClient;

/// IAM and STS alone behind a listener on a free port.
public final class RunningIam implements AutoCloseable {
    public static final String ACCOUNT = "123456789012";
    public static final AwsCredentials ROOT =
            AwsBasicCredentials.create("AKIAROOTROOTROOTROOT", "root-secret");

    private final Database catalog;
    private final Listener listener;

    public RunningIam(Path folder) throws IOException {
        InstantSource clock = InstantSource.system();
        catalog = SqliteDatabase.open(folder.resolve("catalog.db"), IamSchema.STEPS);
        Iam iam = new Iam(catalog, ACCOUNT, clock, new SplittableRandom());
        Authorizer authorizer = new Authorizer(iam);
        AccessKeys keys =
                new AccessKeys(iam, ROOT.accessKeyId(), new Secret(ROOT.secretAccessKey()), clock);
        listener =
                Listener.start(
                        ListenerSettings.plain(InetAddress.getLoopbackAddress(), 0, "us-east-1")
                                .withGrace(Duration.ofSeconds(10)),
                        new ListenerServices(
                                List.of(),
                                List.of(
                                        QueryService.iam(IamOperations.all(iam, keys, authorizer)),
                                        QueryService.sts(
                                                StsOperations.all(
                                                        new Sts(
                                                                iam,
                                                                authorizer,
                                                                "us-east-1",
                                                                clock,
                                                                false)))),
                                (request, response) -> {
                                    throw new ServiceException(501, "NotImplemented", "No S3 here");
                                },
                                List.of()),
                        Authenticator.verifying(keys::find, clock, "us-east-1"),
                        clock);
    }

    public IamClient iam(AwsCredentials credentials) {
        return IamClient.builder()
                .endpointOverride(uri())
                .region(Region.AWS_GLOBAL)
                .httpClient(UrlConnectionHttpClient.create())
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .build();
    }

    public StsClient sts(AwsCredentials credentials) {
        return StsClient.builder()
                .endpointOverride(uri())
                .region(Region.US_EAST_1)
                .httpClient(UrlConnectionHttpClient.create())
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .build();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        catalog.close();
    }

    private URI uri() {
        return URI.create("http://localhost:" + listener.port());
    }
}
