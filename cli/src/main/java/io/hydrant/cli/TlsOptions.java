package io.hydrant.cli;

import io.hydrant.cli.program.CommandFailure;
import io.hydrant.server.ServerSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Whether the server answers https, and with which certificate.
final class TlsOptions {
    @Option(
            names = "--tls",
            paramLabel = "self-signed",
            description =
                    "Answer https with a certificate of its own, kept in DIR/tls. It names"
                        + " localhost, the host and its addresses when it listens to others, and"
                        + " each --tls-name; it is made anew when one is missing or it has run out."
                        + " Clients need DIR/tls/hydrant.pem.")
    private @Nullable String tls;

    @Option(
            names = "--tls-name",
            paramLabel = "NAME",
            description =
                    "With --tls self-signed: another name or address by which clients call this"
                        + " host. May be repeated.")
    private List<String> tlsNames = List.of();

    @Option(
            names = "--tls-cert",
            paramLabel = "FILE",
            description =
                    "Answer https with this certificate chain (PEM). It and its key are read again"
                        + " when the files change.")
    private @Nullable Path certificate;

    @Option(
            names = "--tls-key",
            paramLabel = "FILE",
            description = "The certificate's private key (PEM, PKCS#8).")
    private @Nullable Path key;

    /// How clients call this host, as a certificate of its own is to say.
    Set<String> names(ListenAddress address) {
        if (!tlsNames.isEmpty() && tls == null) {
            throw CommandFailure.wrongUsage(
                    "--tls-name names the host in a certificate of its own, which is not asked"
                        + " for.",
                    "Give it together with --tls self-signed.");
        }
        return HostNames.checked(tlsNames, address.name());
    }

    ServerSettings.Tls settings() {
        if (tls != null && !tls.equals("self-signed")) {
            throw CommandFailure.wrongUsage(
                    "--tls knows only self-signed.",
                    "A certificate of your own is given by --tls-cert and --tls-key.");
        }
        if ((certificate == null) != (key == null)) {
            throw CommandFailure.wrongUsage(
                    "--tls-cert and --tls-key belong together; only one of them is given.",
                    "Give both, or --tls self-signed.");
        }
        if (certificate != null && key != null) {
            if (tls != null) {
                throw CommandFailure.wrongUsage(
                        "--tls self-signed and --tls-cert contradict each other.",
                        "Give one of them.");
            }
            return new ServerSettings.Tls.Files(certificate, key);
        }
        return tls == null ? new ServerSettings.Tls.Off() : new ServerSettings.Tls.SelfSigned();
    }
}
