package io.hydrant.server.s3;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.iam.Principal;
import io.hydrant.core.objectstore.Bucket;
import io.hydrant.core.objectstore.BucketEncryption;
import io.hydrant.core.objectstore.ObjectDetails;
import io.hydrant.core.objectstore.ObjectSeal;
import io.hydrant.core.objectstore.ObjectSealing;
import io.hydrant.core.objectstore.ObjectSecret;
import io.hydrant.core.objectstore.ObjectSecrets;
import io.hydrant.core.objectstore.ObjectVersion;
import io.hydrant.core.objectstore.S3Error;
import io.hydrant.core.objectstore.S3Store;
import io.hydrant.core.objectstore.Upload;
import java.io.IOException;
import java.util.Optional;

/// How the objects that requests store are encrypted, and with which secrets those are read that
/// requests ask for. KMS is asked as the caller.
record ObjectEncryption(S3Store store) {
    /// Of a new object: as the request says, else by the bucket's default.
    ///
    /// @throws ServiceException when KMS refuses the key
    ObjectSealing ofNew(S3Request request, Bucket bucket, ObjectDetails asked) throws IOException {
        Optional<CustomerKey> ofCustomer = CustomerKey.of(request);
        if (ofCustomer.isPresent()) {
            ObjectSecret secret = ofCustomer.get().secret();
            ObjectSeal seal = new ObjectSeal.OfCustomer(secret.check(store.salt()));
            return new ObjectSealing(asked.sealed(seal), Optional.of(secret));
        }
        Optional<ObjectSecrets.Wish> byDefault =
                store.encryption(bucket).flatMap(BucketEncryption::kms);
        Optional<ObjectSecrets.Wish> wish =
                EncryptionHeaders.wish(
                        request, byDefault.filter(ObjectSecrets.Wish::hasBucketKey).isPresent());
        if (wish.isPresent()) {
            return ofKms(request, bucket, asked, wish.get());
        }
        if (asked.wantsSeal()) {
            return ObjectSealing.of(asked);
        }
        if (byDefault.isPresent()) {
            ObjectSecrets.Wish usual = byDefault.get();
            boolean hasBucketKey =
                    EncryptionHeaders.bucketKey(request).orElse(usual.hasBucketKey());
            return ofKms(
                    request,
                    bucket,
                    asked,
                    new ObjectSecrets.Wish(usual.key(), usual.context(), hasBucketKey));
        }
        return store.sealing(asked, bucket, request.key(), asker(request));
    }

    private ObjectSealing ofKms(
            S3Request request, Bucket bucket, ObjectDetails asked, ObjectSecrets.Wish wish)
            throws IOException {
        requireSigned(request);
        return store.secrets().seal(asked, wish, bucket, request.key(), asker(request));
    }

    /// Of a part, as its upload asked.
    ObjectSealing ofPart(S3Request request, Upload upload) throws IOException {
        return new ObjectSealing(upload.details(), secretOf(request, upload));
    }

    /// The secret of an upload's parts, if they have one.
    Optional<ObjectSecret> secretOf(S3Request request, Upload upload) throws IOException {
        Optional<CustomerKey> key = CustomerKey.of(request);
        Optional<ObjectSeal> seal = upload.details().seal();
        boolean isOfCustomer = seal.filter(ObjectSeal.OfCustomer.class::isInstance).isPresent();
        if (isOfCustomer && key.isEmpty()) {
            throw S3Error.INVALID_REQUEST.because(
                    "The multipart upload initiate requested encryption. Subsequent part requests"
                            + " must include the appropriate encryption parameters.");
        }
        if (!isOfCustomer && key.isPresent()) {
            throw S3Error.INVALID_REQUEST.because(
                    "The multipart upload initiate did not request encryption. Subsequent part"
                            + " requests must not include the encryption parameters.");
        }
        if (isOfCustomer
                && !key.get().secret().matches(((ObjectSeal.OfCustomer) seal.get()).check())) {
            throw S3Error.INVALID_REQUEST.because(
                    "The provided encryption parameters did not match the ones used originally.");
        }
        return opened(request, seal, key);
    }

    /// The secret that the bytes of a version are read with, if they take one.
    ///
    /// @throws ServiceException when KMS refuses the key, or the customer's is missing or another
    Optional<ObjectSecret> toRead(S3Request request, ObjectVersion version) throws IOException {
        return opened(request, version.details().seal(), toLookAt(request, version));
    }

    /// The customer's key, which a request must bring to learn anything of what is encrypted by it.
    ///
    /// @throws ServiceException when it is missing, or another, or does not belong here
    Optional<CustomerKey> toLookAt(S3Request request, ObjectVersion version) {
        return fitting(CustomerKey.of(request), version);
    }

    /// As [#toRead], of the source of a copy.
    Optional<ObjectSecret> toCopy(S3Request request, ObjectVersion from) throws IOException {
        return opened(request, from.details().seal(), fitting(CustomerKey.ofSource(request), from));
    }

    private static Optional<CustomerKey> fitting(Optional<CustomerKey> key, ObjectVersion version) {
        if (version.details().seal().orElse(null) instanceof ObjectSeal.OfCustomer seal) {
            key.orElseThrow(() ->
                            S3Error.INVALID_REQUEST.because(
                                    "The object was stored using a form of Server Side Encryption."
                                            + " The correct parameters must be provided to retrieve"
                                            + " the object."))
                    .opening(seal);
        } else if (key.isPresent()) {
            throw S3Error.INVALID_REQUEST.because(
                    "The encryption parameters are not applicable to this object.");
        }
        return key;
    }

    private Optional<ObjectSecret> opened(
            S3Request request, Optional<ObjectSeal> seal, Optional<CustomerKey> key)
            throws IOException {
        if (seal.isEmpty()) {
            return Optional.empty();
        }
        return switch (seal.get()) {
            case ObjectSeal.OfCustomer _ -> key.map(CustomerKey::secret);
            case ObjectSeal.OfKms kms -> {
                requireSigned(request);
                yield Optional.of(store.secrets().unwrap(kms, asker(request)));
            }
        };
    }

    private static void requireSigned(S3Request request) {
        if (request.caller().principal() instanceof Principal.Anonymous) {
            throw S3Error.INVALID_ARGUMENT
                    .because(
                            "Requests specifying Server Side Encryption with AWS KMS managed keys"
                                    + " require AWS Signature Version 4.")
                    .with("ArgumentName", "Authorization");
        }
    }

    private static ObjectSecrets.Asker asker(S3Request request) {
        return new ObjectSecrets.Asker(
                request.caller().principal(), request.caller().circumstances());
    }
}
