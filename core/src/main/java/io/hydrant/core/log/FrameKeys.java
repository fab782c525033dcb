package io.hydrant.core.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What is derived of a data key for one frame, by HMAC-SHA256 of a purpose and the frame's id. So
/// each frame has keys of its own, and it does not matter how many a data key has, nor that the
/// same nonces are used in each.
final class FrameKeys {
    static final int PLACE_BYTES = 16;

    private static final String ALGORITHM = "HmacSHA256";

    private final String logId;
    private final byte[] dataKey;
    private final byte[] frameId;

    FrameKeys(String logId, byte[] dataKey, byte[] frameId) {
        this.logId = logId;
        this.dataKey = dataKey;
        this.frameId = frameId;
    }

    /// For its records.
    byte[] ofRecords() {
        return derived("records");
    }

    /// For a file that is no frame, with an id of its own.
    byte[] ofScratch() {
        return derived("scratch");
    }

    /// Binds the frame to its place in the files of its log: there is no other frame for it.
    byte[] place(long position, long arrivalMillis) {
        byte[] log = logId.getBytes(StandardCharsets.UTF_8);
        ByteBuffer place =
                ByteBuffer.allocate(2 * Long.BYTES + log.length)
                        .putLong(position)
                        .putLong(arrivalMillis)
                        .put(log);
        return Arrays.copyOf(mac(derived("place"), place.array()), PLACE_BYTES);
    }

    private byte[] derived(String purpose) {
        byte[] word = purpose.getBytes(StandardCharsets.UTF_8);
        return mac(
                dataKey,
                ByteBuffer.allocate(word.length + frameId.length).put(word).put(frameId).array());
    }

    /// A checksum as it may be seen: by itself it would tell whether records are what somebody
    /// guesses.
    static int print(byte[] printKey, int checksum) {
        byte[] plain = ByteBuffer.allocate(Integer.BYTES).putInt(checksum).array();
        return ByteBuffer.wrap(mac(printKey, plain)).getInt();
    }

    /// What the records of a frame are bound to: their log, and where each ends.
    String name(ByteBuffer lengths) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(lengths);
            return logId + " " + HexFormat.of().formatHex(digest.digest());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-256 is not there", e);
        }
    }

    private static byte[] mac(byte[] key, byte[] bytes) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA256 is not there", e);
        }
    }
}
