package io.hydrant.server.http.protocol;

import io.hydrant.aws.ServiceException;
import io.hydrant.aws.sigv4.SignatureFailure;
import io.hydrant.aws.sigv4.SigningRules;
import io.hydrant.server.http.body.Exchange;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/// The body of a request in AWS JSON or AWS Query, which is read whole because the signature covers
/// it, and the caller whom the signature proves.
final class WholeBody {
    private final Exchange exchange;
    private final Authenticator authenticator;
    private final Callers callers;
    private final PlainRefusals refusals;
    private final Duration clockTolerance;

    WholeBody(
            Exchange exchange,
            Authenticator authenticator,
            Callers callers,
            PlainRefusals refusals,
            Duration clockTolerance) {
        this.exchange = exchange;
        this.authenticator = authenticator;
        this.callers = callers;
        this.refusals = refusals;
        this.clockTolerance = clockTolerance;
    }

    /// @param service that must be signed for, in case the body is not worth reading
    /// @param unavailable makes the refusal of a caller whose key was made just now
    byte[] read(int limit, String service, Supplier<ServiceException> unavailable)
            throws IOException {
        return exchange.readBody(
                limit,
                authenticator.knownKey(exchange.head()),
                () -> unknownCaller(service, unavailable));
    }

    private ServiceException unknownCaller(String service, Supplier<ServiceException> unavailable) {
        return switch (identify(service, new byte[0])) {
            case Identification.Refused refused -> refusals.of(refused.failure());
            case Identification.Unsigned unsigned -> refusals.of(new SignatureFailure.Missing());
            case Identification.Known known -> unavailable.get();
        };
    }

    /// @throws ServiceException when the body is not signed, or not rightly
    Caller caller(String service, byte[] body, String requestId) {
        return callerIfSigned(service, body, requestId)
                .orElseThrow(() -> refusals.of(new SignatureFailure.Missing()));
    }

    /// @throws ServiceException when the body is signed, and not rightly
    Caller callerOrStranger(String service, byte[] body, String requestId) {
        return callerIfSigned(service, body, requestId)
                .orElseGet(() -> callers.anonymous(exchange, requestId));
    }

    private Optional<Caller> callerIfSigned(String service, byte[] body, String requestId) {
        return switch (identify(service, body)) {
            case Identification.Known known -> Optional.of(callers.of(exchange, known, requestId));
            case Identification.Unsigned unsigned -> Optional.empty();
            case Identification.Refused refused -> throw refusals.of(refused.failure());
        };
    }

    private Identification identify(String service, byte[] body) {
        return authenticator.identify(
                exchange.head(), new SigningRules.Plain(service, clockTolerance, body));
    }
}
