package io.hydrant.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/// ETags, most of which are the MD5 of an object's bytes.
final class Etags {
    private Etags() {}

    /// Without quotes; empty when there is none.
    static String plain(@Nullable String etag) {
        return etag == null ? "" : etag.replace("\"", "").toLowerCase(Locale.ROOT);
    }

    private static boolean looksLikeMd5(String etag) {
        return etag.matches("[0-9a-f]{32}");
    }

    /// Whether it can be no other than the MD5 of these bytes.
    static boolean isMd5(PutObjectResponse response, byte[] md5) {
        return plain(response.eTag()).equals(HexFormat.of().formatHex(md5));
    }

    /// Whether an ETag says that the object has other bytes. One of an object that a key of KMS or
    /// of the caller encrypts says nothing, and neither does one that is no MD5.
    ///
    /// @param encryption as the answer names it
    static boolean contradicts(
            @Nullable String etag,
            @Nullable String encryption,
            @Nullable String customerAlgorithm,
            byte[] md5) {
        boolean isOfPlainBytes =
                (encryption == null || encryption.isEmpty() || encryption.equals("AES256"))
                        && (customerAlgorithm == null || customerAlgorithm.isEmpty());
        String plain = plain(etag);
        return isOfPlainBytes
                && looksLikeMd5(plain)
                && !plain.equals(HexFormat.of().formatHex(md5));
    }

    static byte[] md5(String text) {
        try {
            return MessageDigest.getInstance("MD5").digest(text.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
