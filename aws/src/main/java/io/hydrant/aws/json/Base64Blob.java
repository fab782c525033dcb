package io.hydrant.aws.json;

import io.hydrant.aws.ServiceException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/// Decodes the base64 of a blob member as strictly as AWS: padded to a multiple of four, no
/// character outside the alphabet, no stray bits in the last character.
public final class Base64Blob {
    private Base64Blob() {}

    /// Decodes the text that is `length` bytes of ASCII in `source` from `offset`.
    ///
    /// @throws ServiceException SerializationException in AWS's words
    public static byte[] decode(byte[] source, int offset, int length) {
        if (length % 4 != 0) {
            throw refusal(source, offset, length, wrongLength(length));
        }
        try {
            ByteBuffer decoded =
                    Base64.getDecoder().decode(ByteBuffer.wrap(source, offset, length));
            if (hasStrayBits(source, offset + length, decoded.remaining() % 3)) {
                throw refusal(
                        source, offset, length, "Invalid last non-pad Base64 character dectected");
            }
            return exact(decoded);
        } catch (IllegalArgumentException e) {
            throw refusal(source, offset, length, wrongCharacter(source, offset, length));
        }
    }

    /// Decodes text that had to be unescaped first.
    public static byte[] decode(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length != text.length()) {
            throw refusal(
                    bytes,
                    0,
                    bytes.length,
                    text.length() % 4 == 0
                            ? wrongCharacter(bytes, 0, bytes.length)
                            : wrongLength(text.length()));
        }
        return decode(bytes, 0, bytes.length);
    }

    private static byte[] exact(ByteBuffer decoded) {
        return decoded.remaining() == decoded.array().length
                ? decoded.array()
                : Arrays.copyOf(decoded.array(), decoded.remaining());
    }

    /// `lastBytes` is how many bytes the last group of four characters stands for, 0 for all three.
    /// One byte leaves four bits of its second character unused, two leave two of the third.
    private static boolean hasStrayBits(byte[] source, int end, int lastBytes) {
        return switch (lastBytes) {
            case 1 -> (valueOf(source[end - 3]) & 0b1111) != 0;
            case 2 -> (valueOf(source[end - 2]) & 0b11) != 0;
            default -> false;
        };
    }

    private static int valueOf(byte c) {
        if (c >= 'A' && c <= 'Z') {
            return c - 'A';
        }
        if (c >= 'a' && c <= 'z') {
            return c - 'a' + 26;
        }
        if (c >= '0' && c <= '9') {
            return c - '0' + 52;
        }
        return switch (c) {
            case '+' -> 62;
            case '/' -> 63;
            default -> -1;
        };
    }

    private static String wrongLength(int length) {
        return "Base64 encoded length is expected a multiple of 4 bytes but found: " + length;
    }

    /// The first character outside the alphabet, or the first pad that something follows.
    private static String wrongCharacter(byte[] source, int offset, int length) {
        String text = new String(source, offset, length, StandardCharsets.UTF_8);
        int end = text.length();
        for (int pads = 0; pads < 2 && end > 0 && text.charAt(end - 1) == '='; pads++) {
            end--;
        }
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (c > 127 || valueOf((byte) c) < 0) {
                return "Invalid Base64 character: '" + c + "'";
            }
        }
        return "Invalid Base64 character: '='";
    }

    private static ServiceException refusal(byte[] source, int offset, int length, String why) {
        String text = new String(source, offset, length, StandardCharsets.UTF_8);
        return JsonError.SERIALIZATION.because(
                "'" + text + "' can not be converted to a Blob: " + why);
    }
}
