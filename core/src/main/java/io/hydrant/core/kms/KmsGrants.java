package io.hydrant.core.kms;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.crypto.DataKey;
import io.hydrant.core.crypto.DataKeyException;
import io.hydrant.core.crypto.DataKeyUse;
import io.hydrant.core.crypto.GrantedKeys;
import java.io.IOException;
import java.util.function.Supplier;

/// The keys of this server, as services use them that were let in. That they were is written down
/// where they keep what they encrypt.
public final class KmsGrants implements GrantedKeys {
    private static final int KEY_BYTES = 32;

    private final Supplier<Kms> kms;

    /// @param kms is there when it is first asked for
    public KmsGrants(Supplier<Kms> kms) {
        this.kms = kms;
    }

    @Override
    public void grant(String key, DataKeyUse use) throws IOException, DataKeyException {
        try {
            kms.get().uses().usable(KmsDataKeys.caller(use), "kms:CreateGrant", key, use.context());
        } catch (ServiceException refusal) {
            throw KmsDataKeys.refused(refusal);
        }
    }

    @Override
    public DataKey generate(String key, DataKeyUse use) throws IOException, DataKeyException {
        Kms asked = kms.get();
        try {
            KeyUses.Pair pair =
                    asked.uses()
                            .generateGranted(
                                    KmsDataKeys.caller(use), key, KEY_BYTES, use.context());
            return new DataKey(asked.names().arn(pair.key()), pair.plaintext(), pair.ciphertext());
        } catch (ServiceException refusal) {
            throw KmsDataKeys.refused(refusal);
        }
    }

    @Override
    public byte[] unwrap(byte[] wrapped, DataKeyUse use) throws IOException, DataKeyException {
        try {
            return kms.get().uses().decryptGranted(KmsDataKeys.caller(use), wrapped, use.context());
        } catch (ServiceException refusal) {
            throw KmsDataKeys.refused(refusal);
        }
    }
}
