package io.hydrant.server.http.tls;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLSocketFactory;

/// A certificate and its key in files that somebody renews. They are looked at when a connection
/// comes, every ten seconds at most, and read again when one has changed. What cannot be used is
/// told, and the one before goes on being used. Safe for use from many threads.
final class RenewedCertificate implements Certificates {
    private static final Logger LOG = System.getLogger(RenewedCertificate.class.getName());
    static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);

    private final Tls.Files files;
    private final Duration betweenLooks;

    /// These are guarded by this object.
    private SSLSocketFactory factory;

    private List<String> stamps;
    private long looked = System.nanoTime();

    /// @throws IOException with a message for people when the files are missing or unusable
    RenewedCertificate(Tls.Files files, Duration betweenLooks) throws IOException {
        this.files = files;
        this.betweenLooks = betweenLooks;
        this.stamps = stamps(files);
        this.factory = TlsContext.factory(files);
    }

    @Override
    public synchronized SSLSocketFactory get() {
        long now = System.nanoTime();
        if (now - looked >= betweenLooks.toNanos()) {
            looked = now;
            renew();
        }
        return factory;
    }

    @Override
    public synchronized void readAgain() {
        stamps = List.of();
        looked = System.nanoTime();
        renew();
    }

    private void renew() {
        try {
            List<String> present = stamps(files);
            if (!present.equals(stamps)) {
                stamps = present;
                factory = TlsContext.factory(files);
                LOG.log(Level.INFO, "The TLS certificate {0} was read again", files.certificate());
            }
        } catch (IOException unusable) {
            LOG.log(
                    Level.WARNING,
                    "The renewed TLS certificate cannot be used, the one before is kept: "
                            + unusable.getMessage());
        }
    }

    private static List<String> stamps(Tls.Files files) throws IOException {
        return List.of(stamp(files.certificate()), stamp(files.key()));
    }

    private static String stamp(Path file) throws IOException {
        return Files.exists(file)
                ? Files.getLastModifiedTime(file) + " " + Files.size(file)
                : "missing";
    }
}
