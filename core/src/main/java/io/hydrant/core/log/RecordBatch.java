package io.hydrant.core.log;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The records of one request, packed as the log will store them: a table of lengths, and the
/// payloads one after the other; and what the request calls itself, if it does. Holds at least one
/// record. Does not change.
public final class RecordBatch {
    private final byte[] lengths;
    private final byte[] payloads;
    private final int payloadBytes;
    private final Optional<RequestName> name;

    /// Null of a stream that was never encrypted.
    private final @Nullable FrameSeal seal;

    private RecordBatch(
            byte[] lengths,
            byte[] payloads,
            int payloadBytes,
            Optional<RequestName> name,
            @Nullable FrameSeal seal) {
        this.lengths = lengths;
        this.payloads = payloads;
        this.payloadBytes = payloadBytes;
        this.name = name;
        this.seal = seal;
    }

    public static RecordBatch of(List<byte[]> records) {
        Builder builder = new Builder(records.stream().mapToInt(record -> record.length).sum());
        records.forEach(record -> builder.add(record, record.length));
        return builder.build();
    }

    /// The records of a frame; both buffers are copied.
    ///
    /// @param lengths an int each
    static RecordBatch packed(ByteBuffer lengths, ByteBuffer payloads) {
        byte[] counted = new byte[lengths.remaining()];
        lengths.get(counted);
        byte[] bytes = new byte[payloads.remaining()];
        payloads.get(bytes);
        return new RecordBatch(counted, bytes, bytes.length, Optional.empty(), null);
    }

    /// The same records of a request with this name, if any.
    public RecordBatch named(Optional<RequestName> other) {
        return new RecordBatch(lengths, payloads, payloadBytes, other, seal);
    }

    /// The same with payloads of the same lengths, as they are kept.
    RecordBatch with(byte[] kept, @Nullable FrameSeal how) {
        return new RecordBatch(lengths, kept, payloadBytes, name, how);
    }

    /// The same, encrypted already.
    RecordBatch carrying(FrameSeal how) {
        return with(payloads, how);
    }

    /// What comes beside the records when their stream is, or was, encrypted.
    @Nullable FrameSeal seal() {
        return seal;
    }

    /// Whether the payloads are encrypted.
    public boolean isSealed() {
        return seal != null && seal.isClosed();
    }

    /// What the request calls itself.
    public Optional<RequestName> name() {
        return name;
    }

    public int recordCount() {
        return lengths.length / Frame.LENGTH_BYTES;
    }

    /// Of all payloads together.
    public int payloadBytes() {
        return payloadBytes;
    }

    /// What it takes of the heap.
    public int heapBytes() {
        return lengths.length + payloads.length;
    }

    /// Of one of the payloads.
    public int length(int index) {
        return ByteBuffer.wrap(lengths).getInt(index * Frame.LENGTH_BYTES);
    }

    /// Those of the records whose indexes are in the set, at least one, in their order; they have
    /// no name.
    public RecordBatch only(BitSet wanted) {
        Builder builder = new Builder(payloadBytes);
        List<byte[]> all = unpacked();
        for (int i = wanted.nextSetBit(0); i >= 0; i = wanted.nextSetBit(i + 1)) {
            builder.add(all.get(i), all.get(i).length);
        }
        return builder.build();
    }

    /// The records, each in an array of its own.
    public List<byte[]> unpacked() {
        List<byte[]> records = new ArrayList<>();
        ByteBuffer table = ByteBuffer.wrap(lengths);
        int at = 0;
        while (table.hasRemaining()) {
            int length = table.getInt();
            records.add(Arrays.copyOfRange(payloads, at, at + length));
            at += length;
        }
        return records;
    }

    /// The length of each payload, a big-endian int each.
    byte[] lengths() {
        return lengths;
    }

    /// The payloads, up to [#payloadBytes]; what follows does not count.
    byte[] payloads() {
        return payloads;
    }

    /// Packs record after record. For one thread, and one batch.
    public static final class Builder {
        private static final int FEW_RECORDS = 8;

        private byte[] payloads;
        private ByteBuffer lengths = ByteBuffer.allocate(FEW_RECORDS * Frame.LENGTH_BYTES);
        private int payloadBytes;

        /// @param expectedBytes of all payloads together; more than that costs a copy
        public Builder(int expectedBytes) {
            payloads = new byte[expectedBytes];
        }

        /// Adds the first `length` bytes of `payload` as a record.
        public void add(byte[] payload, int length) {
            int needed = Math.addExact(payloadBytes, length);
            if (needed > payloads.length) {
                payloads = Arrays.copyOf(payloads, Math.max(needed, 2 * payloads.length));
            }
            System.arraycopy(payload, 0, payloads, payloadBytes, length);
            payloadBytes = needed;
            if (!lengths.hasRemaining()) {
                lengths = ByteBuffer.allocate(4 * lengths.capacity()).put(lengths.flip());
            }
            lengths.putInt(length);
        }

        public int recordCount() {
            return lengths.position() / Frame.LENGTH_BYTES;
        }

        public int payloadBytes() {
            return payloadBytes;
        }

        /// @throws IllegalStateException when there is no record
        public RecordBatch build() {
            if (lengths.position() == 0) {
                throw new IllegalStateException("A batch needs a record");
            }
            return new RecordBatch(
                    Arrays.copyOf(lengths.array(), lengths.position()),
                    payloads,
                    payloadBytes,
                    Optional.empty(),
                    null);
        }
    }
}
