package io.hydrant.cli.table;

import com.github.luben.zstd.ZstdInputStream;
import io.hydrant.aws.BlockInput;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;

/// The bytes of a table out of a file that may be compressed, which its first bytes tell. Whatever
/// fails in unpacking names the file and how far it came; all that came out before has been read by
/// then.
final class Unpacked extends BlockInput {
    private static final int BUFFER_BYTES = 1 << 13;

    /// How a stream is compressed.
    enum Packing {
        NONE,
        GZIP,
        ZSTD,
        ZIP;

        /// @param head at least four bytes, or all there are
        static Packing of(byte[] head) {
            if (startsWith(head, 0x1f, 0x8b)) {
                return GZIP;
            }
            if (startsWith(head, 0x28, 0xb5, 0x2f, 0xfd)) {
                return ZSTD;
            }
            return startsWith(head, 'P', 'K', 3, 4) ? ZIP : NONE;
        }

        private static boolean startsWith(byte[] head, int... magic) {
            for (int i = 0; i < magic.length; i++) {
                if (i >= head.length || (head[i] & 0xff) != magic[i]) {
                    return false;
                }
            }
            return true;
        }
    }

    private final String name;
    private final InputStream bytes;
    private final Supplier<String> place;
    private long read;

    /// @param bytes the unpacked ones
    /// @param place how far the file has been read by now
    Unpacked(String name, InputStream bytes, Supplier<String> place) {
        this.name = name;
        this.bytes = bytes;
        this.place = place;
    }

    static InputStream unpack(String name, ReadBytes raw) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(raw, BUFFER_BYTES);
        return switch (packingOf(buffered)) {
            case GZIP -> unpacked(name, raw, GzipInput::new, buffered);
            case ZSTD -> unpacked(name, raw, ZstdInputStream::new, buffered);
            case ZIP, NONE -> buffered;
        };
    }

    static Packing packingOf(InputStream buffered) throws IOException {
        buffered.mark(4);
        Packing packing = Packing.of(buffered.readNBytes(4));
        buffered.reset();
        return packing;
    }

    private interface Unpacking {
        InputStream of(BufferedInputStream packed) throws IOException;
    }

    private static Unpacked unpacked(
            String name, ReadBytes raw, Unpacking unpacking, BufferedInputStream packed)
            throws IOException {
        Supplier<String> place =
                () -> "within its first %,d compressed bytes".formatted(raw.count());
        try {
            return new Unpacked(name, unpacking.of(packed), place);
        } catch (IOException e) {
            throw new DamagedInputException(name, place.get(), 0, e);
        }
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        try {
            int count = bytes.read(target, offset, length);
            read += Math.max(count, 0);
            return count;
        } catch (IOException e) {
            throw new DamagedInputException(name, place.get(), read, e);
        }
    }

    /// Nothing is promised, so that readers above hand on what they have before they ask for more,
    /// which may fail.
    @Override
    public int available() {
        return 0;
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
