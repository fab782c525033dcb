package io.hydrant.aws.sigv4;

import io.hydrant.aws.Headers;
import io.hydrant.aws.RequestHead;
import io.hydrant.aws.sigv4.SignatureClaim.Faulty;
import io.hydrant.aws.sigv4.SignatureClaim.None;
import io.hydrant.aws.sigv4.SignatureClaim.V2;
import io.hydrant.aws.sigv4.SignatureClaim.V4;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Reads what a request says of its signature, from its header or its query.
final class ClaimReader {
    /// Seven days, in seconds.
    private static final long LONGEST_PRESIGNED = 604_800;

    private final RequestHead head;
    private final QueryString query;
    private final SigningRules rules;

    ClaimReader(RequestHead head, SigningRules rules) {
        this.head = head;
        this.query = QueryString.parse(head.rawQuery());
        this.rules = rules;
    }

    SignatureClaim read() {
        Optional<String> authorization = head.headers().get("Authorization");
        boolean v4InQuery =
                query.get("X-Amz-Algorithm").isPresent()
                        || query.get("X-Amz-Credential").isPresent()
                        || query.get("X-Amz-Signature").isPresent();
        boolean v2InQuery =
                query.get("AWSAccessKeyId").isPresent() && query.get("Signature").isPresent();
        if (authorization.isPresent()) {
            return v4InQuery || v2InQuery
                    ? new Faulty(new SignatureFailure.BothWays(authorization.get()))
                    : fromHeader(authorization.get());
        }
        if (v4InQuery) {
            return fromQuery();
        }
        return v2InQuery ? fromOldQuery() : new None();
    }

    private SignatureClaim fromHeader(String authorization) {
        AuthorizationHeader header = AuthorizationHeader.parse(authorization);
        if (!header.algorithm().equals(AuthorizationHeader.SIGV4)) {
            return new Faulty(new SignatureFailure.UnknownMechanism(authorization));
        }
        Headers headers = head.headers();
        Optional<String> amzDate = headers.get("X-Amz-Date");
        Optional<String> date = amzDate.or(() -> headers.get("Date"));
        List<String> missing =
                Stream.of("Credential", "Signature", "SignedHeaders")
                        .filter(part -> header.part(part).isEmpty())
                        .toList();
        if (!missing.isEmpty() || date.isEmpty()) {
            return new Faulty(
                    new SignatureFailure.IncompleteHeader(missing, date.isEmpty(), authorization));
        }
        Optional<Instant> at =
                amzDate.isPresent() ? AmzDate.parse(date.get()) : AmzDate.parseHttpDate(date.get());
        return claim(
                header.part("Credential").orElseThrow(),
                date.get(),
                at,
                header.part("SignedHeaders").orElseThrow(),
                header.part("Signature").orElseThrow(),
                headers.get("X-Amz-Security-Token"),
                Optional.empty());
    }

    private SignatureClaim fromQuery() {
        List<String> missing =
                Stream.of(
                                "X-Amz-Algorithm",
                                "X-Amz-Credential",
                                "X-Amz-Date",
                                "X-Amz-SignedHeaders",
                                "X-Amz-Signature",
                                "X-Amz-Expires")
                        .filter(name -> query.get(name).isEmpty())
                        .filter(name -> isNeeded(name))
                        .toList();
        if (!missing.isEmpty()) {
            return new Faulty(new SignatureFailure.IncompleteQuery(missing));
        }
        String algorithm = query.get("X-Amz-Algorithm").orElseThrow();
        if (!algorithm.equals(AuthorizationHeader.SIGV4)) {
            return new Faulty(new SignatureFailure.UnknownMechanism(algorithm));
        }
        String expires =
                query.get("X-Amz-Expires")
                        .orElseGet(() -> Long.toString(rules.tolerance().toSeconds()));
        Optional<Long> validFor =
                wholeNumber(expires)
                        .filter(seconds -> seconds >= 1 && seconds <= LONGEST_PRESIGNED);
        if (validFor.isEmpty()) {
            return new Faulty(new SignatureFailure.MalformedExpiry(expires));
        }
        String date = query.get("X-Amz-Date").orElseThrow();
        return claim(
                query.get("X-Amz-Credential").orElseThrow(),
                date,
                AmzDate.parse(date),
                query.get("X-Amz-SignedHeaders").orElseThrow(),
                query.get("X-Amz-Signature").orElseThrow(),
                query.get("X-Amz-Security-Token"),
                validFor);
    }

    /// Only S3 insists on an expiry.
    private boolean isNeeded(String name) {
        return rules instanceof SigningRules.S3 || !name.equals("X-Amz-Expires");
    }

    private static SignatureClaim claim(
            String credential,
            String date,
            Optional<Instant> at,
            String signedHeaders,
            String signature,
            Optional<String> token,
            Optional<Long> validFor) {
        Optional<CredentialScope> scope = CredentialScope.parse(credential);
        if (scope.isEmpty()) {
            return new Faulty(
                    new SignatureFailure.MalformedCredential(credential, validFor.isPresent()));
        }
        if (at.isEmpty()) {
            return new Faulty(new SignatureFailure.MalformedDate(date, validFor.isPresent()));
        }
        return new V4(
                scope.get(),
                AmzDate.format(at.get()),
                at.get(),
                List.of(signedHeaders.toLowerCase(Locale.ROOT).split(";")),
                signature,
                token,
                validFor);
    }

    private SignatureClaim fromOldQuery() {
        if (!(rules instanceof SigningRules.S3)) {
            return new Faulty(new SignatureFailure.UnknownMechanism("AWS"));
        }
        String expires = query.get("Expires").orElse("");
        Optional<Long> seconds = wholeNumber(expires);
        if (expires.isEmpty() || seconds.isEmpty()) {
            return new Faulty(new SignatureFailure.MalformedExpiry(expires));
        }
        return new V2(
                query.get("AWSAccessKeyId").orElseThrow(),
                query.get("Signature").orElseThrow(),
                seconds.get(),
                expires,
                query.getIgnoringCase("x-amz-security-token"));
    }

    private static Optional<Long> wholeNumber(String text) {
        return text.matches("\\d{1,12}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }
}
