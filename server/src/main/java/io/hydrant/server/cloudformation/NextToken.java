package io.hydrant.server.cloudformation;

import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.cloudformation.stack.Page;
import io.hydrant.core.cloudformation.template.CloudFormationError;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/// What NextToken is in one list: where it goes on, under a checksum of that and of which list it
/// is. A token that no page of this very list has given is refused.
///
///     at  bytes  field, all of it in base64
///      0      8  the first bytes of the SHA-256 of operation, subject and position
///      8      n  position, UTF-8
///
/// @param subject what the list is of: a stack, an export, a choice of statuses
record NextToken(String operation, String subject) {
    private static final int CHECK_BYTES = 8;

    /// Where the page that is asked for begins; empty when it is the first.
    ///
    /// @throws io.hydrant.aws.ServiceException when it was not given by this list
    Optional<String> position(Request request) {
        return request.text("NextToken").map(this::position);
    }

    private String position(String token) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(token);
            if (bytes.length > CHECK_BYTES) {
                String position =
                        new String(
                                bytes,
                                CHECK_BYTES,
                                bytes.length - CHECK_BYTES,
                                StandardCharsets.UTF_8);
                if (token.equals(text(position))) {
                    return position;
                }
            }
        } catch (IllegalArgumentException notBase64) {
            // Refused below, like any other that is not ours.
        }
        throw CloudFormationError.VALIDATION.because("[%s] is not a valid NextToken", token);
    }

    /// Nothing at the end of the list.
    void write(XmlWriter xml, Page<?> page) {
        page.next().ifPresent(position -> xml.element("NextToken", text(position)));
    }

    private String text(String position) {
        byte[] place = position.getBytes(StandardCharsets.UTF_8);
        byte[] bytes = Arrays.copyOf(check(position), CHECK_BYTES + place.length);
        System.arraycopy(place, 0, bytes, CHECK_BYTES, place.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private byte[] check(String position) {
        try {
            String named = operation + "\n" + subject + "\n" + position;
            return Arrays.copyOf(
                    MessageDigest.getInstance("SHA-256")
                            .digest(named.getBytes(StandardCharsets.UTF_8)),
                    CHECK_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is in every JDK", e);
        }
    }
}
