package io.hydrant.aws.json;

import io.hydrant.aws.ServiceException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/// Decodes the base64 of a blob member as strictly as AWS: padded to a multiple of four, no
/// character outside the alphabet, no stray bits in the last character.
public final class Base64Blob {
    private static final String ALPHABET =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    /// What each ASCII character of the alphabet stands for.
    private static final byte[] VALUES = values();

    private Base64Blob() {}

    private static byte[] values() {
        byte[] values = new byte[128];
        for (int i = 0; i < ALPHABET.length(); i++) {
            values[ALPHABET.charAt(i)] = (byte) i;
        }
        return values;
    }

    /// @throws ServiceException SerializationException in AWS's words
    public static byte[] decode(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return decodeIfValid(bytes, 0, bytes.length)
                .orElseThrow(() ->
                        JsonError.SERIALIZATION.because(
                                "'" + text + "' can not be converted to a Blob: " + fault(text)));
    }

    /// Decodes the `length` bytes of `source` from `offset` without making a string of them; empty
    /// when they are not valid.
    public static Optional<byte[]> decodeIfValid(byte[] source, int offset, int length) {
        byte[] text = Arrays.copyOfRange(source, offset, offset + length);
        byte[] decoded = new byte[length / 4 * 3];
        int count = decodeIfValid(text, decoded);
        return count < 0 ? Optional.empty() : Optional.of(Arrays.copyOf(decoded, count));
    }

    /// Decodes `text` into the front of `into`, which has room for three bytes for every four.
    /// Returns how many bytes that made; -1 when the text is not valid.
    public static int decodeIfValid(byte[] text, byte[] into) {
        if (text.length % 4 != 0) {
            return -1;
        }
        try {
            int count = Base64.getDecoder().decode(text, into);
            return hasStrayBits(text, text.length, count % 3) ? -1 : count;
        } catch (IllegalArgumentException e) {
            return -1;
        }
    }

    /// `lastBytes` is how many bytes the last group of four characters stands for, 0 for all three.
    /// One byte leaves four bits of its second character unused, two leave two of the third.
    private static boolean hasStrayBits(byte[] source, int end, int lastBytes) {
        return switch (lastBytes) {
            case 1 -> (VALUES[source[end - 3]] & 0b1111) != 0;
            case 2 -> (VALUES[source[end - 2]] & 0b11) != 0;
            default -> false;
        };
    }

    private static String fault(String text) {
        if (text.length() % 4 != 0) {
            return "Base64 encoded length is expected a multiple of 4 bytes but found: "
                    + text.length();
        }
        int end = text.length();
        for (int pads = 0; pads < 2 && end > 0 && text.charAt(end - 1) == '='; pads++) {
            end--;
        }
        for (int i = 0; i < end; i++) {
            if (ALPHABET.indexOf(text.charAt(i)) < 0) {
                return "Invalid Base64 character: '" + text.charAt(i) + "'";
            }
        }
        return "Invalid last non-pad Base64 character dectected";
    }
}
