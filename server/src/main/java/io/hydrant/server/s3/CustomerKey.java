package io.hydrant.server.s3;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.objectstore.ChecksumAlgorithm;
import io.hydrant.core.objectstore.ObjectSeal;
import io.hydrant.core.objectstore.ObjectSecret;
import io.hydrant.core.objectstore.S3Error;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/// A key that the customer sends with a request (SSE-C) and nobody keeps.
///
/// @param md5 as the customer sent it
record CustomerKey(ObjectSecret secret, String md5) {
    static final String ALGORITHM = "x-amz-server-side-encryption-customer-algorithm";
    static final String KEY_MD5 = "x-amz-server-side-encryption-customer-key-MD5";

    /// Before the same headers about the source of a copy.
    private static final String SOURCE = "x-amz-copy-source-";

    private static final String OWN = "x-amz-";
    private static final String NAME = "server-side-encryption-customer-";

    /// The key of the object that the request stores or reads, if it brings one.
    ///
    /// @throws ServiceException for what is no such key
    static Optional<CustomerKey> of(S3Request request) {
        return of(request, OWN + NAME);
    }

    /// The key of the object that it copies.
    static Optional<CustomerKey> ofSource(S3Request request) {
        return of(request, SOURCE + NAME);
    }

    private static Optional<CustomerKey> of(S3Request request, String prefix) {
        Optional<String> algorithm = request.header(prefix + "algorithm");
        Optional<String> key = request.header(prefix + "key");
        Optional<String> md5 = request.header(prefix + "key-MD5");
        if (algorithm.isEmpty() && key.isEmpty() && md5.isEmpty()) {
            return Optional.empty();
        }
        checkSecure(request);
        if (algorithm.isEmpty()) {
            throw invalid(prefix + "algorithm", "provide a valid encryption algorithm.");
        }
        if (!algorithm.get().equals("AES256")) {
            throw S3Error.INVALID_ENCRYPTION_ALGORITHM
                    .refusal()
                    .with("ArgumentName", prefix + "algorithm")
                    .with("ArgumentValue", algorithm.get());
        }
        byte[] bytes =
                decoded(
                        key.orElseThrow(() ->
                                invalid(prefix + "key", "provide an appropriate secret key.")));
        if (bytes.length != ObjectSecret.BYTES) {
            throw S3Error.INVALID_ARGUMENT
                    .because("The secret key was invalid for the specified algorithm.")
                    .with("ArgumentName", prefix + "key");
        }
        checkMd5(
                bytes,
                md5.orElseThrow(() ->
                        invalid(
                                prefix + "key-MD5",
                                "provide the client calculated MD5 of the secret key.")),
                prefix);
        if (request.header(EncryptionHeaders.METHOD).isPresent() && prefix.startsWith(OWN + NAME)) {
            throw S3Error.INVALID_ARGUMENT
                    .because(
                            "Server Side Encryption with Customer provided key is incompatible with"
                                    + " the encryption method specified")
                    .with("ArgumentName", EncryptionHeaders.METHOD);
        }
        return Optional.of(new CustomerKey(new ObjectSecret(bytes), md5.get()));
    }

    private static void checkMd5(byte[] key, String md5, String prefix) {
        if (!MessageDigest.isEqual(decoded(md5), ChecksumAlgorithm.digest("MD5").digest(key))) {
            throw S3Error.INVALID_ARGUMENT
                    .because(
                            "The calculated MD5 hash of the key did not match the hash that was"
                                    + " provided.")
                    .with("ArgumentName", prefix + "key-MD5")
                    .with("ArgumentValue", md5);
        }
    }

    private static byte[] decoded(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException notBase64) {
            return new byte[0];
        }
    }

    private static ServiceException invalid(String name, String what) {
        return S3Error.INVALID_ARGUMENT
                .because(
                        "Requests specifying Server Side Encryption with Customer provided keys"
                                + " must %s",
                        what)
                .with("ArgumentName", name);
    }

    /// A key in clear is only for a wire that nobody listens to: TLS, or within the machine.
    private static void checkSecure(S3Request request) {
        boolean isOfThisMachine =
                request.caller().circumstances().sourceIp().filter(CustomerKey::isHere).isPresent();
        if (!request.caller().circumstances().secure() && !isOfThisMachine) {
            throw invalid(ALGORITHM, "be made over a secure connection.");
        }
    }

    private static boolean isHere(String address) {
        try {
            return address.matches("[0-9a-fA-F.:]+")
                    && InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException notAnAddress) {
            return false;
        }
    }

    /// The secret, when the object is encrypted by it.
    ///
    /// @throws ServiceException AccessDenied
    ObjectSecret opening(ObjectSeal.OfCustomer seal) {
        if (!secret.matches(seal.check())) {
            throw S3Error.ACCESS_DENIED.refusal();
        }
        return secret;
    }

    /// What an answer says.
    Map<String, String> shown() {
        return Map.of(ALGORITHM, "AES256", KEY_MD5, md5);
    }

    /// The same of the key that a request brings.
    static Map<String, String> shown(S3Request request) {
        return of(request).map(CustomerKey::shown).orElse(Map.of());
    }
}
