package io.hydrant.core.crypto;

/// A key that encrypts data, in clear and wrapped.
///
/// @param keyArn the key of the service by which it is wrapped
/// @param plaintext 32 bytes: not to be kept
/// @param wrapped to be kept; names the service's key
public record DataKey(String keyArn, byte[] plaintext, byte[] wrapped) {
    public DataKey {
        plaintext = plaintext.clone();
        wrapped = wrapped.clone();
    }

    @Override
    public String toString() {
        return "DataKey of " + keyArn;
    }
}
