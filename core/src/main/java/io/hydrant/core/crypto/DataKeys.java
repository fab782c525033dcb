package io.hydrant.core.crypto;

import java.io.IOException;

/// Where keys come from that encrypt data on behalf of somebody: a key management service, asked
/// with the permissions of whoever wants it. Safe for use from many threads.
public interface DataKeys {
    /// A new key of 256 bits, and the same wrapped (`kms:GenerateDataKey`).
    ///
    /// @param key a key's id or ARN, an alias's name or ARN
    /// @throws DataKeyException when there is none for this caller
    DataKey generate(String key, DataKeyUse use) throws IOException, DataKeyException;

    /// The key that was wrapped (`kms:Decrypt`), by the key of the service that it names itself.
    ///
    /// @throws DataKeyException when this caller may not have it, or the context is another
    byte[] unwrap(byte[] wrapped, DataKeyUse use) throws IOException, DataKeyException;
}
