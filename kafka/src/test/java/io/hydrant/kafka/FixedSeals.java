package io.hydrant.kafka;

import io.hydrant.core.log.FrameSealing;
import io.hydrant.core.log.LogSeals;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;

/// Encrypts everything under a key that never changes.
final class FixedSeals implements LogSeals {
    private static final byte[] KEY = new byte[32];
    private static final byte[] WRAPPED = {4, 2};

    private final Random random = new Random(3);

    @Override
    public FrameSealing sealing(String logId, boolean isSecret) {
        byte[] frameId = new byte[FrameSealing.FRAME_ID_BYTES];
        random.nextBytes(frameId);
        return new FrameSealing.Closed(KEY, WRAPPED, frameId, KEY);
    }

    @Override
    public byte[] unwrap(String logId, byte[] wrapped) throws IOException {
        if (!Arrays.equals(wrapped, WRAPPED)) {
            throw new IOException("Another key");
        }
        return KEY;
    }
}
