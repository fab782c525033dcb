package io.hydrant.server.http.protocol;

import io.hydrant.aws.Headers;
import io.hydrant.core.iam.Circumstances;
import io.hydrant.core.iam.Principal;
import io.hydrant.server.http.body.Exchange;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// Makes the [Caller] of an identified request, with the circumstances that every request has.
final class Callers {
    private final InstantSource clock;
    private final String region;

    /// @param region the server's own
    Callers(InstantSource clock, String region) {
        this.clock = clock;
        this.region = region;
    }

    Instant now() {
        return clock.instant();
    }

    Caller of(Exchange exchange, Identification.Known known, String requestId) {
        String signedFor = known.region().isEmpty() ? region : known.region();
        return new Caller(
                known.principal(),
                known.accessKeyId(),
                signedFor,
                requestId,
                circumstances(exchange, known.credentialsIssued()),
                known.signing());
    }

    Caller anonymous(Exchange exchange, String requestId) {
        return new Caller(
                new Principal.Anonymous(),
                "",
                region,
                requestId,
                circumstances(exchange, Optional.empty()),
                Optional.empty());
    }

    private Circumstances circumstances(Exchange exchange, Optional<Instant> credentialsIssued) {
        Headers headers = exchange.head().headers();
        return new Circumstances(
                clock.instant().truncatedTo(ChronoUnit.SECONDS),
                exchange.isSecure(),
                region,
                Optional.of(exchange.sourceIp()),
                headers.get("User-Agent"),
                headers.get("Referer"),
                credentialsIssued,
                List.of());
    }
}
