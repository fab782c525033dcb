package io.hydrant.core.crypto;

import io.hydrant.core.disk.Disk;
import io.hydrant.core.disk.Disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/// Reads the master key from where it is kept. Makes one only in a folder of the server's own,
/// where nothing was wrapped before.
record MasterKeyReader(MasterKeySource source, Disk disk, RandomGenerator random) {
    /// In the folder of a server's own.
    static final String FILE = "master.key";

    /// What OWASP recommends for PBKDF2 with HMAC-SHA256; a fifth of a second, once in a start.
    private static final int ITERATIONS = 600_000;

    /// A line of text with a key, and blanks around it; more is something else.
    private static final int FILE_BYTES_MAX = 1024;

    private static final String WHAT_TO_GIVE =
            "Give it with --master-key-file FILE or HYDRANT_MASTER_PASSPHRASE";

    /// A key, and what the catalog is to know of it.
    record Noted(MasterKey key, MasterKeyNote note) {}

    /// The key that the note means.
    ///
    /// @throws MasterKeyException when it is not there
    MasterKey read(MasterKeyNote note) throws IOException {
        boolean isOfPhrase = note.iterations() > 0;
        MasterKey key =
                switch (source) {
                    case MasterKeySource.OwnFolder own when !isOfPhrase ->
                            read(own.folder().resolve(FILE));
                    case MasterKeySource.GivenFile given when !isOfPhrase -> read(given.file());
                    case MasterKeySource.Passphrase phrase when isOfPhrase -> derived(phrase, note);
                    case MasterKeySource.Passphrase _ ->
                            throw new MasterKeyException(
                                    "Keys were wrapped by a master key that is kept in a file, %s, and a passphrase is given. Start without HYDRANT_MASTER_PASSPHRASE, with the file."
                                            .formatted(note.id()));
                    case MasterKeySource.OwnFolder _, MasterKeySource.GivenFile _ ->
                            throw new MasterKeyException(
                                    "Keys were wrapped by a master key that is made of a passphrase, %s. Give it in HYDRANT_MASTER_PASSPHRASE."
                                            .formatted(note.id()));
                    case MasterKeySource.Nowhere _ ->
                            throw new MasterKeyException(
                                    "Keys were wrapped by the master key %s, which this server was not given. %s, the same for every server that has this catalog."
                                            .formatted(note.id(), WHAT_TO_GIVE));
                };
        if (!key.id().equals(note.id())) {
            throw new MasterKeyException(
                    "The master key (%s) is not the one that keys were wrapped by: it is %s, and that was %s. Put the right one back; nothing was changed."
                            .formatted(said(), key.id(), note.id()));
        }
        return key;
    }

    /// The key that is to be used from now on.
    ///
    /// @param salt for a passphrase
    Noted readOrMake(String salt) throws IOException {
        return switch (source) {
            case MasterKeySource.OwnFolder own -> asSuch(readOrMake(own.folder()));
            case MasterKeySource.GivenFile given -> asSuch(read(given.file()));
            case MasterKeySource.Passphrase phrase -> {
                MasterKey key = derived(phrase, new MasterKeyNote("", salt, ITERATIONS));
                yield new Noted(key, new MasterKeyNote(key.id(), salt, ITERATIONS));
            }
            case MasterKeySource.Nowhere _ ->
                    throw new MasterKeyException(
                            "This server shares its catalog and has no master key to encrypt with. %s at the start, the same for every server that has this catalog."
                                    .formatted(WHAT_TO_GIVE));
        };
    }

    private static Noted asSuch(MasterKey key) {
        return new Noted(key, new MasterKeyNote(key.id(), "", 0));
    }

    private String said() {
        return switch (source) {
            case MasterKeySource.OwnFolder own -> own.folder().resolve(FILE).toString();
            case MasterKeySource.GivenFile given -> given.file().toString();
            case MasterKeySource.Passphrase _ -> "of HYDRANT_MASTER_PASSPHRASE";
            case MasterKeySource.Nowhere _ -> "of nowhere";
        };
    }

    private MasterKey readOrMake(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!disk.exists(file)) {
            make(file);
        }
        return read(file);
    }

    /// Whole and forced under another name first: what has its name can be read.
    private void make(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException(file + " is in no folder");
        }
        disk.createDirectories(folder);
        Path fresh = folder.resolve(FILE + ".new");
        disk.delete(fresh);
        byte[] key = MasterKey.bytes(MasterKey.KEY_BYTES, random);
        String text = Base64.getEncoder().encodeToString(key) + "\n";
        try (DiskFile out = disk.create(fresh)) {
            out.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)), 0);
            out.force();
        }
        disk.rename(fresh, file);
        disk.sync(folder);
    }

    private MasterKey read(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(FILE_BYTES_MAX);
        try (DiskFile in = disk.openForReading(file)) {
            int count = 0;
            while (bytes.hasRemaining() && count >= 0) {
                count = in.read(bytes, bytes.position());
            }
        } catch (NoSuchFileException e) {
            throw new MasterKeyException(
                    "The master key is missing: there is no %s. Put it back from where it is kept safe: what is encrypted cannot be read without it."
                            .formatted(file));
        }
        byte[] read = new byte[bytes.flip().remaining()];
        bytes.get(read);
        return new MasterKey(decoded(file, read));
    }

    private static byte[] decoded(Path file, byte[] read) throws MasterKeyException {
        if (read.length == MasterKey.KEY_BYTES) {
            return read;
        }
        String text = new String(read, StandardCharsets.ISO_8859_1).strip();
        try {
            byte[] key =
                    text.length() == 2 * MasterKey.KEY_BYTES
                            ? HexFormat.of().parseHex(text)
                            : Base64.getDecoder().decode(text);
            if (key.length == MasterKey.KEY_BYTES) {
                return key;
            }
        } catch (IllegalArgumentException notEncoded) {
            // refused below
        }
        throw new MasterKeyException(
                file
                        + " holds no master key: it has 32 bytes, as such, in base64 or in"
                        + " hexadecimal, as `openssl rand -base64 32` makes them.");
    }

    private static MasterKey derived(MasterKeySource.Passphrase phrase, MasterKeyNote note) {
        PBEKeySpec spec =
                new PBEKeySpec(
                        phrase.phrase().reveal().toCharArray(),
                        HexFormat.of().parseHex(note.salt()),
                        note.iterations(),
                        MasterKey.KEY_BYTES * 8);
        try {
            return new MasterKey(
                    SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                            .generateSecret(spec)
                            .getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("PBKDF2 is not there", e);
        } finally {
            spec.clearPassword();
        }
    }
}
