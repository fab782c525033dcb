package io.hydrant.server.http;

import io.hydrant.aws.RequestHead;
import io.hydrant.server.http.protocol.OwnHosts;
import java.util.Optional;

/// What web pages make a browser send to a server that takes every caller for root (`--auth none`).
/// Loopback keeps other machines out, but not the pages that are open on this one: their forms,
/// images and scripts come with an `Origin` or a `Sec-Fetch-Site`, and a page whose name was made
/// to lead here (DNS rebinding) comes with that name as its `Host`. The one page that is answered
/// is the console, which is of the server's own origin; an object is never a page of it.
record ForeignPages(OwnHosts hosts) {
    private static final String SORRY =
            "This server runs with --auth none: every program on this machine is root here. So it"
                    + " answers programs and its own console only, and no other web pages. ";

    /// Why a request is not to be obeyed.
    ///
    /// @param isSecure whether it came over TLS
    Optional<String> objection(RequestHead head, boolean isSecure) {
        Optional<String> origin = head.headers().get("Origin");
        if (origin.isPresent() && !hosts.isOwnPage(head, isSecure ? "https" : "http")) {
            return Optional.of(SORRY + "The request comes from a page of elsewhere (its Origin).");
        }
        String site = head.headers().get("Sec-Fetch-Site").orElse("none").strip();
        if (!site.equals("none") && !site.equals("same-origin")) {
            return Optional.of(
                    SORRY + "The request comes from a page of elsewhere (its Sec-Fetch-Site).");
        }
        if (head.headers().get("Referer").isPresent()
                && !hosts.isFromOwnPage(head, isSecure ? "https" : "http")) {
            return Optional.of(SORRY + "The request comes from a page of elsewhere (its Referer).");
        }
        if (Navigation.is(head) && !Navigation.mayLeadTo(head)) {
            return Optional.of(
                    SORRY
                            + "A link may lead a browser to the server's own pages and to reading"
                            + " objects, and to nothing else. Use the console, or a program.");
        }
        return head.headers()
                .get("Host")
                .filter(host -> !hosts.has(host))
                .map(host ->
                        SORRY
                                + "The request's Host is neither an address, nor localhost or a name"
                                + " below it, nor the name given by --listen or --tls-name.");
    }
}
