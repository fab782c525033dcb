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
        int last = credential.lastIndexOf('/');
        int service = credential.lastIndexOf('/', last - 1);
        int region = credential.lastIndexOf('/', service - 1);
        int date = credential.lastIndexOf('/', region - 1);
        if (date <= 0 || !credential.substring(last + 1).equals(LAST)) {
            return Optional.empty();
        }
        return Optional.of(
                new CredentialScope(
                        credential.substring(0, date),
                        credential.substring(date + 1, region),
                        credential.substring(region + 1, service),
                        credential.substring(service + 1, last)));
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
                .flatMap(AuthorizationHeader::givenCredential);
    }

    /// Without the key id, as it stands in the string to sign.
    String text() {
        return date + "/" + region + "/" + service + "/" + LAST;
    }
}
