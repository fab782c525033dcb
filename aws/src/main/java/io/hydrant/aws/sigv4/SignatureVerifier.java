package io.hydrant.aws.sigv4;

import io.hydrant.aws.RequestHead;
import io.hydrant.aws.sigv4.Verification.Refused;
import io.hydrant.aws.sigv4.Verification.Unsigned;
import io.hydrant.aws.sigv4.Verification.Verified;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Verifies the signature of a request's head: SigV4 in the header or the query, and SigV2 in the
/// query of S3. Keeps nothing but derived keys; clock and keys are given. Safe for use from many
/// threads.
public final class SignatureVerifier {
    /// Signed in another way than as a header: as the payload hash, and in the string to sign.
    private static final Set<String> COVERED = Set.of("x-amz-content-sha256", "x-amz-date");

    /// Services whose regions are one. Clients sign for the first region there was, or, as the SDK
    /// for Java does with an address of its own, for this word.
    private static final Set<String> GLOBAL = Set.of("iam", "sts");

    private static final Set<String> GLOBAL_REGIONS = Set.of("us-east-1", "aws-global");

    private final Function<String, Optional<SigningCredentials>> credentials;
    private final String region;
    private final SigningKeys signingKeys = new SigningKeys();

    /// @param credentials finds a caller's credentials by the access key id
    /// @param region the one that signatures must be scoped to
    public SignatureVerifier(
            Function<String, Optional<SigningCredentials>> credentials, String region) {
        this.credentials = credentials;
        this.region = region;
    }

    public Verification verify(RequestHead head, SigningRules rules, Instant now) {
        return switch (new ClaimReader(head, rules).read()) {
            case SignatureClaim.None none -> new Unsigned();
            case SignatureClaim.Faulty faulty -> new Refused(faulty.failure());
            case SignatureClaim.V4 claim -> verify(claim, head, rules, now);
            case SignatureClaim.V2 claim -> verify(claim, head, rules, now);
        };
    }

    private Verification verify(
            SignatureClaim.V4 claim, RequestHead head, SigningRules rules, Instant now) {
        Optional<SigningCredentials> known = credentials.apply(claim.scope().accessKeyId());
        Optional<SignatureFailure> early =
                scopeFailure(claim, rules)
                        .or(() -> unknownKey(known, claim.scope().accessKeyId()))
                        .or(() -> timeFailure(claim, rules, now))
                        .or(() -> unsignedHeaders(claim, head, rules));
        if (early.isPresent()) {
            return new Refused(early.get());
        }
        Optional<String> payloadHash = payloadHash(claim, head, rules);
        if (payloadHash.isEmpty()) {
            return new Refused(new SignatureFailure.PayloadNotAnnounced());
        }
        return compare(claim, head, rules, known.orElseThrow(), payloadHash.get(), now);
    }

    private Verification compare(
            SignatureClaim.V4 claim,
            RequestHead head,
            SigningRules rules,
            SigningCredentials known,
            String payloadHash,
            Instant now) {
        byte[] key = signingKeys.keyFor(known, claim.scope());
        String usual = CanonicalRequest.of(head, rules, claim.signedHeaders(), payloadHash, false);
        if (!matches(claim, key, usual)) {
            String asSent =
                    CanonicalRequest.of(head, rules, claim.signedHeaders(), payloadHash, true);
            if (asSent.equals(usual) || !matches(claim, key, asSent)) {
                return new Refused(
                        new SignatureFailure.Mismatch(
                                known.accessKeyId(),
                                stringToSign(claim, usual),
                                claim.signature(),
                                Optional.of(usual)));
            }
        }
        signingKeys.remember(known, claim.scope(), key);
        return tokenFailure(known, claim.token(), now)
                .<Verification>map(Refused::new)
                .orElseGet(() -> verified(claim, payloadHash, key));
    }

    private static boolean matches(SignatureClaim.V4 claim, byte[] key, String canonicalRequest) {
        String expected = Sha256.hmacHex(key, stringToSign(claim, canonicalRequest));
        return Sha256.same(expected, claim.signature());
    }

    private static String stringToSign(SignatureClaim.V4 claim, String canonicalRequest) {
        return AuthorizationHeader.SIGV4
                + "\n"
                + claim.time()
                + "\n"
                + claim.scope().text()
                + "\n"
                + Sha256.hex(canonicalRequest);
    }

    private static Verified verified(SignatureClaim.V4 claim, String payloadHash, byte[] key) {
        CredentialScope scope = claim.scope();
        SeedSignature seed = new SeedSignature(key, claim.time(), scope.text(), claim.signature());
        return new Verified(
                scope.accessKeyId(),
                scope.region(),
                scope.service(),
                payloadHash,
                Signing.of(claim),
                Optional.of(seed));
    }

    private Verification verify(
            SignatureClaim.V2 claim, RequestHead head, SigningRules rules, Instant now) {
        Optional<SigningCredentials> known = credentials.apply(claim.accessKeyId());
        Optional<SignatureFailure> early =
                unknownKey(known, claim.accessKeyId()).or(() -> expired(claim, now));
        if (early.isPresent()) {
            return new Refused(early.get());
        }
        String bucketOfHost = rules instanceof SigningRules.S3 s3 ? s3.bucketOfHost() : "";
        List<String> candidates =
                new SignatureV2(head, bucketOfHost).stringsToSign(claim.expiresText());
        SigningCredentials signer = known.orElseThrow();
        boolean signed =
                candidates.stream()
                        .map(text -> SignatureV2.sign(signer.secretAccessKey(), text))
                        .anyMatch(expected -> Sha256.same(expected, claim.signature()));
        if (!signed) {
            return new Refused(
                    new SignatureFailure.Mismatch(
                            claim.accessKeyId(),
                            candidates.getFirst(),
                            claim.signature(),
                            Optional.empty()));
        }
        Optional<String> token = claim.token().or(() -> head.headers().get("x-amz-security-token"));
        return tokenFailure(signer, token, now)
                .<Verification>map(Refused::new)
                .orElseGet(() ->
                        new Verified(
                                claim.accessKeyId(),
                                "",
                                "s3",
                                Payload.UNSIGNED,
                                Signing.ofOldUrl(),
                                Optional.empty()));
    }

    /// Verifies the signature over the policy of an S3 upload form, whose fields are given by
    /// lower-case name. Unsigned when there is no policy.
    public Verification verifyForm(Map<String, String> fields, Instant now) {
        return new FormSignature(fields, credentials, signingKeys, region).verify(now);
    }

    private Optional<SignatureFailure> scopeFailure(SignatureClaim.V4 claim, SigningRules rules) {
        String expected =
                switch (rules) {
                    case SigningRules.S3 s3 -> "s3";
                    case SigningRules.Plain plain -> plain.service();
                };
        CredentialScope scope = claim.scope();
        if (!scope.service().equals(expected)) {
            return Optional.of(
                    new SignatureFailure.WrongService(expected, scope.service(), claim.inQuery()));
        }
        if (!isHere(scope)) {
            return Optional.of(
                    new SignatureFailure.WrongRegion(region, scope.region(), claim.inQuery()));
        }
        return claim.time().startsWith(scope.date() + "T")
                ? Optional.empty()
                : Optional.of(
                        new SignatureFailure.ScopeOfAnotherDay(
                                scope.date(), claim.time(), claim.inQuery()));
    }

    private boolean isHere(CredentialScope scope) {
        return scope.region().equals(region)
                || GLOBAL_REGIONS.contains(scope.region()) && GLOBAL.contains(scope.service());
    }

    private static Optional<SignatureFailure> unknownKey(
            Optional<SigningCredentials> known, String accessKeyId) {
        return known.isPresent()
                ? Optional.empty()
                : Optional.of(new SignatureFailure.UnknownKey(accessKeyId));
    }

    private static Optional<SignatureFailure> timeFailure(
            SignatureClaim.V4 claim, SigningRules rules, Instant now) {
        boolean early = claim.at().isAfter(now.plus(rules.tolerance()));
        if (claim.validForSeconds().isPresent()) {
            Instant end = claim.at().plusSeconds(claim.validForSeconds().get());
            if (early) {
                return Optional.of(new SignatureFailure.UrlNotYetValid(claim.time(), now));
            }
            return now.isAfter(end)
                    ? Optional.of(
                            new SignatureFailure.UrlExpired(end, now, claim.validForSeconds()))
                    : Optional.empty();
        }
        boolean late = claim.at().isBefore(now.minus(rules.tolerance()));
        return early || late
                ? Optional.of(
                        new SignatureFailure.Skewed(claim.time(), now, rules.tolerance(), late))
                : Optional.empty();
    }

    private static Optional<SignatureFailure> expired(SignatureClaim.V2 claim, Instant now) {
        Instant end = Instant.ofEpochSecond(claim.expires());
        return now.isAfter(end)
                ? Optional.of(new SignatureFailure.UrlExpired(end, now, Optional.empty()))
                : Optional.empty();
    }

    /// Whoever can change a field that says what is asked for could change the request: `Host`
    /// everywhere, `x-amz-*` for S3, the operation for AWS JSON.
    private static Optional<SignatureFailure> unsignedHeaders(
            SignatureClaim.V4 claim, RequestHead head, SigningRules rules) {
        List<String> unsigned =
                head.headers().all().keySet().stream()
                        .filter(name -> mustBeSigned(name, rules))
                        .filter(name -> !claim.signedHeaders().contains(name))
                        .toList();
        return unsigned.isEmpty()
                ? Optional.empty()
                : Optional.of(new SignatureFailure.UnsignedHeaders(unsigned));
    }

    private static boolean mustBeSigned(String name, SigningRules rules) {
        return switch (rules) {
            case SigningRules.S3 s3 ->
                    name.equals("host") || name.startsWith("x-amz-") && !COVERED.contains(name);
            case SigningRules.Plain plain -> name.equals("host") || name.equals("x-amz-target");
        };
    }

    /// Empty when S3 should have been told and was not.
    private static Optional<String> payloadHash(
            SignatureClaim.V4 claim, RequestHead head, SigningRules rules) {
        if (rules instanceof SigningRules.Plain plain) {
            return Optional.of(Sha256.hex(plain.body()));
        }
        Optional<String> announced = head.headers().get("x-amz-content-sha256");
        if (!claim.inQuery()) {
            return announced;
        }
        return announced
                .filter(hash -> claim.signedHeaders().contains("x-amz-content-sha256"))
                .or(() ->
                        QueryString.parse(head.rawQuery()).getIgnoringCase("x-amz-content-sha256"))
                .or(() -> Optional.of(Payload.UNSIGNED));
    }

    /// Long-term credentials have no token, and a request that carries one all the same is refused.
    static Optional<SignatureFailure> tokenFailure(
            SigningCredentials known, Optional<String> token, Instant now) {
        if (known.sessionToken().isEmpty() && token.isEmpty()) {
            return Optional.empty();
        }
        String given = token.orElse("");
        if (!Sha256.same(known.sessionToken().orElse(""), given)) {
            return Optional.of(new SignatureFailure.WrongToken(given));
        }
        return known.expires().filter(end -> !now.isBefore(end)).isPresent()
                ? Optional.of(new SignatureFailure.ExpiredToken(given))
                : Optional.empty();
    }
}
