package io.hydrant.core.log;

import io.hydrant.core.crypto.ChunkCipher;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// Makes of a batch what is kept of it. Done by the request's own thread, before it waits for its
/// turn, so that many do it side by side.
public final class FrameSealer {
    private FrameSealer() {}

    /// The batch with its records encrypted, when its stream has it so.
    public static RecordBatch sealed(RecordBatch batch, String logId, FrameSealing sealing) {
        int checksum = checksum(batch);
        int print = FrameKeys.print(sealing.printKey(), checksum);
        return switch (sealing) {
            case FrameSealing.Open open ->
                    batch.with(batch.payloads(), new FrameSeal(print, checksum, null, null));
            case FrameSealing.Closed closed -> closed(batch, logId, closed, checksum, print);
        };
    }

    private static RecordBatch closed(
            RecordBatch batch, String logId, FrameSealing.Closed sealing, int checksum, int print) {
        FrameKeys keys = new FrameKeys(logId, sealing.key(), sealing.frameId());
        String name = keys.name(ByteBuffer.wrap(batch.lengths()));
        ChunkCipher cipher = new ChunkCipher(keys.ofRecords(), name);
        int length = batch.payloadBytes();
        byte[] encrypted = new byte[length];
        byte[] tags = new byte[FrameSeal.tagBytes(length)];
        long chunks = ChunkCipher.chunks(length);
        byte[] piece = new byte[ChunkCipher.STORED_BYTES];
        byte[] sealed = new byte[ChunkCipher.STORED_BYTES];
        for (int i = 0; i < chunks; i++) {
            int from = i * ChunkCipher.CHUNK_BYTES;
            int bytes = Math.min(ChunkCipher.CHUNK_BYTES, length - from);
            System.arraycopy(batch.payloads(), from, piece, 0, bytes);
            cipher.seal(i, i == chunks - 1, piece, bytes, sealed);
            System.arraycopy(sealed, 0, encrypted, from, bytes);
            System.arraycopy(sealed, bytes, tags, i * ChunkCipher.TAG_BYTES, ChunkCipher.TAG_BYTES);
        }
        byte[] tail = FrameSeal.tail(tags, print, sealing);
        return batch.with(encrypted, new FrameSeal(print, checksum, tail, keys));
    }

    /// A key for what belongs to a log and is no frame.
    ///
    /// @param sealing of what must be encrypted
    public static byte[] scratchKey(FrameSealing sealing) {
        return switch (sealing) {
            case FrameSealing.Open open ->
                    throw new IllegalStateException("What must be encrypted would not be");
            case FrameSealing.Closed closed ->
                    new FrameKeys("", closed.key(), closed.frameId()).ofScratch();
        };
    }

    /// Of the frame's body, were it in clear.
    private static int checksum(RecordBatch batch) {
        CRC32C checksum = new CRC32C();
        checksum.update(batch.lengths());
        checksum.update(batch.payloads(), 0, batch.payloadBytes());
        checksum.update(batch.name().map(Frame::bytesOf).orElse(Frame.NO_NAME));
        return (int) checksum.getValue();
    }
}
