package io.hydrant.producer;

import java.util.zip.CRC32C;

/// Makes the marks of a sequence of records. Used by one thread.
public final class MarkBuilder {
    private final CRC32C checksum = new CRC32C();
    private long records;
    private long bytes;

    /// Goes on behind so many records that are not looked at again.
    public static MarkBuilder behind(long records) {
        MarkBuilder builder = new MarkBuilder();
        builder.records = records;
        return builder;
    }

    public void add(byte[] data) {
        records++;
        bytes += data.length;
        checksum.update(data, 0, data.length);
        // The end of each record counts too: "ab", "c" are other records than "a", "bc".
        checksum.update(data.length);
    }

    public long records() {
        return records;
    }

    public Mark mark() {
        return new Mark(records, bytes, (int) checksum.getValue());
    }
}
