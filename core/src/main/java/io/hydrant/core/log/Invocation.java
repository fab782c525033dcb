package io.hydrant.core.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/// The id that an AWS SDK gives to a call, the same in every attempt of it. 16 bytes, big-endian:
/// those of the UUID that nearly all SDKs choose, or else the first of the text's SHA-256.
///
/// @param high the first 8 bytes of the id
/// @param low the last 8 bytes
/// @param isRepeat whether the attempt says that there was one before it
public record Invocation(long high, long low, boolean isRepeat) implements RequestName {
    static final int BYTES = 16;
    private static final int UUID_LENGTH = 36;

    /// @param id as the SDK spells it
    public static Invocation of(String id, boolean isRepeat) {
        if (id.length() == UUID_LENGTH) {
            try {
                UUID uuid = UUID.fromString(id);
                return new Invocation(
                        uuid.getMostSignificantBits(), uuid.getLeastSignificantBits(), isRepeat);
            } catch (IllegalArgumentException e) {
                return digest(id, isRepeat); // only as long as one
            }
        }
        return digest(id, isRepeat);
    }

    private static Invocation digest(String id, boolean isRepeat) {
        try {
            ByteBuffer digest =
                    ByteBuffer.wrap(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(id.getBytes(StandardCharsets.UTF_8)));
            return new Invocation(digest.getLong(), digest.getLong(), isRepeat);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    byte[] toBytes() {
        return ByteBuffer.allocate(BYTES).putLong(high).putLong(low).array();
    }
}
