package io.hydrant.core.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.ManualClock;
import io.hydrant.core.catalog.Database;
import io.hydrant.core.catalog.Sql;
import io.hydrant.core.catalog.TestCatalog;
import io.hydrant.core.crypto.DataKey;
import io.hydrant.core.crypto.DataKeyException;
import io.hydrant.core.crypto.DataKeyUse;
import io.hydrant.core.crypto.KeyWrap;
import io.hydrant.core.iam.Authorizer;
import io.hydrant.core.iam.Circumstances;
import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.IamSchema;
import io.hydrant.core.iam.Principal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What time does to keys: deletion and rotation, on a clock of the test's; and what services ask
/// for.
class KmsTimeTest {
    private static final String ACCOUNT = "000000000000";
    private static final Map<String, String> CONTEXT = Map.of("a", "b");

    /// Wraps by turning every bit around.
    private static final class Flip implements KeyWrap {
        @Override
        public byte[] wrap(byte[] key, byte[] context) {
            byte[] flipped = key.clone();
            for (int i = 0; i < flipped.length; i++) {
                flipped[i] ^= (byte) 0xFF;
            }
            return flipped;
        }

        @Override
        public byte[] unwrap(byte[] wrapped, byte[] context) {
            return wrap(wrapped, context);
        }
    }

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-23T10:00:00Z"));
    @TempDir Path directory;
    private Database catalog;
    private Kms kms;
    private KmsCaller root;

    @BeforeEach
    void open() throws IOException {
        catalog =
                TestCatalog.of(directory.resolve("catalog.db"), IamSchema.SCHEMA, KmsSchema.SCHEMA);
        Random random = new Random(1);
        Iam iam = new Iam(catalog, ACCOUNT, clock, random);
        kms = new Kms(catalog, iam, new Authorizer(iam), new Flip(), "us-east-1", clock, random);
        root =
                KmsCaller.of(
                        new Principal.Root(ACCOUNT),
                        Circumstances.ofService(clock.instant(), "us-east-1"));
    }

    @AfterEach
    void close() throws IOException {
        catalog.close();
    }

    private KmsKey key() throws IOException {
        return kms.create(root, new Kms.NewKey("", Optional.empty(), List.of()), false);
    }

    private byte[] encrypted(String text) throws IOException {
        byte[] plaintext = text.getBytes(StandardCharsets.UTF_8);
        return kms.uses()
                .encrypt(root, kms.keys().iterator().next().id(), plaintext, CONTEXT)
                .bytes();
    }

    private String decrypted(byte[] blob) throws IOException {
        byte[] plaintext = kms.uses().decrypt(root, blob, Optional.empty(), CONTEXT).bytes();
        return new String(plaintext, StandardCharsets.UTF_8);
    }

    @Test
    void aKeyIsGoneWhenItsWindowIsOverWhetherOrNotItWasRemoved() throws IOException {
        KmsKey key = key();
        kms.aliases().create("alias/films", key, "mark");
        byte[] blob = encrypted("x");
        kms.scheduleDeletion(key, 7);
        clock.advance(Duration.ofDays(7).minusSeconds(1));
        kms.keepUp();
        assertThat(kms.cancelDeletion(key).state()).isEqualTo(KmsKey.State.DISABLED);
        kms.enable(key, true);
        assertThat(decrypted(blob)).isEqualTo("x");
        kms.scheduleDeletion(key, 7);
        clock.advance(Duration.ofDays(7));
        assertThatThrownBy(() -> kms.cancelDeletion(key))
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining("does not exist");
        assertThat(rows()).isEqualTo(2);
        kms.keepUp();
        assertThat(rows()).isZero();
        assertThat(kms.aliases().find("alias/films")).isEmpty();
        assertThatThrownBy(() -> decrypted(blob)).hasMessageContaining("InvalidCiphertext");
    }

    private long rows() throws IOException {
        return catalog.read(connection ->
                Sql.first(connection, "SELECT COUNT(*) FROM kms_entity", row -> row.getLong(1))
                        .orElseThrow());
    }

    @Test
    void rotationBringsNewMaterialAndTheOldStillDecrypts() throws IOException {
        KmsKey key = key();
        kms.rotate(key, Optional.of(90));
        byte[] before = encrypted("before");
        clock.advance(Duration.ofDays(89));
        kms.keepUp();
        assertThat(kms.names().key(key.id()).materials()).hasSize(1);
        clock.advance(Duration.ofDays(1));
        kms.keepUp();
        kms.keepUp();
        assertThat(kms.names().key(key.id()).materials()).hasSize(2);
        byte[] after = encrypted("after");
        assertThat(decrypted(before)).isEqualTo("before");
        assertThat(decrypted(after)).isEqualTo("after");
        KmsKey same = kms.names().key(key.id());
        assertThat(kms.uses().decrypt(root, before, Optional.empty(), CONTEXT).materialId())
                .isEqualTo(same.materials().getFirst().id());
        assertThat(kms.uses().decrypt(root, after, Optional.empty(), CONTEXT).materialId())
                .isEqualTo(same.materials().getLast().id());
    }

    private DataKeyUse use(String service) {
        return new DataKeyUse(
                root.principal(), root.circumstances(), service, Map.of("aws:s3:arn", "arn"));
    }

    @Test
    void aServicesOwnKeyIsMadeWhenTheServiceAsksAndIsForItsCallersAlone() throws Exception {
        KmsDataKeys keys = new KmsDataKeys(kms);
        DataKeyUse s3 = use("s3.us-east-1.amazonaws.com");
        DataKey made = keys.generate("alias/aws/s3", s3);
        assertThat(kms.keys()).hasSize(1);
        assertThat(kms.keys().iterator().next().owner()).isEqualTo(KmsKey.Owner.AWS);
        assertThat(keys.unwrap(made.wrapped(), s3)).isEqualTo(made.plaintext());
        assertThatThrownBy(() -> keys.unwrap(made.wrapped(), use("sqs.us-east-1.amazonaws.com")))
                .isInstanceOfSatisfying(
                        DataKeyException.class,
                        refusal ->
                                assertThat(refusal.reason())
                                        .isEqualTo(DataKeyException.Reason.DENIED));
        assertThatThrownBy(() -> encrypted("directly")).hasMessageContaining("not authorized");
    }

    @Test
    void everyReasonForWhichADataKeyIsNotGivenIsTold() throws Exception {
        KmsDataKeys keys = new KmsDataKeys(kms);
        DataKeyUse s3 = use("s3.us-east-1.amazonaws.com");
        KmsKey key = key();
        byte[] wrapped = keys.generate(key.id(), s3).wrapped();
        kms.enable(key, false);
        assertReason(keys, wrapped, s3, DataKeyException.Reason.DISABLED);
        kms.scheduleDeletion(key, 7);
        assertReason(keys, wrapped, s3, DataKeyException.Reason.PENDING_DELETION);
        kms.cancelDeletion(key);
        kms.enable(key, true);
        assertReason(keys, new byte[3], s3, DataKeyException.Reason.UNUSABLE);
        assertThatThrownBy(() -> keys.generate("alias/none", s3))
                .isInstanceOf(DataKeyException.class)
                .hasMessageContaining("is not found");
        assertThat(keys.unwrap(wrapped, s3)).hasSize(32);
    }

    private static void assertReason(
            KmsDataKeys keys, byte[] wrapped, DataKeyUse use, DataKeyException.Reason reason) {
        assertThatThrownBy(() -> keys.unwrap(wrapped, use))
                .isInstanceOfSatisfying(
                        DataKeyException.class,
                        refusal -> assertThat(refusal.reason()).isEqualTo(reason));
    }
}
