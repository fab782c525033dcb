package io.hydrant.server.monitoring;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.CRC32C;

/// A NextToken: where a list goes on, under a checksum of that and of what was asked, so that one
/// of another request is refused.
///
/// @param request what is asked for, but for the token
record PageToken(String request) {
    private static final String SEPARATOR = "/";

    /// Where the page begins; empty for the first.
    Optional<String> position(Optional<String> token) {
        return token.map(given -> {
            try {
                String text =
                        new String(Base64.getUrlDecoder().decode(given), StandardCharsets.UTF_8);
                String position = text.substring(text.indexOf(SEPARATOR) + 1);
                if (given.equals(text(position))) {
                    return position;
                }
            } catch (IllegalArgumentException notBase64) {
                // Refused below, like any other that is not ours.
            }
            throw CloudWatchError.INVALID_NEXT_TOKEN.because("The next token is invalid.");
        });
    }

    String text(String position) {
        CRC32C check = new CRC32C();
        check.update((request + "\n" + position).getBytes(StandardCharsets.UTF_8));
        String whole = Long.toHexString(check.getValue()) + SEPARATOR + position;
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(whole.getBytes(StandardCharsets.UTF_8));
    }
}
