package io.hydrant.columnar.reading;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;

/// Numbers that a page has as differences, before the library reads them: it makes an array for as
/// many as the page says that there are, which may be two billion in twenty bytes.
///
///     varint  values in a block
///     varint  miniblocks in a block
///     varint  values
///     zigzag  the first value
///     block*  zigzag least difference, a byte of width for each miniblock, the miniblocks
final class DeltaEncoded {
    private static final int BLOCK_VALUES_MAX = 1 << 16;

    private DeltaEncoded() {}

    static boolean has(Encoding encoding) {
        return switch (encoding) {
            case DELTA_BINARY_PACKED, DELTA_LENGTH_BYTE_ARRAY, DELTA_BYTE_ARRAY -> true;
            case PLAIN, RLE, BIT_PACKED, PLAIN_DICTIONARY, RLE_DICTIONARY, BYTE_STREAM_SPLIT ->
                    false;
        };
    }

    /// Where values begin in a page of the first version: levels are in front of them, each kind
    /// behind its length.
    static int behindLevels(byte[] page, ColumnDescriptor column) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(page).order(ByteOrder.LITTLE_ENDIAN);
        try {
            if (column.getMaxRepetitionLevel() > 0) {
                skip(in, in.getInt());
            }
            if (column.getMaxDefinitionLevel() > 0) {
                skip(in, in.getInt());
            }
            return in.position();
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new UnreadableFileException("The file is damaged: a page ends early.", e);
        }
    }

    /// What the numbers take as arrays.
    ///
    /// @throws UnreadableFileException when there are more of them than values in the page
    static long check(byte[] page, int at, int values, Encoding encoding) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(page);
        try {
            in.position(at);
            long bytes = check(in, values);
            return encoding == Encoding.DELTA_BYTE_ARRAY ? bytes + check(in, values) : bytes;
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new UnreadableFileException("The file is damaged: a page ends early.", e);
        }
    }

    private static long check(ByteBuffer in, int values) throws IOException {
        long blockValues = varint(in);
        long miniblocks = varint(in);
        long count = varint(in);
        varint(in);
        boolean isProper =
                blockValues > 0
                        && blockValues <= BLOCK_VALUES_MAX
                        && miniblocks > 0
                        && blockValues % (8 * miniblocks) == 0
                        && count >= 0
                        && count <= values;
        if (!isProper) {
            throw UnreadableFileException.damaged("a page says that it has too many differences");
        }
        long miniValues = blockValues / miniblocks;
        for (long read = 1; read < count; ) {
            varint(in);
            byte[] widths = new byte[(int) miniblocks];
            in.get(widths);
            for (int i = 0; i < miniblocks && read < count; i++, read += miniValues) {
                skip(in, Math.toIntExact((widths[i] & 0xff) * miniValues / 8));
            }
        }
        return Long.BYTES * (count + blockValues);
    }

    private static void skip(ByteBuffer in, int bytes) {
        in.position(Math.addExact(in.position(), bytes));
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = in.get();
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new BufferUnderflowException();
    }
}
