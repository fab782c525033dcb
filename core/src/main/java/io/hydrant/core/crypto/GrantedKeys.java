package io.hydrant.core.crypto;

import java.io.IOException;

/// Keys that a service was let use, and uses from then on with no other permission: what is asked
/// of [DataKeys] is allowed unless the key's policy denies it.
public interface GrantedKeys extends DataKeys {
    /// Lets the service use a key, with the permissions of whoever asks for it (`kms:CreateGrant`).
    ///
    /// @param use whose permissions count
    /// @throws DataKeyException when there is no such key, or the caller may not
    void grant(String key, DataKeyUse use) throws IOException, DataKeyException;
}
