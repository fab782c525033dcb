package io.hydrant.cli;

import io.hydrant.cli.program.CommandFailure;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/// `HOST:PORT`, `[::1]:4566`, or a port alone. `name` is HOST when it is a name.
record ListenAddress(InetAddress host, int port, Optional<String> name) {
    static ListenAddress of(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "127.0.0.1" : text.substring(0, colon);
        String port = text.substring(colon + 1);
        if (host.isEmpty() || !port.matches("\\d{1,5}") || Integer.parseInt(port) > 65_535) {
            throw CommandFailure.wrongUsage(
                    "\"" + text + "\" is not HOST:PORT.",
                    "Write 127.0.0.1:4566, localhost:4566 or [::1]:4566; 0.0.0.0:4566 for every address of this machine; or"
                            + " a port alone, up to 65535, for 127.0.0.1.");
        }
        try {
            return new ListenAddress(
                    InetAddress.getByName(host),
                    Integer.parseInt(port),
                    host.matches("\\[.*\\]|[0-9.]+|.*:.*") ? Optional.empty() : Optional.of(host));
        } catch (UnknownHostException e) {
            throw CommandFailure.wrongUsage(
                    "There is no host \"" + host + "\".",
                    "Use a name or an address of this machine.");
        }
    }

    /// Whether a host is this machine, as this machine calls it.
    static boolean isHere(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
