package io.hydrant.server.http;

import io.hydrant.aws.RequestHead;
import io.hydrant.aws.sigv4.CredentialScope;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/// A browser that goes to an address, or shows it in a frame. A link in a mail or a chat leads
/// there too, and the browser tells then of no page from which it came. So it may only look.
final class Navigation {
    private static final Set<String> MODES = Set.of("navigate", "nested-navigate");

    private static final Set<String> DESTINATIONS =
            Set.of("document", "iframe", "frame", "fencedframe", "embed", "object");

    private Navigation() {}

    /// Where a browser says nothing of `Sec-Fetch` (older ones, and to other machines without TLS),
    /// its `Upgrade-Insecure-Requests` comes with navigations only.
    static boolean is(RequestHead head) {
        return MODES.contains(header(head, "Sec-Fetch-Mode"))
                || DESTINATIONS.contains(header(head, "Sec-Fetch-Dest"))
                || head.headers().get("Upgrade-Insecure-Requests").isPresent();
    }

    /// Whether the request reads a page of the server, an object or a listing: by GET an AWS Query
    /// action is one that is called, and others are called by POST.
    static boolean mayLeadTo(RequestHead head) {
        boolean isRead = head.method().equals("GET") || head.method().equals("HEAD");
        boolean isS3 =
                CredentialScope.of(head).map(scope -> scope.service().equals("s3")).orElse(true);
        return isRead && (head.rawPath().startsWith("/_hydrant/") || isS3 && !hasAction(head));
    }

    private static boolean hasAction(RequestHead head) {
        return Arrays.stream(head.rawQuery().split("[&;]", -1))
                .map(pair -> pair.split("=", 2)[0])
                .anyMatch(Navigation::isAction);
    }

    private static boolean isAction(String encoded) {
        try {
            return URLDecoder.decode(encoded, StandardCharsets.UTF_8).equalsIgnoreCase("Action");
        } catch (IllegalArgumentException undecodable) {
            return false;
        }
    }

    private static String header(RequestHead head, String name) {
        return head.headers().get(name).orElse("").strip();
    }
}
