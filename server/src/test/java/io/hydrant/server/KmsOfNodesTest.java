package io.hydrant.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hydrant.core.crypto.MasterKeySource;
import io.hydrant.core.iam.Secret;
import io.hydrant.testing.PostgresServer;
import io.hydrant.testing.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Keys in a catalog that servers share in PostgreSQL, and the objects of one of them.
class KmsOfNodesTest {
    /// Two seconds are promised, on a machine that has time for it.
    private static final int PATIENCE_SECONDS = 20;

    private static final RootCredentials ROOT =
            new RootCredentials(
                    "AKIAROOTROOTROOTROOT", new Secret("0123456789012345678901234567890123456789"));

    @TempDir Path folder;

    @Test
    void aKeyThatOneNodeDisablesIsSoAtTheOtherAndObjectsAreReadAfterAStart() throws Exception {
        assumeTrue(PostgresServer.isInstalled(), "PostgreSQL is not installed");
        String url =
                PostgresServer.shared().urlOf("k" + UUID.randomUUID().toString().replace("-", ""));
        Path master = folder.resolve("master.key");
        Files.writeString(master, HexFormat.of().formatHex(new byte[32]));
        String key;
        try (RunningAccount one = node("one", url, master);
                RunningAccount two = node("two", url, master);
                KmsClient kms = one.client(KmsClient.builder(), one.root())) {
            two.s3.createBucket(bucket -> bucket.bucket("films"));
            key = kms.createKey().keyMetadata().keyId();
            Wait.seconds(PATIENCE_SECONDS).until("two knows the key", () -> stores(two, key));
            kms.disableKey(of -> of.keyId(key));
            Wait.seconds(PATIENCE_SECONDS)
                    .until("two knows that it is disabled", () -> !stores(two, key));
            assertThatThrownBy(() -> read(two.s3)).hasMessageContaining("is disabled");
            kms.enableKey(of -> of.keyId(key));
        }
        try (RunningAccount two = node("two", url, master)) {
            assertThat(read(two.s3)).isEqualTo("Nosferatu");
        }
        Path other = folder.resolve("other.key");
        Files.writeString(other, "11".repeat(32));
        assertThatThrownBy(() -> node("two", url, other))
                .hasMessageContaining("is not the one that keys were wrapped by");
    }

    private RunningAccount node(String name, String url, Path master) throws IOException {
        return new RunningAccount(
                ServerSettings.local(folder.resolve(name))
                        .with(ROOT)
                        .with(DatabaseSettings.of(url).shared())
                        .with(new MasterKeySource.GivenFile(master)));
    }

    private static boolean stores(RunningAccount node, String key) {
        try {
            node.s3.putObject(
                    put ->
                            put.bucket("films")
                                    .key("k")
                                    .serverSideEncryption("aws:kms")
                                    .ssekmsKeyId(key),
                    RequestBody.fromString("Nosferatu"));
            return true;
        } catch (S3Exception refused) {
            return false;
        }
    }

    private static String read(S3Client s3) {
        return s3.getObjectAsBytes(get -> get.bucket("films").key("k")).asUtf8String();
    }
}
