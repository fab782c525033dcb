package io.hydrant.cli;

import io.hydrant.cli.client.PortHolder;
import io.hydrant.cli.program.CommandFailure;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.util.Optional;

/// A port that a server was to listen at and cannot: why, and what to do.
record UnusablePort(InetAddress address, int port) {
    /// What went wrong when the failure is that of a server that starts; empty when it is no matter
    /// of its port.
    ///
    /// @param instead the option that names another port, with what to say
    Optional<CommandFailure> failure(IOException start, String instead) {
        return start.getCause() instanceof BindException refusal
                ? Optional.of(failure(String.valueOf(refusal.getMessage()), instead))
                : Optional.empty();
    }

    private CommandFailure failure(String reason, String instead) {
        if (reason.contains("Permission denied")) {
            return new CommandFailure(
                    "Port " + port + " may not be used by this user (" + reason + ").",
                    "Ports below 1024 are root's on most systems. Choose another with "
                            + instead
                            + ".");
        }
        if (reason.contains("assign requested address")) {
            return new CommandFailure(
                    address.getHostAddress() + " is no address of this machine (" + reason + ").",
                    "Listen at 127.0.0.1, or at 0.0.0.0 for every address of this machine.");
        }
        PortHolder holder = PortHolder.of(address, port);
        String stop =
                holder.process().isPresent()
                        ? "stop it with `kill %d`".formatted(holder.process().getAsLong())
                        : "stop it";
        return new CommandFailure(
                "Port %d is taken on %s by %s%s."
                        .formatted(
                                port,
                                address.getHostAddress(),
                                holder.text(),
                                holder.isKnown() ? "" : ", or may not be used (" + reason + ")"),
                (holder.isHydrant() ? "Use that one, " + stop : "Either " + stop)
                        + ", or choose another port with "
                        + instead
                        + ".");
    }
}
