package io.hydrant.core.objectstore;

import io.hydrant.core.crypto.ChunkCipher;
import io.hydrant.core.disk.Disk.DiskFile;
import io.hydrant.core.disk.DiskRoom;
import io.hydrant.core.disk.DiskTroubleException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A blob being written, digested on the way. Closed without [#finish] it leaves nothing behind.
/// What the disk does not take is a [DiskTroubleException].
public final class BlobWriter extends OutputStream {
    /// What was written, forced under its final name but not yet referred to by any row. `md5` is
    /// empty when it was not asked for, `description` when nothing was to be said, `secret` when
    /// the bytes are not encrypted under one.
    public record Written(
            String blob,
            long size,
            Optional<byte[]> md5,
            Map<ChecksumAlgorithm, byte[]> checksums,
            Optional<BlobDescription> description,
            Optional<ObjectSecret> secret) {
        public Written {
            md5 = md5.map(byte[]::clone);
            checksums = Map.copyOf(checksums);
        }

        /// Hexadecimal MD5: the etag of an object that is put in one piece. Without it, an etag of
        /// the form that multipart uploads have, which clients do not take for an MD5, made of the
        /// length and the checksums. Under a secret it tells nothing of the bytes.
        public String etag() {
            return md5.map(this::shown).orElseGet(this::etagOfChecksums);
        }

        private String shown(byte[] digest) {
            return secret.map(by -> by.etag(digest))
                    .orElseGet(() -> HexFormat.of().formatHex(digest));
        }

        private String etagOfChecksums() {
            ByteBuffer bytes = ByteBuffer.allocate(ETAG_BYTES).putLong(size);
            new TreeMap<>(checksums)
                    .values()
                    .forEach(each -> bytes.put(each, 0, Math.min(each.length, bytes.remaining())));
            return shown(bytes.array()) + "-1";
        }

        Written with(BlobDescription said) {
            return new Written(blob, size, md5, checksums, Optional.of(said), secret);
        }

        /// Base64, as S3 shows it.
        public String checksum(ChecksumAlgorithm algorithm) {
            return Base64.getEncoder().encodeToString(checksums.get(algorithm));
        }
    }

    /// What a blob says of itself, once its bytes and their checksums are known.
    @FunctionalInterface
    public interface Description {
        BlobDescription of(Written written);
    }

    private record Sum(ChecksumAlgorithm algorithm, ChecksumAlgorithm.Running running) {}

    private static final int ETAG_BYTES = 16;

    /// What every blob is checked by when it is read.
    private static final ChecksumAlgorithm OWN_SUM = ChecksumAlgorithm.CRC32C;

    /// A large blob is forced bit by bit: forcing it at once would hold up everyone else's forces.
    private static final long FORCE_BYTES = 4L * 1024 * 1024;

    private final Blobs blobs;
    private final String id;
    private final DiskFile out;
    private final Optional<MessageDigest> md5;
    private final List<Sum> sums = new ArrayList<>();
    private final ByteBuffer buffer;
    private final Optional<DiskRoom> room;
    private final Optional<BlobSealing> sealing;
    private final Optional<ObjectSecret> secret;
    private long size;
    private long written;
    private long forced;
    private boolean finished;
    private boolean closed;

    /// @param room is asked before anything is written, if it is there
    /// @param sealing encrypts the bytes, if it is there
    /// @param secret by which it does, if it is not the store's own key
    BlobWriter(
            Blobs blobs,
            String id,
            DiskFile out,
            ByteBuffer buffer,
            Optional<MessageDigest> md5,
            List<ChecksumAlgorithm> checksums,
            Optional<DiskRoom> room,
            Optional<BlobSealing> sealing,
            Optional<ObjectSecret> secret) {
        this.blobs = blobs;
        this.id = id;
        this.out = out;
        this.buffer = buffer;
        this.md5 = md5;
        this.room = room;
        this.sealing = sealing;
        this.secret = secret;
        Stream.concat(checksums.stream(), Stream.of(OWN_SUM))
                .distinct()
                .forEach(each -> sums.add(new Sum(each, each.start())));
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        md5.ifPresent(digest -> digest.update(bytes, offset, length));
        for (Sum sum : sums) {
            sum.running().update(bytes, offset, length);
        }
        size += length;
        if (sealing.isPresent()) {
            sealing.get().write(bytes, offset, length, this::append);
        } else {
            append(bytes, offset, length);
        }
    }

    private void append(byte[] bytes, int offset, int length) throws IOException {
        int from = 0;
        while (from < length) {
            if (!buffer.hasRemaining()) {
                drain();
            }
            int count = Math.min(length - from, buffer.remaining());
            buffer.put(bytes, offset + from, count);
            from += count;
        }
    }

    /// Bytes taken so far.
    public long size() {
        return size;
    }

    /// Forces the bytes and their name.
    public Written finish() throws IOException {
        return finish(Optional.empty());
    }

    /// The same, and says behind the bytes what they are.
    public Written finish(Description description) throws IOException {
        return finish(Optional.of(description));
    }

    private Written finish(Optional<Description> description) throws IOException {
        Map<ChecksumAlgorithm, byte[]> values = new EnumMap<>(ChecksumAlgorithm.class);
        sums.forEach(sum -> values.put(sum.algorithm(), sum.running().value()));
        Written bytes =
                new Written(
                        id, size, md5.map(MessageDigest::digest), values, Optional.empty(), secret);
        Written whole = description.map(said -> bytes.with(said.of(bytes))).orElse(bytes);
        if (sealing.isPresent()) {
            endSealed(sealing.get(), whole.description().orElseThrow());
        } else {
            end(size, ByteBuffer.wrap(values.get(OWN_SUM)).getInt(), whole.description());
        }
        drain();
        try {
            out.force();
            closeFile();
            blobs.keep(id);
        } catch (IOException e) {
            throw DiskTroubleException.of(e, blobs.fileOf(id));
        }
        finished = true;
        return whole;
    }

    /// The key stands in the description, and nowhere else.
    private void endSealed(BlobSealing bySeal, BlobDescription said) throws IOException {
        BlobSeal seal = bySeal.end(size, this::append);
        long stored = ChunkCipher.storedLength(size);
        end(stored, bySeal.sum(), Optional.of(said.sealed(seal)));
    }

    private void end(long length, int sum, Optional<BlobDescription> said) throws IOException {
        byte[] end = BlobEnd.encoded(length, sum, said).array();
        append(end, 0, end.length);
    }

    private void drain() throws IOException {
        int count = buffer.flip().remaining();
        if (room.isPresent()) {
            room.get().claim(count);
        }
        try {
            out.write(buffer, written);
            buffer.clear();
            written += count;
            if (written - forced >= FORCE_BYTES) {
                out.force();
                forced = written;
            }
        } catch (IOException e) {
            throw DiskTroubleException.of(e, blobs.fileOf(id));
        }
    }

    @Override
    public void close() throws IOException {
        closeFile();
        if (!finished) {
            finished = true;
            blobs.delete(id);
        }
    }

    private void closeFile() throws IOException {
        if (!closed) {
            closed = true;
            blobs.giveBack(buffer);
            out.close();
        }
    }
}
