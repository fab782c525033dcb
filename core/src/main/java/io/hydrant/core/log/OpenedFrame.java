package io.hydrant.core.log;

import io.hydrant.core.crypto.ChunkCipher;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;

/// The payloads of a frame whose records are encrypted, decrypted as far as they are asked for. For
/// one thread.
final class OpenedFrame {
    /// The frame as it is stored; each buffer is valid until the next call.
    interface Stored {
        int payloadBytes();

        ByteBuffer lengths() throws IOException;

        ByteBuffer payloads(int from, int bytes) throws IOException;

        /// As large as [FrameSeal#bytes] of the payloads.
        ByteBuffer seal() throws IOException;
    }

    private final Stored stored;
    private final FrameKeys keys;
    private final ChunkCipher cipher;
    private final byte[] tags;
    private final byte[] place;

    private OpenedFrame(
            Stored stored, FrameKeys keys, ChunkCipher cipher, byte[] tags, byte[] place) {
        this.stored = stored;
        this.keys = keys;
        this.cipher = cipher;
        this.tags = tags;
        this.place = place;
    }

    /// @throws IOException when the key is not to be had now
    /// @throws GeneralSecurityException when the seal is not one
    static OpenedFrame of(String logId, LogSeals seals, Stored stored)
            throws IOException, GeneralSecurityException {
        ByteBuffer seal = stored.seal();
        if (!FrameSeal.isKnown(seal)) {
            throw new GeneralSecurityException("The seal is none");
        }
        byte[] tags = new byte[FrameSeal.tagBytes(stored.payloadBytes())];
        seal.duplicate().get(tags);
        byte[] place = FrameSeal.place(seal);
        byte[] frameId = FrameSeal.frameId(seal);
        byte[] dataKey = seals.unwrap(logId, FrameSeal.wrapped(seal));
        FrameKeys keys = new FrameKeys(logId, dataKey, frameId);
        ChunkCipher cipher = new ChunkCipher(keys.ofRecords(), keys.name(stored.lengths()));
        return new OpenedFrame(stored, keys, cipher, tags, place);
    }

    /// Whether it was written there.
    boolean isAt(long position, long arrivalMillis) {
        return MessageDigest.isEqual(place, keys.place(position, arrivalMillis));
    }

    /// In a buffer with an accessible array.
    ///
    /// @throws GeneralSecurityException when it is not what was encrypted
    ByteBuffer payloads(int from, int bytes) throws IOException, GeneralSecurityException {
        int length = stored.payloadBytes();
        if (bytes == 0 && length > 0) {
            return ByteBuffer.allocate(0);
        }
        int first = from / ChunkCipher.CHUNK_BYTES;
        int last = Math.max(first, (from + bytes - 1) / ChunkCipher.CHUNK_BYTES);
        int start = first * ChunkCipher.CHUNK_BYTES;
        int end = Math.min((last + 1) * ChunkCipher.CHUNK_BYTES, length);
        ByteBuffer encrypted = stored.payloads(start, end - start);
        byte[] opened = new byte[end - start];
        byte[] sealed = new byte[ChunkCipher.STORED_BYTES];
        byte[] piece = new byte[ChunkCipher.STORED_BYTES];
        for (int chunk = first; chunk <= last; chunk++) {
            int at = chunk * ChunkCipher.CHUNK_BYTES;
            int size = Math.min(ChunkCipher.CHUNK_BYTES, length - at);
            encrypted.get(sealed, 0, size);
            int tag = chunk * ChunkCipher.TAG_BYTES;
            System.arraycopy(tags, tag, sealed, size, ChunkCipher.TAG_BYTES);
            boolean isLast = chunk == ChunkCipher.chunks(length) - 1;
            cipher.open(chunk, isLast, sealed, size + ChunkCipher.TAG_BYTES, piece);
            System.arraycopy(piece, 0, opened, at - start, size);
        }
        Arrays.fill(piece, (byte) 0);
        return ByteBuffer.wrap(opened, from - start, bytes).slice();
    }
}
