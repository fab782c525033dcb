package io.hydrant.server.s3;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.objectstore.Bucket;
import io.hydrant.core.objectstore.BucketDocument;
import io.hydrant.core.objectstore.ObjectDetails;
import io.hydrant.core.objectstore.S3Error;
import io.hydrant.core.objectstore.S3Store;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a request asks of the encryption of an object: AES256, under keys of the server. What asks
/// for keys of KMS is refused. An answer says of an object that it is encrypted when it is, and not
/// because somebody asked.
final class EncryptionHeaders {
    static final String METHOD = ObjectDetails.ENCRYPTION;
    private static final String KEY_ID = METHOD + "-aws-kms-key-id";
    private static final String CONTEXT = METHOD + "-context";
    private static final String BUCKET_KEY = METHOD + "-bucket-key-enabled";
    private static final List<String> ALL = List.of(METHOD, KEY_ID, CONTEXT, BUCKET_KEY);
    private static final Set<String> OF_KMS = Set.of("aws:kms", "aws:kms:dsse");

    private EncryptionHeaders() {}

    /// @throws ServiceException InvalidArgument for what S3 does not know, NotImplemented for what
    ///   Hydrant does not do
    static SortedMap<String, String> read(S3Request request) {
        SortedMap<String, String> headers = asked(request);
        Optional<String> ofKms = request.header(METHOD).filter(OF_KMS::contains);
        if (ofKms.isPresent()) {
            throw S3Error.NOT_IMPLEMENTED.because(
                    "Hydrant does not support the encryption of objects by %s yet", ofKms.get());
        }
        headers.keySet().retainAll(Set.of(METHOD));
        return headers;
    }

    private static SortedMap<String, String> asked(S3Request request) {
        SortedMap<String, String> headers = new TreeMap<>();
        for (String name : ALL) {
            request.header(name).ifPresent(value -> headers.put(name, value));
        }
        Optional<String> method = request.header(METHOD);
        boolean ofKms = method.filter(OF_KMS::contains).isPresent();
        if (method.isPresent() && !ofKms && !method.get().equals("AES256")) {
            throw invalid(METHOD, headers, "The encryption method specified is not supported");
        }
        for (String name : List.of(KEY_ID, CONTEXT)) {
            if (headers.containsKey(name) && !ofKms) {
                throw invalid(
                        name,
                        headers,
                        "Server Side Encryption with AWS KMS managed key requires HTTP header"
                                + " x-amz-server-side-encryption : aws:kms");
            }
        }
        if (headers.containsKey(KEY_ID) && !headers.get(KEY_ID).matches("[\\x21-\\x7E]{1,2048}")) {
            throw invalid(KEY_ID, headers, "Invalid KMS key id");
        }
        if (headers.containsKey(CONTEXT) && !isBase64(headers.get(CONTEXT))) {
            throw invalid(
                    CONTEXT,
                    headers,
                    "The header '"
                            + CONTEXT
                            + "' shall be Base64-encoded UTF-8 string holding JSON"
                            + " which represents a string-string map");
        }
        if (headers.containsKey(BUCKET_KEY)
                && !Set.of("true", "false").contains(headers.get(BUCKET_KEY))) {
            throw invalid(BUCKET_KEY, headers, "The value must be true or false");
        }
        return headers;
    }

    private static boolean isBase64(String text) {
        try {
            return Base64.getDecoder().decode(text).length > 0;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    private static ServiceException invalid(String name, Map<String, String> headers, String text) {
        return S3Error.INVALID_ARGUMENT
                .because("%s", text)
                .with("ArgumentName", name)
                .with("ArgumentValue", String.valueOf(headers.get(name)));
    }

    /// The same, and by the bucket's default when nothing is asked.
    static ObjectDetails decided(ObjectDetails asked, S3Store store, Bucket bucket)
            throws IOException {
        return store.buckets().document(bucket, BucketDocument.ENCRYPTION).isPresent()
                ? asked.sealed()
                : asked;
    }

    /// What an answer about an object says.
    static Map<String, String> shown(boolean isEncrypted) {
        return isEncrypted ? Map.of(METHOD, "AES256") : Map.of();
    }
}
