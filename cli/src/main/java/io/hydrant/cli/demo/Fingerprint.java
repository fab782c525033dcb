package io.hydrant.cli.demo;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Tells whether two piles hold the same lines the same number of times, whatever their order and
/// without keeping them: the sum of the lines' SHA-256 sums, of which 128 bits are used. Used by
/// one thread at a time.
final class Fingerprint {
    private final MessageDigest sha256;
    private long count;
    private long high;
    private long low;

    Fingerprint() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    void add(byte[] bytes, int offset, int length) {
        sha256.update(bytes, offset, length);
        ByteBuffer sum = ByteBuffer.wrap(sha256.digest());
        high += sum.getLong();
        low += sum.getLong();
        count++;
    }

    /// A record, without the line break that ends it.
    void addLine(byte[] record) {
        boolean broken = record.length > 0 && record[record.length - 1] == '\n';
        add(record, 0, broken ? record.length - 1 : record.length);
    }

    long count() {
        return count;
    }

    boolean sameAs(Fingerprint other) {
        return count == other.count && high == other.high && low == other.low;
    }
}
