package io.hydrant.server.http;

import io.hydrant.aws.RequestHead;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What web pages make a browser send to a server that takes every caller for root (`--auth none`).
/// Loopback keeps other machines out, but not the pages that are open on this one: their forms,
/// images and scripts come with an `Origin` or a `Sec-Fetch-Site`, and a page whose name was made
/// to lead here (DNS rebinding) comes with that name as its `Host`.
record ForeignPages(Set<String> names) {
    private static final Pattern ADDRESS =
            Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9A-Fa-f:.]+(%[^\\]]*)?\\]");

    private static final String SORRY =
            "This server runs with --auth none: every program on this machine is root here. So it"
                    + " answers programs only, and no web pages. ";

    /// @param names by which this server may be called beside addresses and `localhost`
    ForeignPages {
        names =
                names.stream()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet());
    }

    /// Why a request is not to be obeyed.
    Optional<String> objection(RequestHead head) {
        Optional<String> origin = head.headers().get("Origin");
        if (origin.isPresent()) {
            return Optional.of(SORRY + "The request comes from a page (it has an Origin).");
        }
        String site = head.headers().get("Sec-Fetch-Site").orElse("none").strip();
        if (!site.equals("none") && !site.equals("same-origin")) {
            return Optional.of(
                    SORRY + "The request comes from a page of elsewhere (its Sec-Fetch-Site).");
        }
        return head.headers()
                .get("Host")
                .filter(host -> !isOurs(host))
                .map(host ->
                        SORRY
                                + "The request's Host is neither an address, nor localhost or a name"
                                + " below it, nor the name given by --listen or --tls-name.");
    }

    private boolean isOurs(String hostAndPort) {
        int colon = hostAndPort.lastIndexOf(':');
        boolean hasPort = colon > hostAndPort.lastIndexOf(']');
        String host = hasPort ? hostAndPort.substring(0, colon) : hostAndPort;
        String name = host.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
        return ADDRESS.matcher(name).matches()
                || name.equals("localhost")
                || name.endsWith(".localhost")
                || names.contains(name);
    }
}
