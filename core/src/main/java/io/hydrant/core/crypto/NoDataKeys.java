package io.hydrant.core.crypto;

/// For where there is no key management service: it has no keys.
public record NoDataKeys() implements DataKeys {
    @Override
    public DataKey generate(String key, DataKeyUse use) throws DataKeyException {
        throw missing(key);
    }

    @Override
    public byte[] unwrap(byte[] wrapped, DataKeyUse use) throws DataKeyException {
        throw missing("that it was wrapped by");
    }

    private static DataKeyException missing(String key) {
        return new DataKeyException(
                DataKeyException.Reason.NOT_FOUND, "There is no KMS here, and no key " + key);
    }
}
