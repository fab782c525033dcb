package io.hydrant.core.encryption;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/// Keys that were unwrapped a while ago, a bounded number of them. Safe for use from many threads.
final class KeysAtHand {
    static final int KEYS_MAX = 4096;

    private record Key(byte[] bytes, Instant until) {}

    /// By what was unwrapped, the oldest first. Guarded by itself.
    private final LinkedHashMap<ByteBuffer, Key> known = new LinkedHashMap<>();

    byte @Nullable [] find(byte[] wrapped, Instant now) {
        synchronized (known) {
            @Nullable Key key = known.get(ByteBuffer.wrap(wrapped));
            return key == null || !now.isBefore(key.until()) ? null : key.bytes();
        }
    }

    void add(byte[] wrapped, byte[] key, Instant until) {
        synchronized (known) {
            known.putLast(ByteBuffer.wrap(wrapped), new Key(key, until));
            while (known.size() > KEYS_MAX) {
                known.pollFirstEntry();
            }
        }
    }
}
