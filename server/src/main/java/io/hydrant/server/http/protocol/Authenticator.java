package io.hydrant.server.http.protocol;

import io.hydrant.aws.RequestHead;
import io.hydrant.aws.sigv4.CredentialScope;
import io.hydrant.aws.sigv4.Payload;
import io.hydrant.aws.sigv4.SignatureFailure;
import io.hydrant.aws.sigv4.SignatureVerifier;
import io.hydrant.aws.sigv4.SigningCredentials;
import io.hydrant.aws.sigv4.SigningRules;
import io.hydrant.aws.sigv4.Verification;
import io.hydrant.core.iam.AccessKey;
import io.hydrant.core.iam.Principal;
import io.hydrant.core.iam.Secret;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Finds out who makes a request. Safe for use from many threads.
public final class Authenticator {
    private final Function<String, Optional<AccessKey>> keys;
    private final InstantSource clock;
    private final Optional<Principal> everyone;
    private final SignatureVerifier verifier;

    private Authenticator(
            Function<String, Optional<AccessKey>> keys,
            InstantSource clock,
            Optional<Principal> everyone,
            String region) {
        this.keys = keys;
        this.clock = clock;
        this.everyone = everyone;
        this.verifier =
                new SignatureVerifier(
                        id -> keys.apply(id).map(Authenticator::signingCredentials), region);
    }

    /// Verifies every signature with the keys that `keys` finds by their id; it must be for
    /// `region`.
    public static Authenticator verifying(
            Function<String, Optional<AccessKey>> keys, InstantSource clock, String region) {
        return new Authenticator(keys, clock, Optional.empty(), region);
    }

    /// Takes every caller for `everyone`, signed or not, and for whichever region: `--auth none`.
    public static Authenticator trusting(Principal everyone, InstantSource clock) {
        return new Authenticator(id -> Optional.empty(), clock, Optional.of(everyone), "");
    }

    /// Whether every caller is taken for one.
    public boolean isTrusting() {
        return everyone.isPresent();
    }

    /// The known key that the request names, in its header or its query: not yet that it is signed
    /// with it. Where every caller is taken for one there is one key, whose id is empty.
    Optional<String> knownKey(RequestHead head) {
        return everyone.isPresent()
                ? Optional.of("")
                : CredentialScope.of(head)
                        .flatMap(scope -> keys.apply(scope.accessKeyId()))
                        .map(AccessKey::id);
    }

    Identification identify(RequestHead head, SigningRules rules) {
        return everyone.isPresent()
                ? trusted(head, everyone.get())
                : identified(verifier.verify(head, rules, clock.instant()));
    }

    /// By the fields of an S3 upload form, whose head is not signed.
    Identification identifyForm(RequestHead head, Map<String, String> fields) {
        return everyone.isPresent()
                ? trusted(head, everyone.get())
                : identified(verifier.verifyForm(fields, clock.instant()));
    }

    private Identification identified(Verification verification) {
        return switch (verification) {
            case Verification.Unsigned unsigned -> new Identification.Unsigned();
            case Verification.Refused refused -> new Identification.Refused(refused.failure());
            case Verification.Verified verified -> known(verified);
        };
    }

    /// The key may have been deleted since its signature was verified.
    private Identification known(Verification.Verified verified) {
        Optional<AccessKey> key = keys.apply(verified.accessKeyId());
        if (key.isEmpty()) {
            return new Identification.Refused(
                    new SignatureFailure.UnknownKey(verified.accessKeyId()));
        }
        return new Identification.Known(
                key.get().principal(),
                verified.accessKeyId(),
                verified.region(),
                verified.payloadHash(),
                Optional.of(verified.signing()),
                key.get().issued(),
                verified.seed());
    }

    private static Identification trusted(RequestHead head, Principal principal) {
        Optional<CredentialScope> scope = CredentialScope.of(head);
        return new Identification.Known(
                principal,
                scope.map(CredentialScope::accessKeyId).orElse(""),
                scope.map(CredentialScope::region).orElse(""),
                head.headers().get("x-amz-content-sha256").orElse(Payload.UNSIGNED),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static SigningCredentials signingCredentials(AccessKey key) {
        return new SigningCredentials(
                key.id(),
                key.secret().reveal(),
                key.sessionToken().map(Secret::reveal),
                key.expires());
    }
}
