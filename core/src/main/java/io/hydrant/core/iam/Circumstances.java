package io.hydrant.core.iam;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Under which circumstances a request is made, whatever it asks for: when, how and from where.
///
/// - `region`: the server's own; what a caller signs for is not for it to choose.
/// - `credentialsIssued`: since when the temporary credentials hold that it is signed with;
///   long-term ones have none.
/// - `calledVia`: the services that pass the request on for the caller, the first one first.
public record Circumstances(
        Instant time,
        boolean secure,
        String region,
        Optional<String> sourceIp,
        Optional<String> userAgent,
        Optional<String> referer,
        Optional<Instant> credentialsIssued,
        List<String> calledVia) {
    public Circumstances {
        calledVia = List.copyOf(calledVia);
    }

    /// Those of a service that acts for itself, or as a role that it has just assumed: over TLS, in
    /// the server's region. It has no address, so that a policy that wants one of some network is
    /// not content.
    public static Circumstances ofService(Instant now, String region) {
        return new Circumstances(
                now,
                true,
                region,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(now),
                List.of());
    }

    /// Those of a call that a service makes now, over TLS, with the permissions of the caller of
    /// this request. The address is still the caller's.
    public Circumstances via(String service, Instant now, String serviceRegion) {
        List<String> services = new ArrayList<>(calledVia);
        services.add(service);
        return new Circumstances(
                now,
                true,
                serviceRegion,
                sourceIp,
                userAgent,
                referer,
                credentialsIssued,
                services);
    }
}
