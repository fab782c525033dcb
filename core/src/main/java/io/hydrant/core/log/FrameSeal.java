package io.hydrant.core.log;

import io.hydrant.core.crypto.ChunkCipher;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// What a batch of a stream that is, or was, encrypted brings beside its records. In a frame whose
/// records are encrypted the seal follows the name and is part of the body. Integers are big-endian:
///
///     at      bytes  field
///      0       16 c  the tag of each 64 KiB of payloads, in their order; one when there are none
///     16 c         1  version, 1
///     16 c +   1   1  bytes of the wrapped key
///     16 c +   2   4  print: by which a repeat of the request is known
///     16 c +   6  16  id of the frame
///     16 c +  22 112  the data key, wrapped; zeros behind it
///     16 c + 134  16  the place: HMAC of log, first position and arrival; zeros outside a segment
///
/// The payloads are AES-256-GCM ([ChunkCipher]) of the same length as in clear, under a key that is
/// derived of the data key and the frame's id. Additional data are the log's id and a digest of the
/// lengths. So lengths, counts, arrivals and names of requests can be read without a key, and
/// nothing else.
///
/// @param print by which a repeat is known when the records are kept encrypted
/// @param clearChecksum the same for records in clear: of the frame's body
/// @param tail the seal without its place; null of a batch in clear
/// @param keys of the frame; null in clear, and where the frame is only carried elsewhere
record FrameSeal(int print, int clearChecksum, byte @Nullable [] tail, @Nullable FrameKeys keys) {
    private static final byte VERSION = 1;
    private static final int PRINT_AT = 2;
    private static final int ID_AT = 6;
    private static final int WRAPPED_AT = ID_AT + FrameSealing.FRAME_ID_BYTES;
    private static final int PLACE_AT = WRAPPED_AT + FrameSealing.WRAPPED_BYTES_MAX;
    private static final int FIXED_BYTES = PLACE_AT + FrameKeys.PLACE_BYTES;

    /// What the seal of so many bytes of payload takes.
    static int bytes(int payloadBytes) {
        return tagBytes(payloadBytes) + FIXED_BYTES;
    }

    static int tagBytes(int payloadBytes) {
        return (int) ChunkCipher.chunks(payloadBytes) * ChunkCipher.TAG_BYTES;
    }

    /// A new seal, but for its place.
    static byte[] tail(byte[] tags, int print, FrameSealing.Closed sealing) {
        byte[] wrapped = sealing.wrapped();
        return ByteBuffer.allocate(tags.length + PLACE_AT)
                .put(tags)
                .put(VERSION)
                .put((byte) wrapped.length)
                .putInt(print)
                .put(sealing.frameId())
                .put(wrapped)
                .array();
    }

    /// The seal of a frame that is carried elsewhere as it is.
    ///
    /// @param seal as it is stored
    static FrameSeal carried(ByteBuffer seal) {
        byte[] tail = new byte[seal.remaining() - FrameKeys.PLACE_BYTES];
        seal.duplicate().get(tail);
        int print = print(seal);
        return new FrameSeal(print, print, tail, null);
    }

    /// Whether the records are encrypted.
    boolean isClosed() {
        return tail != null;
    }

    /// Of a stored seal.
    static int print(ByteBuffer seal) {
        return seal.getInt(fixed(seal) + PRINT_AT);
    }

    static byte[] wrapped(ByteBuffer seal) {
        byte[] wrapped = new byte[Byte.toUnsignedInt(seal.get(fixed(seal) + 1))];
        seal.get(fixed(seal) + WRAPPED_AT, wrapped);
        return wrapped;
    }

    static byte[] frameId(ByteBuffer seal) {
        byte[] id = new byte[FrameSealing.FRAME_ID_BYTES];
        seal.get(fixed(seal) + ID_AT, id);
        return id;
    }

    static byte[] place(ByteBuffer seal) {
        byte[] place = new byte[FrameKeys.PLACE_BYTES];
        seal.get(fixed(seal) + PLACE_AT, place);
        return place;
    }

    private static int fixed(ByteBuffer seal) {
        return seal.limit() - FIXED_BYTES;
    }

    /// Whether it is one that this version reads.
    static boolean isKnown(ByteBuffer seal) {
        int wrapped = Byte.toUnsignedInt(seal.get(fixed(seal) + 1));
        return seal.get(fixed(seal)) == VERSION && wrapped <= FrameSealing.WRAPPED_BYTES_MAX;
    }
}
