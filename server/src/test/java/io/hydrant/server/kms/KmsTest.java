package io.hydrant.server.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.server.RunningAccount;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.AliasListEntry;
import software.amazon.awssdk.services.kms.model.AlreadyExistsException;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.DecryptResponse;
import software.amazon.awssdk.services.kms.model.DisabledException;
import software.amazon.awssdk.services.kms.model.DryRunOperationException;
import software.amazon.awssdk.services.kms.model.EncryptResponse;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyResponse;
import software.amazon.awssdk.services.kms.model.IncorrectKeyException;
import software.amazon.awssdk.services.kms.model.InvalidAliasNameException;
import software.amazon.awssdk.services.kms.model.InvalidCiphertextException;
import software.amazon.awssdk.services.kms.model.KeyListEntry;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.KmsInvalidStateException;
import software.amazon.awssdk.services.kms.model.NotFoundException;
import software.amazon.awssdk.services.kms.model.ReEncryptResponse;
import software.amazon.awssdk.services.kms.model.Tag;
import software.amazon.awssdk.services.kms.model.TagException;
import software.amazon.awssdk.services.kms.model.UnsupportedOperationException;

/// KMS over HTTP, as its SDK uses it.
class KmsTest {
    @TempDir Path data;
    private RunningAccount account;
    private KmsClient kms;

    @BeforeEach
    void start() throws IOException {
        account = new RunningAccount(data);
        kms = account.client(KmsClient.builder(), account.root());
    }

    @AfterEach
    void stop() {
        kms.close();
        account.close();
    }

    private void restart() throws IOException {
        stop();
        start();
    }

    private KeyMetadata key() {
        return kms.createKey(create -> create.description("films")).keyMetadata();
    }

    private static SdkBytes bytes(String text) {
        return SdkBytes.fromUtf8String(text);
    }

    private SdkBytes encrypted(String keyId, String text, Map<String, String> context) {
        return kms.encrypt(encrypt ->
                        encrypt.keyId(keyId).plaintext(bytes(text)).encryptionContext(context))
                .ciphertextBlob();
    }

    @Test
    void aKeyIsDescribedAsAwsDescribesOne() {
        KeyMetadata key = key();
        KeyMetadata described =
                kms.describeKey(describe -> describe.keyId(key.arn())).keyMetadata();
        assertThat(described).isEqualTo(key);
        assertThat(key.arn()).isEqualTo("arn:aws:kms:us-east-1:000000000000:key/" + key.keyId());
        assertThat(key.keyStateAsString()).isEqualTo("Enabled");
        assertThat(key.keyUsageAsString()).isEqualTo("ENCRYPT_DECRYPT");
        assertThat(key.keyManagerAsString()).isEqualTo("CUSTOMER");
        assertThat(key.enabled()).isTrue();
        assertThat(key.description()).isEqualTo("films");
        assertThat(kms.listKeys().keys())
                .extracting(KeyListEntry::keyArn)
                .containsExactly(key.arn());
    }

    @Test
    void whatWasEncryptedIsDecryptedInTheSameContextAlsoAfterARestart() throws IOException {
        String key = key().keyId();
        SdkBytes blob = encrypted(key, "secret", Map.of("film", "7", "year", "1902"));
        restart();
        DecryptResponse whole =
                kms.decrypt(decrypt ->
                        decrypt.ciphertextBlob(blob)
                                .encryptionContext(Map.of("year", "1902", "film", "7")));
        assertThat(whole.plaintext().asUtf8String()).isEqualTo("secret");
        assertThat(whole.keyId()).endsWith(key);
        assertThatThrownBy(() -> kms.decrypt(decrypt -> decrypt.ciphertextBlob(blob)))
                .isInstanceOf(InvalidCiphertextException.class);
        assertThatThrownBy(() ->
                        kms.decrypt(decrypt ->
                                decrypt.ciphertextBlob(blob)
                                        .encryptionContext(Map.of("film", "71", "year", "902"))))
                .isInstanceOf(InvalidCiphertextException.class);
    }

    @Test
    void aBlobOfWhichAnyByteIsChangedIsRefused() {
        byte[] blob = encrypted(key().keyId(), "x", Map.of()).asByteArray();
        for (int i = 0; i < blob.length; i++) {
            byte[] changed = blob.clone();
            changed[i] ^= 4;
            assertThatThrownBy(() ->
                            kms.decrypt(decrypt ->
                                    decrypt.ciphertextBlob(SdkBytes.fromByteArray(changed))))
                    .as("byte %d", i)
                    .isInstanceOf(InvalidCiphertextException.class);
        }
    }

    @Test
    void anotherKeyThanItWasEncryptedUnderIsIncorrect() {
        SdkBytes blob = encrypted(key().keyId(), "x", Map.of());
        String other = key().keyId();
        assertThatThrownBy(() -> kms.decrypt(decrypt -> decrypt.ciphertextBlob(blob).keyId(other)))
                .isInstanceOf(IncorrectKeyException.class);
    }

    @Test
    void aDataKeyComesInClearAndEncrypted() {
        String key = key().keyId();
        GenerateDataKeyResponse made =
                kms.generateDataKey(generate -> generate.keyId(key).keySpec(DataKeySpec.AES_256));
        assertThat(made.plaintext().asByteArray()).hasSize(32);
        assertThat(
                        kms.decrypt(decrypt -> decrypt.ciphertextBlob(made.ciphertextBlob()))
                                .plaintext())
                .isEqualTo(made.plaintext());
        SdkBytes blind =
                kms.generateDataKeyWithoutPlaintext(
                                generate -> generate.keyId(key).numberOfBytes(17))
                        .ciphertextBlob();
        assertThat(kms.decrypt(decrypt -> decrypt.ciphertextBlob(blind)).plaintext().asByteArray())
                .hasSize(17);
        assertThat(
                        kms.generateRandom(generate -> generate.numberOfBytes(1024))
                                .plaintext()
                                .asByteArray())
                .hasSize(1024);
        assertThatThrownBy(() -> kms.generateDataKey(generate -> generate.keyId(key)))
                .hasMessageContaining("either number of bytes or key spec");
    }

    @Test
    void whatIsReEncryptedNeedsTheOtherKeyAndContext() {
        String from = key().keyId();
        String to = key().keyId();
        SdkBytes blob = encrypted(from, "moved", Map.of("a", "1"));
        ReEncryptResponse moved =
                kms.reEncrypt(again ->
                        again.ciphertextBlob(blob)
                                .sourceEncryptionContext(Map.of("a", "1"))
                                .destinationKeyId(to)
                                .destinationEncryptionContext(Map.of("b", "2")));
        assertThat(moved.sourceKeyId()).endsWith(from);
        assertThat(moved.keyId()).endsWith(to);
        kms.disableKey(disable -> disable.keyId(from));
        DecryptResponse read =
                kms.decrypt(decrypt ->
                        decrypt.ciphertextBlob(moved.ciphertextBlob())
                                .encryptionContext(Map.of("b", "2")));
        assertThat(read.plaintext().asUtf8String()).isEqualTo("moved");
    }

    @Test
    void aDisabledKeyDoesNothingUntilItIsEnabled() {
        String key = key().keyId();
        SdkBytes blob = encrypted(key, "x", Map.of());
        kms.disableKey(disable -> disable.keyId(key));
        assertThatThrownBy(() -> encrypted(key, "y", Map.of()))
                .isInstanceOf(DisabledException.class)
                .hasMessageContaining(key + " is disabled.");
        assertThatThrownBy(() -> kms.decrypt(decrypt -> decrypt.ciphertextBlob(blob)))
                .isInstanceOf(DisabledException.class);
        kms.enableKey(enable -> enable.keyId(key));
        assertThat(kms.decrypt(decrypt -> decrypt.ciphertextBlob(blob)).plaintext().asUtf8String())
                .isEqualTo("x");
    }

    @Test
    void aDeletionIsScheduledAndCanBeCancelled() {
        String key = key().keyId();
        assertThatThrownBy(() ->
                        kms.scheduleKeyDeletion(
                                schedule -> schedule.keyId(key).pendingWindowInDays(6)))
                .isInstanceOf(KmsException.class);
        assertThat(
                        kms.scheduleKeyDeletion(
                                        schedule -> schedule.keyId(key).pendingWindowInDays(7))
                                .keyState())
                .isEqualTo(KeyState.PENDING_DELETION);
        assertThatThrownBy(() -> encrypted(key, "y", Map.of()))
                .isInstanceOf(KmsInvalidStateException.class)
                .hasMessageContaining("is pending deletion.");
        assertThatThrownBy(() -> kms.enableKey(enable -> enable.keyId(key)))
                .isInstanceOf(KmsInvalidStateException.class);
        KeyMetadata leaving = kms.describeKey(describe -> describe.keyId(key)).keyMetadata();
        assertThat(leaving.deletionDate()).isAfter(leaving.creationDate());
        kms.cancelKeyDeletion(cancel -> cancel.keyId(key));
        assertThat(kms.describeKey(describe -> describe.keyId(key)).keyMetadata().keyState())
                .isEqualTo(KeyState.DISABLED);
    }

    @Test
    void anAliasIsAnotherNameOfAKey() {
        String first = key().keyId();
        String second = key().keyId();
        kms.createAlias(create -> create.aliasName("alias/films").targetKeyId(first));
        EncryptResponse encrypted =
                kms.encrypt(encrypt -> encrypt.keyId("alias/films").plaintext(bytes("x")));
        assertThat(encrypted.keyId()).endsWith(first);
        assertThatThrownBy(() ->
                        kms.createAlias(
                                create -> create.aliasName("alias/films").targetKeyId(second)))
                .isInstanceOf(AlreadyExistsException.class);
        assertThatThrownBy(() ->
                        kms.createAlias(
                                create -> create.aliasName("alias/aws/films").targetKeyId(second)))
                .isInstanceOf(InvalidAliasNameException.class);
        kms.updateAlias(update -> update.aliasName("alias/films").targetKeyId(second));
        assertThat(
                        kms.describeKey(describe ->
                                        describe.keyId(
                                                "arn:aws:kms:us-east-1:000000000000:alias/films"))
                                .keyMetadata()
                                .keyId())
                .isEqualTo(second);
        assertThat(kms.listAliases(list -> list.keyId(second)).aliases())
                .extracting(AliasListEntry::aliasName)
                .containsExactly("alias/films");
        kms.deleteAlias(delete -> delete.aliasName("alias/films"));
        assertThatThrownBy(() -> kms.describeKey(describe -> describe.keyId("alias/films")))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining(
                        "Alias arn:aws:kms:us-east-1:000000000000:alias/films is not found.");
    }

    @Test
    void listsComeInPages() {
        for (int i = 0; i < 5; i++) {
            key();
        }
        assertThat(kms.listKeysPaginator(list -> list.limit(2)).keys())
                .extracting(KeyListEntry::keyId)
                .doesNotHaveDuplicates()
                .hasSize(5);
    }

    @Test
    void tagsAreAddedChangedAndRemoved() {
        String key = key().keyId();
        kms.tagResource(tag -> tag.keyId(key).tags(tag("team", "red"), tag("kind", "film")));
        kms.tagResource(tag -> tag.keyId(key).tags(tag("team", "blue")));
        kms.untagResource(untag -> untag.keyId(key).tagKeys("kind"));
        assertThat(kms.listResourceTags(list -> list.keyId(key)).tags())
                .containsExactly(tag("team", "blue"));
        assertThatThrownBy(() -> kms.tagResource(tag -> tag.keyId(key).tags(tag("aws:x", "y"))))
                .isInstanceOf(TagException.class);
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().tagKey(key).tagValue(value).build();
    }

    @Test
    void rotationIsSwitchedOnWithItsPeriod() {
        String key = key().keyId();
        kms.enableKeyRotation(enable -> enable.keyId(key).rotationPeriodInDays(90));
        assertThat(kms.getKeyRotationStatus(get -> get.keyId(key)).rotationPeriodInDays())
                .isEqualTo(90);
        kms.disableKeyRotation(disable -> disable.keyId(key));
        assertThat(kms.getKeyRotationStatus(get -> get.keyId(key)).keyRotationEnabled()).isFalse();
    }

    @Test
    void whatHydrantHasNotIsRefusedByName() {
        assertThatThrownBy(() -> kms.createKey(create -> create.keySpec(KeySpec.RSA_2048)))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("RSA_2048");
        String key = key().keyId();
        assertThatThrownBy(() ->
                        kms.createGrant(create ->
                                create.keyId(key)
                                        .granteePrincipal("arn:aws:iam::000000000000:root")))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("Hydrant does not support CreateGrant of KMS.");
        assertThatThrownBy(() ->
                        kms.encrypt(
                                encrypt -> encrypt.keyId(key).plaintext(bytes("x")).dryRun(true)))
                .isInstanceOf(DryRunOperationException.class);
        assertThatThrownBy(() -> kms.describeKey(describe -> describe.keyId("films")))
                .isInstanceOf(NotFoundException.class);
    }

    /// What is kept of a key tells nobody what it encrypts by.
    @Test
    void noKeyLiesInClearInTheDataDirectory() throws IOException {
        String key = key().keyId();
        GenerateDataKeyResponse made =
                kms.generateDataKey(generate -> generate.keyId(key).keySpec(DataKeySpec.AES_256));
        assertThat(occursOnDisk(made.plaintext().asByteArray())).isFalse();
        assertThat(occursOnDisk(key.getBytes(StandardCharsets.UTF_8))).isTrue();
    }

    private boolean occursOnDisk(byte[] wanted) throws IOException {
        String hex = HexFormat.of().formatHex(wanted);
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (HexFormat.of().formatHex(Files.readAllBytes(file)).contains(hex)) {
                    return true;
                }
            }
        }
        return false;
    }
}
