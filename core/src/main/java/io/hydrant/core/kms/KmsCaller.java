package io.hydrant.core.kms;

import io.hydrant.core.iam.Circumstances;
import io.hydrant.core.iam.Principal;
import java.util.Optional;

/// Whose permissions count, and under which circumstances.
///
/// @param viaService the service that asks for the principal, as `kms:ViaService` has it:
///   `s3.us-east-1.amazonaws.com`; empty when the principal asks itself
public record KmsCaller(
        Principal principal, Circumstances circumstances, Optional<String> viaService) {
    /// Of a request that a service may have passed on.
    public static KmsCaller of(Principal principal, Circumstances circumstances) {
        return new KmsCaller(
                principal,
                circumstances,
                circumstances.calledVia().reversed().stream()
                        .findFirst()
                        .map(service ->
                                service.replace(
                                        ".amazonaws.com",
                                        "." + circumstances.region() + ".amazonaws.com")));
    }
}
