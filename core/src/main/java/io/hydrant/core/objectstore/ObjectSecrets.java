package io.hydrant.core.objectstore;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.crypto.DataKey;
import io.hydrant.core.crypto.DataKeyException;
import io.hydrant.core.crypto.DataKeyUse;
import io.hydrant.core.crypto.DataKeys;
import io.hydrant.core.iam.Circumstances;
import io.hydrant.core.iam.Principal;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/// The secrets of objects that are encrypted under keys of KMS, asked for as whoever stores or
/// reads the object. None is remembered: KMS is in the same process, and a key that is disabled or
/// denied is so with the very next request. Safe for use from many threads.
public final class ObjectSecrets {
    /// The key that S3 uses for whoever names none.
    private static final String OWN_KEY = "alias/aws/s3";

    /// In the encryption context: what the key is for.
    private static final String ARN = "aws:s3:arn";

    /// Who asks, and under which circumstances.
    public record Asker(Principal principal, Circumstances circumstances) {}

    /// What is asked of a new object.
    ///
    /// @param key its id, ARN, alias; S3's own if there is none
    /// @param context what is to be in the encryption context, too
    public record Wish(
            Optional<String> key, SortedMap<String, String> context, boolean hasBucketKey) {}

    private final Supplier<DataKeys> kms;
    private final String region;

    ObjectSecrets(Supplier<DataKeys> kms, String region) {
        this.kms = kms;
        this.region = region;
    }

    /// Gives an object that is about to be stored a secret of its own.
    ///
    /// @throws ServiceException as S3 words it: AccessDenied, KMS.NotFoundException …
    public ObjectSealing seal(
            ObjectDetails details, Wish wish, Bucket bucket, String key, Asker asker)
            throws IOException {
        SortedMap<String, String> context = new TreeMap<>(wish.context());
        context.put(ARN, wish.hasBucketKey() ? bucket.arn() : bucket.arn() + "/" + key);
        try {
            DataKey made = kms.get().generate(wish.key().orElse(OWN_KEY), use(asker, context));
            ObjectSeal.OfKms seal =
                    new ObjectSeal.OfKms(
                            made.keyArn(),
                            Base64.getEncoder().encodeToString(made.wrapped()),
                            context,
                            wish.context(),
                            wish.hasBucketKey());
            return new ObjectSealing(
                    details.sealed(seal), Optional.of(new ObjectSecret(made.plaintext())));
        } catch (DataKeyException e) {
            throw refused(e);
        }
    }

    /// @throws ServiceException as S3 words it
    public ObjectSecret unwrap(ObjectSeal.OfKms seal, Asker asker) throws IOException {
        byte[] wrapped = Base64.getDecoder().decode(seal.wrapped());
        try {
            return new ObjectSecret(kms.get().unwrap(wrapped, use(asker, seal.context())));
        } catch (DataKeyException e) {
            if (e.reason() == DataKeyException.Reason.UNUSABLE) {
                throw S3Error.ACCESS_DENIED.because(
                        "The ciphertext refers to a customer master key that does not exist, does"
                                + " not exist in this region, or you are not allowed to access.");
            }
            throw refused(e);
        }
    }

    private DataKeyUse use(Asker asker, SortedMap<String, String> context) {
        return new DataKeyUse(
                asker.principal(),
                asker.circumstances(),
                "s3." + region + ".amazonaws.com",
                context);
    }

    private static ServiceException refused(DataKeyException e) {
        S3Error error =
                switch (e.reason()) {
                    case NOT_FOUND -> S3Error.KMS_NOT_FOUND;
                    case DISABLED -> S3Error.KMS_DISABLED;
                    case PENDING_DELETION -> S3Error.KMS_INVALID_STATE;
                    case DENIED -> S3Error.ACCESS_DENIED;
                    case UNUSABLE -> S3Error.INVALID_ARGUMENT;
                };
        return error.because("%s", String.valueOf(e.getMessage()));
    }
}
