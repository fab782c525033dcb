package io.hydrant.aws.sigv4;

import io.hydrant.aws.Headers;
import io.hydrant.aws.RequestHead;
import java.util.Optional;

/// Who signed, and what for: `AKIDEXAMPLE/20261122/us-east-1/firehose/aws4_request`. The key id may
/// itself hold slashes; the last four parts count.
public record CredentialScope(String accessKeyId, String date, String region, String service) {
    private static final String LAST = "aws4_request";

    /// Empty when `credential` is not of that form.
    public static Optional<CredentialScope> parse(String credential) {
        String[] parts = credential.split("/", -1);
        int n = parts.length;
        if (n < 5 || !parts[n - 1].equals(LAST)) {
            return Optional.empty();
        }
        String id = String.join("/", java.util.Arrays.copyOf(parts, n - 4));
        return id.isEmpty()
                ? Optional.empty()
                : Optional.of(new CredentialScope(id, parts[n - 4], parts[n - 3], parts[n - 2]));
    }

    /// The scope that the request claims, unverified: in its `Authorization` header or in its
    /// query.
    public static Optional<CredentialScope> of(RequestHead head) {
        return inHeader(head.headers())
                .or(() -> QueryString.parse(head.rawQuery()).get("X-Amz-Credential"))
                .flatMap(CredentialScope::parse);
    }

    private static Optional<String> inHeader(Headers headers) {
        return headers.get("Authorization")
                .map(AuthorizationHeader::parse)
                .flatMap(AuthorizationHeader::credential);
    }

    /// Without the key id, as it stands in the string to sign.
    String text() {
        return date + "/" + region + "/" + service + "/" + LAST;
    }
}
