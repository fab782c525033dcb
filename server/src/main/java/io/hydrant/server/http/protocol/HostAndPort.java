package io.hydrant.server.http.protocol;

import java.net.Inet6Address;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a `Host` names, read strictly: whoever asks whether a host is the server's must not be told
/// yes for a text that others read as another host.
///
/// @param name in lower case, without its last dot; an address of IPv6 within brackets
record HostAndPort(String name, boolean isAddress) {
    private static final int PORT_MAX = 65_535;

    private static final Pattern FORM =
            Pattern.compile("(?<host>\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)(:(?<port>[0-9]{1,5}))?");

    private static final Pattern IPV4 =
            Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}");

    private static final Pattern NAME =
            Pattern.compile(
                    "[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*");

    private static final Pattern NUMERIC_END = Pattern.compile("(.*\\.)?(\\d+|0x[0-9a-f]*)");

    /// Empty when it is not a host with or without a port.
    static Optional<HostAndPort> of(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()
                || form.group("port") != null && Integer.parseInt(form.group("port")) > PORT_MAX) {
            return Optional.empty();
        }
        String host = form.group("host").toLowerCase(Locale.ROOT);
        if (host.startsWith("[") ? isIpv6(host) : IPV4.matcher(host).matches()) {
            return Optional.of(new HostAndPort(host, true));
        }
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        return NAME.matcher(name).matches() && !NUMERIC_END.matcher(name).matches()
                ? Optional.of(new HostAndPort(name, false))
                : Optional.empty();
    }

    private static boolean isIpv6(String inBrackets) {
        try {
            Inet6Address.ofLiteral(inBrackets.substring(1, inBrackets.length() - 1));
            return true;
        } catch (IllegalArgumentException other) {
            return false;
        }
    }

    /// Whether it is by itself of the machine that says it.
    boolean isLoopback() {
        return isAddress ? name.startsWith("127.") || name.equals("[::1]") : isLocalhost();
    }

    boolean isLocalhost() {
        return name.equals("localhost");
    }

    /// Whether it is a name below `localhost`, as those of buckets are.
    boolean isBelowLocalhost() {
        return name.endsWith(".localhost");
    }
}
