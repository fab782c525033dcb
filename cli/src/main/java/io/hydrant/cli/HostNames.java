package io.hydrant.cli;

import io.hydrant.cli.program.CommandFailure;
import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The names by which clients may call a host.
final class HostNames {
    private HostNames() {}

    /// These and one more, each of which must be one.
    static Set<String> checked(List<String> given, Optional<String> another) {
        Set<String> names = new LinkedHashSet<>(given);
        another.ifPresent(names::add);
        for (String name : names) {
            if (!isOne(name)) {
                throw CommandFailure.wrongUsage(
                        "\"" + name + "\" is neither a host's name nor an address.",
                        "For example --tls-name hydrant.example.com or --tls-name 192.0.2.7.");
            }
        }
        return names;
    }

    /// Whether it is a host's name, perhaps with `*` for its first part, or an address.
    private static boolean isOne(String name) {
        return isAddress(name)
                || name.length() <= 253
                        && name.matches(
                                "(\\*\\.)?[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?"
                                        + "(\\.[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?)*");
    }

    private static boolean isAddress(String name) {
        try {
            return !InetAddress.ofLiteral(name).isAnyLocalAddress();
        } catch (IllegalArgumentException isAName) {
            return false;
        }
    }
}
