package io.hydrant.core.catalog;

import io.hydrant.core.disk.Disk;
import io.hydrant.core.disk.Disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Optional;

/// What SQLite will believe of a `-wal` file, found out without opening the database, which would
/// change or remove the file. (<https://www.sqlite.org/fileformat2.html#the_write_ahead_log>)
///
///     32 bytes: magic, version, page size, number, salt 1, salt 2, checksum 1, checksum 2
///     per frame 24 bytes: page, size of the database after a commit or 0, both salts, both
///     checksums; then the page
///
/// Checksums run on from frame to frame. SQLite takes the frames up to the last commit before the
/// first that does not match, and passes over the rest in silence.
///
/// @param oldest the first page of the database as the first frame that counts and has it tells
/// @param newest the same of the last
/// @param brokenAt the offset of the first frame, or of the header, that does not match although it,
///   or one behind it, is of this log: empty when the log ends there as after a crash, or whole
/// @param passedOver how many frames lie there, or bytes when it is the header
record WriteAheadLog(
        Optional<ByteBuffer> oldest,
        Optional<ByteBuffer> newest,
        Optional<Long> brokenAt,
        long passedOver) {
    static final WriteAheadLog NONE =
            new WriteAheadLog(Optional.empty(), Optional.empty(), Optional.empty(), 0);

    private static final int HEADER_BYTES = 32;
    private static final int FRAME_HEADER_BYTES = 24;
    private static final int MAGIC = 0x377f0682;
    private static final int PAGE_BYTES_MIN = 512;
    private static final int PAGE_BYTES_MAX = 65536;

    static WriteAheadLog read(Disk disk, Path file) throws IOException {
        if (!disk.exists(file)) {
            return NONE;
        }
        try (DiskFile opened = disk.openForReading(file)) {
            return opened.length() == 0 ? NONE : new Scan(opened).result();
        }
    }

    private static final class Scan {
        private final DiskFile file;
        private final long length;
        private int sum1;
        private int sum2;

        Scan(DiskFile file) throws IOException {
            this.file = file;
            this.length = file.length();
        }

        WriteAheadLog result() throws IOException {
            ByteBuffer header = bytes(0, HEADER_BYTES);
            int pageBytes = header.limit() < HEADER_BYTES ? 0 : header.getInt(8);
            if (!isHeader(header, pageBytes)) {
                return new WriteAheadLog(
                        Optional.empty(), Optional.empty(), Optional.of(0L), length);
            }
            int frameBytes = FRAME_HEADER_BYTES + pageBytes;
            Optional<ByteBuffer> oldest = Optional.empty();
            Optional<ByteBuffer> latest = Optional.empty();
            Optional<ByteBuffer> newest = Optional.empty();
            long offset = HEADER_BYTES;
            while (offset + frameBytes <= length) {
                ByteBuffer frame = bytes(offset, frameBytes);
                if (!hasSalts(frame, header) || !matches(frame, header)) {
                    break;
                }
                offset += frameBytes;
                if (frame.getInt(0) == 1) {
                    latest = Optional.of(frame.slice(FRAME_HEADER_BYTES, pageBytes));
                    oldest = oldest.isPresent() ? oldest : latest;
                }
                if (frame.getInt(4) != 0) {
                    newest = latest;
                }
            }
            long left = framesOfThisLog(header, offset, frameBytes);
            return new WriteAheadLog(
                    newest.isPresent() ? oldest : newest,
                    newest,
                    left > 0 ? Optional.of(offset) : Optional.empty(),
                    left);
        }

        private boolean isHeader(ByteBuffer header, int pageBytes) {
            if (pageBytes < PAGE_BYTES_MIN
                    || pageBytes > PAGE_BYTES_MAX
                    || Integer.bitCount(pageBytes) != 1
                    || (header.getInt(0) & ~1) != MAGIC) {
                return false;
            }
            add(header, 0, 24, header);
            return sum1 == header.getInt(24) && sum2 == header.getInt(28);
        }

        private static boolean hasSalts(ByteBuffer frame, ByteBuffer header) {
            return frame.getLong(8) == header.getLong(16);
        }

        private boolean matches(ByteBuffer frame, ByteBuffer header) {
            add(frame, 0, 8, header);
            add(frame, FRAME_HEADER_BYTES, frame.limit(), header);
            return frame.getInt(0) != 0 && sum1 == frame.getInt(16) && sum2 == frame.getInt(20);
        }

        /// The magic's last bit says in which order its writer read integers.
        private void add(ByteBuffer bytes, int from, int to, ByteBuffer header) {
            ByteOrder order =
                    (header.getInt(0) & 1) == 1 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
            ByteBuffer numbers = bytes.duplicate().order(order);
            for (int at = from; at < to; at += 8) {
                sum1 += numbers.getInt(at) + sum2;
                sum2 += numbers.getInt(at + 4) + sum1;
            }
        }

        /// Frames from `offset` on that a writer put into this log, and not into an earlier one
        /// whose file it was.
        private long framesOfThisLog(ByteBuffer header, long offset, int frameBytes)
                throws IOException {
            long count = 0;
            for (long at = offset; at + FRAME_HEADER_BYTES <= length; at += frameBytes) {
                if (hasSalts(bytes(at, FRAME_HEADER_BYTES), header)) {
                    count = (at - offset) / frameBytes + 1;
                }
            }
            return count;
        }

        /// As many as there are.
        private ByteBuffer bytes(long offset, int count) throws IOException {
            ByteBuffer into = ByteBuffer.allocate(count);
            int read = 0;
            while (into.hasRemaining() && read >= 0) {
                read = file.read(into, offset + into.position());
            }
            return into.flip();
        }
    }
}
