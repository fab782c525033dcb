package io.hydrant.columnar.reading;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.orc.OrcProto;
import org.apache.orc.OrcProto.PostScript;

/// What an ORC file ends in.
///
///     "ORC"  stripes  metadata  footer  postscript  its length as u8
///
/// @param chunkBytes how long a packed chunk becomes, at most
record OrcTail(
        RangedSource source,
        Room room,
        OrcProto.Footer footer,
        BlockPacking compression,
        int chunkBytes) {
    /// The length of a chunk has 23 bits.
    private static final int CHUNK_BYTES_MAX = 1 << 23;

    private static final int POSTSCRIPT_BYTES_MAX = 255;

    /// What a footer becomes in memory, for each byte of it.
    private static final int FOOTER_GROWTH = 32;

    static OrcTail read(RangedSource source, Room room) throws IOException {
        PostScript end = postScript(source);
        if (end.getVersionCount() > 0 && end.getVersion(0) > 0) {
            throw UnreadableFileException.unknown(
                    "the version %s of ORC".formatted(end.getVersionList()));
        }
        BlockPacking compression = compression(end.getCompression());
        long chunkBytes = end.hasCompressionBlockSize() ? end.getCompressionBlockSize() : 256 << 10;
        if (chunkBytes <= 0 || chunkBytes > CHUNK_BYTES_MAX) {
            throw UnreadableFileException.damaged("its chunks have an impossible length");
        }
        OrcTail unread =
                new OrcTail(
                        source,
                        room,
                        OrcProto.Footer.getDefaultInstance(),
                        compression,
                        (int) chunkBytes);
        byte[] footer =
                unread.unpacked(
                        source.length() - 1 - lastByte(source) - end.getFooterLength(),
                        end.getFooterLength());
        OrcProto.Footer read = OrcProto.Footer.parseFrom(footer);
        room.take(footer.length * 8L);
        if (read.hasEncryption() && read.getEncryption().getKeyCount() > 0) {
            throw UnreadableFileException.unknown("encrypted columns");
        }
        return new OrcTail(source, room, read, compression, (int) chunkBytes);
    }

    private static int lastByte(RangedSource source) throws IOException {
        return ColumnarKind.tail(source, 1)[0] & 0xff;
    }

    private static PostScript postScript(RangedSource source) throws IOException {
        byte[] tail =
                ColumnarKind.tail(
                        source, (int) Math.min(source.length(), POSTSCRIPT_BYTES_MAX + 1));
        int length = tail[tail.length - 1] & 0xff;
        int from = tail.length - 1 - length;
        boolean isThere =
                from >= 0
                        && length > 3
                        && tail[tail.length - 4] == 'O'
                        && tail[tail.length - 3] == 'R'
                        && tail[tail.length - 2] == 'C';
        if (!isThere) {
            throw UnreadableFileException.damaged("it is cut off, or was never finished");
        }
        return PostScript.parser().parseFrom(tail, from, length);
    }

    private static BlockPacking compression(OrcProto.CompressionKind kind) throws IOException {
        return switch (kind) {
            case NONE -> BlockPacking.NONE;
            case ZLIB -> BlockPacking.DEFLATE;
            case SNAPPY -> BlockPacking.SNAPPY;
            case LZO -> BlockPacking.LZO;
            case LZ4 -> BlockPacking.LZ4;
            case ZSTD -> BlockPacking.ZSTD;
            case BROTLI -> throw UnreadableFileException.unknown("columns packed by Brotli");
        };
    }

    OrcStream unpacking(RunInput in) {
        return new OrcStream(in, room, compression, chunkBytes);
    }

    /// A description that lies in the file, unpacked.
    byte[] unpacked(long at, long length) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long taken = 0;
        RunInput in = RunInput.of(source, at, length, room.bufferBytes(1));
        try (OrcStream stream = unpacking(in)) {
            while (stream.available() > 0) {
                room.take(FOOTER_GROWTH);
                taken += FOOTER_GROWTH;
                bytes.write(stream.read());
            }
        } finally {
            room.give(taken);
        }
        return bytes.toByteArray();
    }
}
