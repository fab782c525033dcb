package io.hydrant.server.http;

import io.hydrant.server.http.body.BodyBudget;
import io.hydrant.server.http.protocol.Authenticator;
import io.hydrant.server.http.protocol.ListenerServices;
import io.hydrant.server.http.protocol.OwnHosts;
import io.hydrant.server.http.protocol.Switchboard;
import io.hydrant.server.http.tls.Certificates;
import io.hydrant.server.http.tls.TlsContext;
import io.hydrant.server.http1.Http1Server;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.BindException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// The one port behind which all services answer.
public final class Listener implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Listener.class.getName());

    private final Http1Server server;
    private final Optional<Certificates> certificates;
    private final InFlight inFlight;
    private final Duration grace;
    private final SparingLog log;
    private final HeapReturn heap;

    private Listener(
            Http1Server server,
            Optional<Certificates> certificates,
            InFlight inFlight,
            Duration grace,
            SparingLog log,
            HeapReturn heap) {
        this.server = server;
        this.certificates = certificates;
        this.inFlight = inFlight;
        this.grace = grace;
        this.log = log;
        this.heap = heap;
    }

    /// Returns once requests are answered.
    ///
    /// @throws IOException with a message for people: the port is taken, a certificate is unusable
    ///   …
    public static Listener start(
            ListenerSettings settings,
            ListenerServices services,
            Authenticator authenticator,
            InstantSource clock)
            throws IOException {
        Optional<Certificates> certificates = TlsContext.of(settings.tls(), clock.instant());
        InFlight inFlight = new InFlight();
        SparingLog log = new SparingLog(LOG, System::nanoTime);
        Switchboard switchboard =
                new Switchboard(
                        services, settings.baseDomain(), authenticator, clock, settings.region());
        Optional<ForeignPages> foreignPages =
                authenticator.isTrusting()
                        ? Optional.of(new ForeignPages(new OwnHosts(settings.names())))
                        : Optional.empty();
        BodyBudget budget = BodyBudget.of(settings.bodyBytes());
        Ends ends = new Ends(settings.requests(), settings.slowRequest(), log);
        Front front = new Front(switchboard, foreignPages, inFlight, budget, log, ends);
        try {
            Http1Server server =
                    Http1Server.start(
                            settings.address(),
                            settings.port(),
                            settings.limits(),
                            certificates.map(each -> each),
                            front,
                            clock,
                            trouble -> tell(log, trouble));
            HeapReturn heap = new HeapReturn(budget::entered);
            return new Listener(server, certificates, inFlight, settings.grace(), log, heap);
        } catch (IOException failure) {
            throw unusable(settings, failure);
        }
    }

    private static void tell(SparingLog log, Throwable trouble) {
        if (trouble instanceof IOException unaccepted) {
            log.warn(
                    "no connection accepted",
                    "No connection can be accepted for now (%s); trying again"
                            .formatted(unaccepted.getMessage()));
        } else {
            log.fault("Failed at a connection", trouble);
        }
    }

    private static IOException unusable(ListenerSettings settings, IOException failure) {
        String where = settings.port() + " on " + settings.address().getHostAddress();
        return failure instanceof BindException
                ? new IOException(
                        "Port %s is taken or may not be used (%s); use --listen to choose another"
                                .formatted(where, failure.getMessage()),
                        failure)
                : new IOException(
                        "Cannot listen at port %s: %s".formatted(where, failure.getMessage()),
                        failure);
    }

    /// The port in use, also when any free one was asked for.
    public int port() {
        return server.port();
    }

    /// Reads certificates in files anew, at once.
    public void readCertificatesAgain() {
        certificates.ifPresent(Certificates::readAgain);
    }

    /// How many are open.
    public int connections() {
        return server.connections();
    }

    /// Refuses new requests, lets those in flight finish within the settings' grace, then closes.
    public void stop() {
        try {
            if (!inFlight.stop(grace)) {
                LOG.log(Level.WARNING, "Requests are still running after {0}; ending them", grace);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.close();
        heap.close();
        log.close();
    }

    @Override
    public void close() {
        stop();
    }
}
