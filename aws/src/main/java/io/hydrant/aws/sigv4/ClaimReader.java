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
import java.util.Set;
import java.util.stream.Stream;

/// Reads what a request says of its signature, from its header or its query.
final class ClaimReader {
    /// Seven days, in seconds.
    private static final long LONGEST_PRESIGNED = 604_800;

    private static final Set<String> OF_SIGNATURES =
            Set.of(
                    "AWSAccessKeyId",
                    "Expires",
                    "Signature",
                    "X-Amz-Algorithm",
                    "X-Amz-Credential",
                    "X-Amz-Date",
                    "X-Amz-Expires",
                    "X-Amz-Security-Token",
                    "X-Amz-Signature",
                    "X-Amz-SignedHeaders");

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
            List<String> none = List.of();
            boolean twice = head.headers().all().getOrDefault("authorization", none).size() > 1;
            return twice || v4InQuery || v2InQuery
                    ? new Faulty(new SignatureFailure.BothWays(authorization.get()))
                    : fromHeader(authorization.get());
        }
        if (v4InQuery) {
            // A second key would be one that another reader might take for the signer's.
            if (v2InQuery || isRepeated()) {
                return new Faulty(new SignatureFailure.BothWays(""));
            }
            return fromQuery();
        }
        if (v2InQuery && isRepeated()) {
            return new Faulty(new SignatureFailure.BothWays(""));
        }
        return v2InQuery ? fromOldQuery() : new None();
    }

    /// Whether a parameter that makes up the signature is there twice.
    private boolean isRepeated() {
        List<String> names =
                query.parameters().stream()
                        .map(QueryString.Parameter::name)
                        .filter(OF_SIGNATURES::contains)
                        .toList();
        return names.size() > Set.copyOf(names).size();
    }

    private SignatureClaim fromHeader(String authorization) {
        AuthorizationHeader header = AuthorizationHeader.parse(authorization);
        if (!header.algorithm().equals(AuthorizationHeader.SIGV4)) {
            return new Faulty(new SignatureFailure.UnknownMechanism(authorization));
        }
        Optional<String> date = date();
        List<String> missing = header.missing();
        if (!missing.isEmpty() || date.isEmpty()) {
            return new Faulty(
                    new SignatureFailure.IncompleteHeader(missing, date.isEmpty(), authorization));
        }
        return claim(
                header.credential(),
                date.get(),
                header.signedHeaders(),
                header.signature(),
                head.headers().get("X-Amz-Security-Token"),
                Optional.empty());
    }

    private Optional<String> date() {
        Headers headers = head.headers();
        return headers.get("X-Amz-Date").or(() -> headers.get("Date"));
    }

    private SignatureClaim fromQuery() {
        List<String> missing = missingParameters();
        if (!missing.isEmpty()) {
            return new Faulty(new SignatureFailure.IncompleteQuery(missing));
        }
        if (!parameter("X-Amz-Algorithm").equals(AuthorizationHeader.SIGV4)) {
            return new Faulty(new SignatureFailure.UnknownMechanism(parameter("X-Amz-Algorithm")));
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
        return claim(
                parameter("X-Amz-Credential"),
                parameter("X-Amz-Date"),
                parameter("X-Amz-SignedHeaders"),
                parameter("X-Amz-Signature"),
                query.get("X-Amz-Security-Token"),
                validFor);
    }

    /// Only S3 insists on an expiry.
    private List<String> missingParameters() {
        Stream<String> needed =
                Stream.of(
                        "X-Amz-Algorithm",
                        "X-Amz-Credential",
                        "X-Amz-Date",
                        "X-Amz-SignedHeaders",
                        "X-Amz-Signature");
        return (rules instanceof SigningRules.S3
                        ? Stream.concat(needed, Stream.of("X-Amz-Expires"))
                        : needed)
                .filter(name -> query.get(name).isEmpty())
                .toList();
    }

    private String parameter(String name) {
        return query.get(name).orElseThrow();
    }

    private static SignatureClaim claim(
            String credential,
            String date,
            String signedHeaders,
            String signature,
            Optional<String> token,
            Optional<Long> validFor) {
        Optional<CredentialScope> scope = CredentialScope.parse(credential);
        if (scope.isEmpty()) {
            return new Faulty(
                    new SignatureFailure.MalformedCredential(credential, validFor.isPresent()));
        }
        Optional<Instant> amzDate = AmzDate.parse(date);
        Optional<Instant> at = amzDate.or(() -> AmzDate.parseHttpDate(date));
        if (at.isEmpty()) {
            return new Faulty(new SignatureFailure.MalformedDate(date, validFor.isPresent()));
        }
        return new V4(
                scope.get(),
                amzDate.isPresent() ? date.strip() : AmzDate.format(at.get()),
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
