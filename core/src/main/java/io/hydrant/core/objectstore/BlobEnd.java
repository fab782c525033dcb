package io.hydrant.core.objectstore;

import io.hydrant.core.disk.Disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/// What stands behind the bytes of a blob. Integers are big-endian.
///
///         bytes
///             n   the blob's bytes
///             m   its description: a [BlobDescription] as JSON, or nothing
///     end-32  8   n
///     end-24  4   m
///     end-20  4   CRC32C of the n bytes
///     end-16  4   CRC32C of the description
///     end-12  4   CRC32C of the 20 bytes before
///      end-8  8   magic "HydBlob" and the format's version, 1
///
/// It is written last, with the last of the bytes, and forced with them: a blob without it was never
/// finished, and nothing ever referred to it. Blobs of this format have names that end in `.1`; those
/// that are encrypted in `.2`; those without are older and hold their bytes alone.
public sealed interface BlobEnd {
    /// Behind the name of a blob that has an end.
    String SUFFIX = ".1";

    /// The same of one whose bytes are encrypted: its description has the key ([BlobSeal]). Its `n`
    /// bytes and their checksum are those of what was stored, so that nobody needs the key to tell
    /// whether it is still that.
    String SEALED_SUFFIX = ".2";

    int FOOTER_BYTES = 32;

    /// How many of them the checksum before the magic is of.
    int SUMMED_BYTES = 20;

    /// A finished blob.
    ///
    /// @param length of its bytes
    /// @param sum their CRC32C
    record Whole(long length, int sum, Optional<BlobDescription> description) implements BlobEnd {
        /// How many bytes the blob has for its readers.
        public long size() {
            return description.flatMap(BlobDescription::seal).map(BlobSeal::size).orElse(length);
        }
    }

    /// There is an end, but it is not what was written.
    record Damaged(String what) implements BlobEnd {}

    /// There is none: the writing was broken off.
    record None() implements BlobEnd {}

    /// Whether a blob of this name has an end once it is finished.
    static boolean isExpected(String blob) {
        return blob.endsWith(SUFFIX) || isSealed(blob);
    }

    /// Whether the bytes of a blob of this name are encrypted.
    static boolean isSealed(String blob) {
        return blob.endsWith(SEALED_SUFFIX);
    }

    static ByteBuffer encoded(long length, int sum, Optional<BlobDescription> description) {
        byte[] text = description.map(Index.JSON::writeValueAsBytes).orElseGet(() -> new byte[0]);
        ByteBuffer end = ByteBuffer.allocate(text.length + FOOTER_BYTES);
        end.put(text)
                .putLong(length)
                .putInt(text.length)
                .putInt(sum)
                .putInt(sum(text, 0, text.length));
        end.putInt(sum(end.array(), text.length, SUMMED_BYTES)).putLong(Footer.MAGIC);
        return end.flip();
    }

    private static int sum(byte[] bytes, int offset, int length) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, offset, length);
        return (int) sum.getValue();
    }

    /// Reads the end of a blob's file.
    static BlobEnd read(DiskFile file) throws IOException {
        Optional<Footer> footer = Footer.read(file);
        if (footer.isEmpty()) {
            return new None();
        }
        if (!footer.get().isSound()) {
            return new Damaged("its last " + FOOTER_BYTES + " bytes are not what was written");
        }
        byte[] text = footer.get().description(file);
        if (sum(text, 0, text.length) != footer.get().descriptionSum()) {
            return new Damaged("its description is not what was written");
        }
        Optional<BlobDescription> description =
                text.length == 0
                        ? Optional.empty()
                        : Optional.of(Index.JSON.readValue(text, BlobDescription.class));
        return new Whole(footer.get().length(), footer.get().bytesSum(), description);
    }

    /// The CRC32C of the bytes, without a look at the description; empty when the footer is not
    /// what was written.
    static Optional<Integer> sumOf(DiskFile file, long length) throws IOException {
        return Footer.read(file)
                .filter(footer -> footer.isSound() && footer.length() == length)
                .map(Footer::bytesSum);
    }

    /// The last bytes. One flipped bit makes it unsound, and not absent: either the magic or the
    /// checksum is right all the same.
    record Footer(ByteBuffer bytes, long fileLength) {
        private static final long MAGIC = 0x48796442_6C6F6201L;

        static Optional<Footer> read(DiskFile file) throws IOException {
            long length = file.length();
            ByteBuffer bytes = ByteBuffer.allocate(FOOTER_BYTES);
            long start = length - FOOTER_BYTES;
            int read = start < 0 ? -1 : 0;
            while (bytes.hasRemaining() && read >= 0) {
                read = file.read(bytes, start + bytes.position());
            }
            Footer footer = new Footer(bytes.flip(), length);
            return bytes.limit() == FOOTER_BYTES && (footer.hasMagic() || footer.matches())
                    ? Optional.of(footer)
                    : Optional.empty();
        }

        private boolean hasMagic() {
            return bytes.getLong(24) == MAGIC;
        }

        private boolean matches() {
            byte[] summed = new byte[SUMMED_BYTES];
            bytes.get(0, summed);
            return bytes.getInt(SUMMED_BYTES) == sum(summed, 0, SUMMED_BYTES);
        }

        boolean isSound() {
            return hasMagic()
                    && matches()
                    && length() + bytes.getInt(8) + FOOTER_BYTES == fileLength;
        }

        long length() {
            return bytes.getLong(0);
        }

        int bytesSum() {
            return bytes.getInt(12);
        }

        int descriptionSum() {
            return bytes.getInt(16);
        }

        byte[] description(DiskFile file) throws IOException {
            ByteBuffer text = ByteBuffer.allocate(bytes.getInt(8));
            int read = 0;
            while (text.hasRemaining() && read >= 0) {
                read = file.read(text, length() + text.position());
            }
            return text.array();
        }
    }
}
