package io.hydrant.aws.sigv4;

import io.hydrant.aws.sigv4.Verification.Refused;
import io.hydrant.aws.sigv4.Verification.Unsigned;
import io.hydrant.aws.sigv4.Verification.Verified;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The signature of an S3 upload form: over its policy, as it stands in the form. All fields of a
/// signature are there, or none. The policy itself says until when it holds. boto3 makes the old
/// kind for us-east-1, as for presigned URLs.
final class FormSignature {
    private final Map<String, String> fields;
    private final Function<String, Optional<SigningCredentials>> credentials;
    private final SigningKeys signingKeys;
    private final String region;

    FormSignature(
            Map<String, String> fields,
            Function<String, Optional<SigningCredentials>> credentials,
            SigningKeys signingKeys,
            String region) {
        this.fields = fields;
        this.credentials = credentials;
        this.signingKeys = signingKeys;
        this.region = region;
    }

    Verification verify(Instant now) {
        if (fields.containsKey("x-amz-signature")) {
            return verifyNew(now);
        }
        return fields.containsKey("signature") ? verifyOld(now) : new Unsigned();
    }

    private Verification verifyNew(Instant now) {
        String credential = field("x-amz-credential");
        Optional<CredentialScope> scope = CredentialScope.parse(credential);
        if (scope.isEmpty() || !scope.get().service().equals("s3")) {
            return new Refused(new SignatureFailure.MalformedCredential(credential, true));
        }
        if (!scope.get().region().equals(region)) {
            return new Refused(
                    new SignatureFailure.WrongRegion(region, scope.get().region(), true));
        }
        String algorithm = field("x-amz-algorithm");
        if (!algorithm.equals(AuthorizationHeader.SIGV4)) {
            return new Refused(new SignatureFailure.UnknownMechanism(algorithm));
        }
        String date = field("x-amz-date");
        if (AmzDate.parse(date).isEmpty()) {
            return new Refused(new SignatureFailure.MalformedDate(date, true));
        }
        if (!date.startsWith(scope.get().date() + "T")) {
            return new Refused(
                    new SignatureFailure.ScopeOfAnotherDay(scope.get().date(), date, true));
        }
        Optional<SigningCredentials> known = credentials.apply(scope.get().accessKeyId());
        if (known.isEmpty()) {
            return new Refused(new SignatureFailure.UnknownKey(scope.get().accessKeyId()));
        }
        byte[] key = signingKeys.keyFor(known.get(), scope.get());
        String expected = Sha256.hmacHex(key, field("policy"));
        return compare(
                known.get(),
                region,
                Signing.ofForm(false),
                expected,
                field("x-amz-signature"),
                now);
    }

    private Verification verifyOld(Instant now) {
        String id = field("awsaccesskeyid");
        Optional<SigningCredentials> known = credentials.apply(id);
        if (known.isEmpty()) {
            return new Refused(new SignatureFailure.UnknownKey(id));
        }
        String expected = SignatureV2.sign(known.get().secretAccessKey(), field("policy"));
        return compare(known.get(), "", Signing.ofForm(true), expected, field("signature"), now);
    }

    private Verification compare(
            SigningCredentials known,
            String signedFor,
            Signing signing,
            String expected,
            String given,
            Instant now) {
        String id = known.accessKeyId();
        if (!Sha256.same(expected, given)) {
            return new Refused(
                    new SignatureFailure.Mismatch(id, field("policy"), given, Optional.empty()));
        }
        Optional<String> token = Optional.ofNullable(fields.get("x-amz-security-token"));
        return SignatureVerifier.tokenFailure(known, token, now)
                .<Verification>map(Refused::new)
                .orElseGet(() ->
                        new Verified(
                                id, signedFor, "s3", Payload.UNSIGNED, signing, Optional.empty()));
    }

    private String field(String name) {
        return fields.getOrDefault(name, "");
    }
}
