package io.hydrant.core.kms;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.crypto.DataKey;
import io.hydrant.core.crypto.DataKeyException;
import io.hydrant.core.crypto.DataKeyException.Reason;
import io.hydrant.core.crypto.DataKeyUse;
import io.hydrant.core.crypto.DataKeys;
import java.io.IOException;
import java.util.Optional;

/// Data keys under the keys of this server, with the permissions of whoever wants them.
public final class KmsDataKeys implements DataKeys {
    private static final int KEY_BYTES = 32;

    private final Kms kms;

    public KmsDataKeys(Kms kms) {
        this.kms = kms;
    }

    @Override
    public DataKey generate(String key, DataKeyUse use) throws IOException, DataKeyException {
        try {
            KeyUses.Pair pair =
                    kms.uses()
                            .generate(
                                    caller(use),
                                    "kms:GenerateDataKey",
                                    key,
                                    KEY_BYTES,
                                    use.context());
            return new DataKey(kms.names().arn(pair.key()), pair.plaintext(), pair.ciphertext());
        } catch (ServiceException refusal) {
            throw refused(refusal);
        }
    }

    @Override
    public byte[] unwrap(byte[] wrapped, DataKeyUse use) throws IOException, DataKeyException {
        try {
            return kms.uses()
                    .decrypt(caller(use), wrapped, Optional.empty(), use.context())
                    .bytes();
        } catch (ServiceException refusal) {
            throw refused(refusal);
        }
    }

    static KmsCaller caller(DataKeyUse use) {
        return new KmsCaller(use.principal(), use.circumstances(), Optional.of(use.viaService()));
    }

    static DataKeyException refused(ServiceException refusal) {
        Reason reason =
                switch (refusal.code()) {
                    case "NotFoundException" -> Reason.NOT_FOUND;
                    case "DisabledException" -> Reason.DISABLED;
                    case "KMSInvalidStateException" -> Reason.PENDING_DELETION;
                    case "AccessDeniedException" -> Reason.DENIED;
                    default -> Reason.UNUSABLE;
                };
        return new DataKeyException(reason, refusal.text());
    }
}
