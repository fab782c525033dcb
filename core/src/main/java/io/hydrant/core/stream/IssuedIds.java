package io.hydrant.core.stream;

import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.Objects;
import java.util.RandomAccess;

/// The ids of the records that one request brought, in their order; made when they are asked for.
public final class IssuedIds extends AbstractList<String> implements RandomAccess {
    /// Characters of an id, all of the base64 alphabet.
    public static final int ID_LENGTH = RecordIds.LENGTH;

    private final long firstSeed;
    private final long secondSeed;
    private final long first;
    private final int count;
    private final boolean isEncrypted;

    /// @param firstSeed of the log, as is the second
    IssuedIds(long firstSeed, long secondSeed, long first, int count) {
        this(firstSeed, secondSeed, first, count, false);
    }

    private IssuedIds(long firstSeed, long secondSeed, long first, int count, boolean isEncrypted) {
        this.isEncrypted = isEncrypted;
        this.firstSeed = firstSeed;
        this.secondSeed = secondSeed;
        this.first = first;
        this.count = count;
    }

    /// The same ids of records that are kept encrypted, or are not.
    IssuedIds encrypted(boolean are) {
        return are == isEncrypted ? this : new IssuedIds(firstSeed, secondSeed, first, count, are);
    }

    /// Whether the records are kept encrypted.
    public boolean areEncrypted() {
        return isEncrypted;
    }

    /// What the ids have in common, as ASCII: all that there are have. Not to be changed.
    public byte[] frame() {
        return RecordIds.frame();
    }

    /// Makes one id of a copy of the [#frame], where it lies in an answer.
    public void write(int index, byte[] into, int at) {
        Objects.checkIndex(index, count);
        RecordIds.write(firstSeed, secondSeed, first + index, into, at);
    }

    @Override
    public String get(int index) {
        byte[] id = RecordIds.frame().clone();
        write(index, id, 0);
        return new String(id, StandardCharsets.ISO_8859_1);
    }

    @Override
    public int size() {
        return count;
    }
}
