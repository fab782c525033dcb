package io.hydrant.server.s3;

import io.hydrant.core.catalog.Database;
import io.hydrant.core.catalog.SqliteDatabase;
import io.hydrant.core.crypto.MasterKeyNote;
import io.hydrant.core.crypto.MasterKeySource;
import io.hydrant.core.crypto.MasterKeys;
import io.hydrant.core.disk.RealDisk;
import io.hydrant.core.iam.AccessKeys;
import io.hydrant.core.iam.Authorizer;
import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.IamSchema;
import io.hydrant.core.iam.Identity;
import io.hydrant.core.iam.Principal;
import io.hydrant.core.iam.Secret;
import io.hydrant.core.iam.UserKey;
import io.hydrant.core.objectstore.S3Store;
import io.hydrant.server.http.Listener;
import io.hydrant.server.http.ListenerSettings;
import io.hydrant.server.http.protocol.Authenticator;
import io.hydrant.server.http.protocol.ListenerServices;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/// S3 alone behind a listener on a free port, over a real store.
final class RunningS3 implements AutoCloseable {
    static final AwsCredentials ROOT =
            AwsBasicCredentials.create("AKIAROOTROOTROOTROOT", "root-secret");

    private final Database catalog;
    final Iam iam;
    private final AccessKeys keys;
    private final S3Store store;
    private final Listener listener;

    RunningS3(Path folder) throws IOException {
        this(folder, true);
    }

    /// Everybody is root, so that a test can write its requests by hand.
    static RunningS3 trusting(Path folder) throws IOException {
        return new RunningS3(folder, false);
    }

    private RunningS3(Path folder, boolean verifies) throws IOException {
        InstantSource clock = InstantSource.system();
        catalog =
                SqliteDatabase.openAll(
                        folder.resolve("catalog.db"),
                        List.of(IamSchema.SCHEMA, MasterKeyNote.SCHEMA));
        iam = new Iam(catalog, "123456789012", clock, new SplittableRandom());
        keys = new AccessKeys(iam, ROOT.accessKeyId(), new Secret(ROOT.secretAccessKey()), clock);
        store =
                S3Store.open(
                        folder.resolve("s3"),
                        new RealDisk(),
                        clock,
                        new SplittableRandom(),
                        "us-east-1",
                        "123456789012",
                        MasterKeys.open(
                                catalog,
                                new MasterKeySource.OwnFolder(folder.resolve("keys")),
                                new RealDisk(),
                                new SecureRandom()));
        listener =
                Listener.start(
                        ListenerSettings.plain(InetAddress.getLoopbackAddress(), 0, "us-east-1"),
                        new ListenerServices(
                                List.of(),
                                List.of(),
                                new S3Service(store, iam, new Authorizer(iam)),
                                List.of()),
                        verifies
                                ? Authenticator.verifying(keys::find, clock, "us-east-1")
                                : Authenticator.trusting(new Principal.Root("123456789012"), clock),
                        clock);
    }

    S3Store store() {
        return store;
    }

    URI uri() {
        return URI.create("http://localhost:" + listener.port());
    }

    S3Client client(AwsCredentials credentials) {
        return S3Client.builder()
                .endpointOverride(uri())
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .httpClient(UrlConnectionHttpClient.create())
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .build();
    }

    /// A user who may do what the policy allows.
    AwsCredentials user(String name, String policy) throws IOException {
        iam.create(
                new Iam.NewIdentity(
                        Identity.Kind.USER,
                        name,
                        "/",
                        Optional.empty(),
                        List.of(),
                        Optional.empty()));
        iam.putInlinePolicy(Identity.Kind.USER, name, "inline", policy);
        UserKey key = keys.create(name);
        return AwsBasicCredentials.create(key.id(), key.secret());
    }

    @Override
    public void close() throws IOException {
        listener.close();
        store.close();
        catalog.close();
    }
}
