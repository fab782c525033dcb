package io.hydrant.server.s3;

import io.hydrant.core.objectstore.Listings;
import io.hydrant.core.objectstore.S3Error;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// Where a listing goes on, opaque to clients: base64url of `k` or `p` (key or common prefix) and
/// the text.
final class ContinuationToken {
    private ContinuationToken() {}

    static String of(Listings.After after) {
        return encode((after.isPrefix() ? "p" : "k") + after.key());
    }

    static String ofKey(String key) {
        return encode("k" + key);
    }

    static String key(String token) {
        return after(token).key();
    }

    /// @throws io.hydrant.aws.ServiceException when it is not one of ours
    static Listings.After after(String token) {
        String text = "";
        try {
            text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notBase64) {
            // refused below, as every other token that is not ours
        }
        if (!text.startsWith("k") && !text.startsWith("p")) {
            throw S3Error.INVALID_ARGUMENT
                    .because("The continuation token provided is incorrect")
                    .with("ArgumentName", "continuation-token");
        }
        return new Listings.After(text.substring(1), text.startsWith("p"), Optional.empty());
    }

    private static String encode(String text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
