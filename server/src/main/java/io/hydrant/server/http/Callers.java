package io.hydrant.server.http;

import io.hydrant.core.iam.Principal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Makes the [Caller] of an identified request, with the condition keys that every request gives.
final class Callers {
    private final InstantSource clock;
    private final String region;

    /// @param region of callers who signed for none
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
                context(exchange, signedFor));
    }

    Caller anonymous(Exchange exchange, String requestId) {
        return new Caller(
                new Principal.Anonymous(), "", region, requestId, context(exchange, region));
    }

    private Map<String, List<String>> context(Exchange exchange, String signedFor) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Map<String, List<String>> context = new HashMap<>();
        context.put("aws:SourceIp", List.of(exchange.sourceIp()));
        context.put("aws:SecureTransport", List.of(Boolean.toString(exchange.isSecure())));
        context.put("aws:CurrentTime", List.of(now.toString()));
        context.put("aws:EpochTime", List.of(Long.toString(now.getEpochSecond())));
        context.put("aws:RequestedRegion", List.of(signedFor));
        putHeader(context, exchange, "aws:UserAgent", "User-Agent");
        putHeader(context, exchange, "aws:Referer", "Referer");
        return context;
    }

    private static void putHeader(
            Map<String, List<String>> context, Exchange exchange, String key, String header) {
        exchange.head().headers().get(header).ifPresent(value -> context.put(key, List.of(value)));
    }
}
