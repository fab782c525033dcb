package io.hydrant.core.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.core.catalog.Database;
import io.hydrant.core.catalog.TestCatalog;
import io.hydrant.core.disk.MemoryDisk;
import io.hydrant.core.disk.RealDisk;
import io.hydrant.core.iam.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MasterKeysTest {
    private static final byte[] KEY =
            "an important key of thirty-two b".getBytes(StandardCharsets.UTF_8);
    private static final byte[] CONTEXT = {1, 2, 3};

    @TempDir Path folder;

    @Test
    void whatIsWrappedIsUnwrappedAfterTheNextStart() throws Exception {
        byte[] wrapped;
        try (Database catalog = catalog()) {
            MasterKeys keys = open(catalog, own());
            assertThat(folder.resolve("keys")).as("before the first use").doesNotExist();
            wrapped = keys.wrap(KEY, CONTEXT);
            assertThat(keys.unwrap(wrapped, CONTEXT)).isEqualTo(KEY);
        }
        try (Database catalog = catalog()) {
            assertThat(open(catalog, own()).unwrap(wrapped, CONTEXT)).isEqualTo(KEY);
        }
        assertThat(new String(wrapped, StandardCharsets.ISO_8859_1)).doesNotContain("important");
    }

    @Test
    void theFileIsForItsOwnerOnly() throws Exception {
        try (Database catalog = catalog()) {
            open(catalog, own()).wrap(KEY, CONTEXT);
        }
        assertThat(modes(folder.resolve("keys"))).isEqualTo("rwx------");
        assertThat(modes(folder.resolve("keys/master.key"))).isEqualTo("rw-------");
    }

    @Test
    void theFileIsDurableBeforeAnythingIsWrapped() throws Exception {
        MemoryDisk disk = new MemoryDisk();
        disk.createDirectories(Path.of("/data"));
        MasterKeySource source = new MasterKeySource.OwnFolder(Path.of("/data/keys"));
        try (Database catalog = catalog()) {
            byte[] wrapped =
                    MasterKeys.open(catalog, source, disk, new SecureRandom()).wrap(KEY, CONTEXT);
            MemoryDisk left = disk.losePower(new SecureRandom());
            MasterKeys after = MasterKeys.open(catalog, source, left, new SecureRandom());
            assertThat(after.unwrap(wrapped, CONTEXT)).isEqualTo(KEY);
        }
    }

    @Test
    void aStartWithoutTheKeyIsRefusedAndMakesNoOther() throws Exception {
        try (Database catalog = catalog()) {
            open(catalog, own()).wrap(KEY, CONTEXT);
            Files.delete(folder.resolve("keys/master.key"));
            assertThatThrownBy(() -> open(catalog, own()))
                    .isInstanceOf(MasterKeyException.class)
                    .hasMessageContaining("The master key is missing")
                    .hasMessageContaining("keys/master.key");
        }
        assertThat(folder.resolve("keys/master.key")).doesNotExist();
    }

    @Test
    void aStartWithAnotherKeyIsRefused() throws Exception {
        try (Database catalog = catalog()) {
            open(catalog, own()).wrap(KEY, CONTEXT);
            Files.writeString(folder.resolve("keys/master.key"), "00".repeat(32));
            assertThatThrownBy(() -> open(catalog, own()))
                    .isInstanceOf(MasterKeyException.class)
                    .hasMessageContaining("is not the one that keys were wrapped by");
            assertThatThrownBy(() -> open(catalog, phrase("correct horse")))
                    .isInstanceOf(MasterKeyException.class)
                    .hasMessageContaining("kept in a file");
        }
    }

    @Test
    void whatWasChangedOrIsOfAnotherContextIsNotUnwrapped() throws Exception {
        try (Database catalog = catalog()) {
            MasterKeys keys = open(catalog, own());
            byte[] wrapped = keys.wrap(KEY, CONTEXT);
            assertThatThrownBy(() -> keys.unwrap(wrapped, new byte[] {1, 2, 4}))
                    .isInstanceOf(GeneralSecurityException.class);
            for (int at = 0; at < wrapped.length; at++) {
                byte[] changed = wrapped.clone();
                changed[at] ^= 0x10;
                assertThatThrownBy(() -> keys.unwrap(changed, CONTEXT))
                        .as("byte %d", at)
                        .isInstanceOfAny(GeneralSecurityException.class, MasterKeyException.class);
            }
            assertThat(keys.wrap(KEY, CONTEXT)).as("again").isNotEqualTo(wrapped);
        }
    }

    @Test
    void aGivenFileIsReadInEachFormAndNeverMade() throws Exception {
        Path file = folder.resolve("given");
        MasterKeySource given = new MasterKeySource.GivenFile(file);
        try (Database catalog = catalog()) {
            assertThatThrownBy(() -> open(catalog, given).wrap(KEY, CONTEXT))
                    .isInstanceOf(MasterKeyException.class)
                    .hasMessageContaining("missing");
            Files.write(file, KEY);
            byte[] wrapped = open(catalog, given).wrap(KEY, CONTEXT);
            Files.writeString(file, Base64.getEncoder().encodeToString(KEY) + "\n");
            assertThat(open(catalog, given).unwrap(wrapped, CONTEXT)).isEqualTo(KEY);
            Files.writeString(file, "short");
            assertThatThrownBy(() -> open(catalog, given))
                    .hasMessageContaining("holds no master key");
        }
    }

    @Test
    void aPassphraseMakesTheSameKeyOnEveryNode() throws Exception {
        try (Database catalog = catalog()) {
            byte[] wrapped = open(catalog, phrase("correct horse")).wrap(KEY, CONTEXT);
            assertThat(open(catalog, phrase("correct horse")).unwrap(wrapped, CONTEXT))
                    .isEqualTo(KEY);
            assertThatThrownBy(() -> open(catalog, phrase("battery staple")))
                    .isInstanceOf(MasterKeyException.class)
                    .hasMessageContaining("HYDRANT_MASTER_PASSPHRASE");
            assertThatThrownBy(() -> open(catalog, own()))
                    .isInstanceOf(MasterKeyException.class)
                    .hasMessageContaining("made of a passphrase");
        }
    }

    @Test
    void aNodeWithoutAKeySaysWhatToDo() throws Exception {
        try (Database catalog = catalog()) {
            MasterKeys keys = open(catalog, new MasterKeySource.Nowhere());
            assertThatThrownBy(() -> keys.wrap(KEY, CONTEXT))
                    .isInstanceOf(MasterKeyException.class)
                    .hasMessageContaining("--master-key-file FILE");
        }
    }

    private MasterKeySource own() {
        return new MasterKeySource.OwnFolder(folder.resolve("keys"));
    }

    private static MasterKeySource phrase(String text) {
        return new MasterKeySource.Passphrase(new Secret(text));
    }

    private static MasterKeys open(Database catalog, MasterKeySource source) throws IOException {
        return MasterKeys.open(catalog, source, new RealDisk(), new SecureRandom());
    }

    private Database catalog() throws IOException {
        return TestCatalog.of(folder.resolve("catalog.db"), MasterKeyNote.SCHEMA);
    }

    private static String modes(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
