package io.hydrant.core.iam;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// An account as S3 names the owners of buckets and objects: 64 hexadecimal characters, always the
/// same for an account.
public final class CanonicalUser {
    private CanonicalUser() {}

    public static String id(String account) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(("owner " + account).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
