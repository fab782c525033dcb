package io.hydrant.core.crypto;

import io.hydrant.core.catalog.Database;
import io.hydrant.core.disk.Disk;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The one master key of a server, or of all that share its catalog. It is made or read with the
/// first use, and the catalog notes which one it is before anything is wrapped by it: from then on
/// no other is ever made, and a start without it is refused. Safe for use from many threads.
public final class MasterKeys implements KeyWrap {
    private static final int SALT_BYTES = 16;

    private final Database catalog;
    private final MasterKeyReader reader;
    private final RandomGenerator random;
    private volatile @Nullable MasterKey known;

    private MasterKeys(Database catalog, MasterKeyReader reader, RandomGenerator random) {
        this.catalog = catalog;
        this.reader = reader;
        this.random = random;
    }

    /// @throws MasterKeyException when something was wrapped by a key that is not there
    public static MasterKeys open(
            Database catalog, MasterKeySource source, Disk disk, RandomGenerator random)
            throws IOException {
        MasterKeys keys =
                new MasterKeys(catalog, new MasterKeyReader(source, disk, random), random);
        Optional<MasterKeyNote> note = catalog.read(MasterKeyNote::read);
        if (note.isPresent()) {
            keys.known = keys.reader.read(note.get());
        }
        return keys;
    }

    @Override
    public byte[] wrap(byte[] key, byte[] context) throws IOException {
        return key().wrap(key, context, random);
    }

    @Override
    public byte[] unwrap(byte[] wrapped, byte[] context)
            throws IOException, GeneralSecurityException {
        MasterKey key = known;
        if (key == null) {
            Optional<MasterKeyNote> note = catalog.read(MasterKeyNote::read);
            if (note.isEmpty()) {
                throw new MasterKeyException(
                        "A key is asked for that a master key has wrapped, and the catalog knows of"
                                + " none: it is not the catalog that belongs here. Put it back from a"
                                + " backup.");
            }
            key = key();
        }
        if (!key.hasWrapped(wrapped)) {
            throw new MasterKeyException(
                    "This was wrapped by another master key than the server's, %s. Put the right one back."
                            .formatted(key.id()));
        }
        return key.unwrap(wrapped, context);
    }

    private synchronized MasterKey key() throws IOException {
        MasterKey key = known;
        if (key == null) {
            key = first();
            known = key;
        }
        return key;
    }

    /// Another node may have been faster.
    private MasterKey first() throws IOException {
        Optional<MasterKeyNote> there = catalog.read(MasterKeyNote::read);
        if (there.isPresent()) {
            return reader.read(there.get());
        }
        String salt = HexFormat.of().formatHex(MasterKey.bytes(SALT_BYTES, random));
        MasterKeyReader.Noted made = reader.readOrMake(salt);
        MasterKeyNote kept = catalog.write(made.note()::keepFirst);
        return kept.equals(made.note()) ? made.key() : reader.read(kept);
    }
}
