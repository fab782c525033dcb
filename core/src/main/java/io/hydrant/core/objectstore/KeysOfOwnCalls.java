package io.hydrant.core.objectstore;

import io.hydrant.core.iam.RequestKeys;
import java.util.List;
import java.util.Map;

/// The condition keys of calls that reach the store from within the server, by delivery and by
/// CloudFormation: in AWS these are requests to S3 like any other, signed in the header and sent
/// over TLS.
public final class KeysOfOwnCalls {
    private KeysOfOwnCalls() {}

    /// @param account that of the store
    public static RequestKeys of(String account) {
        return RequestKeys.of(
                Map.of(
                        "s3:authType", List.of("REST-HEADER"),
                        "s3:signatureversion", List.of("AWS4-HMAC-SHA256"),
                        "s3:TlsVersion", List.of("1.3"),
                        "s3:ResourceAccount", List.of(account)));
    }
}
