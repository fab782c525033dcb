package io.hydrant.core.stream;

import java.util.Optional;

/// How a stream keeps its records, once it was encrypted.
///
/// @param keyArn the key of the customer's, as he named it; without one it is the server's own
/// @param printKey wrapped by the master key, base64: by it repeats of requests are known that were
///   taken while the stream was encrypted, and it stays for all the stream's life
public record LogEncryption(Status status, Optional<String> keyArn, String printKey) {
    /// A stream that was never encrypted has none.
    public enum Status {
        ENABLING,
        ENABLED,
        DISABLING,
        DISABLED
    }

    /// Whose the key is.
    public enum KeyType {
        AWS_OWNED_CMK,
        CUSTOMER_MANAGED_CMK
    }

    /// Whether what is put now is encrypted.
    public boolean isOn() {
        return status == Status.ENABLING || status == Status.ENABLED;
    }

    public KeyType keyType() {
        return keyArn.isPresent() ? KeyType.CUSTOMER_MANAGED_CMK : KeyType.AWS_OWNED_CMK;
    }

    /// The same, switched off.
    LogEncryption off() {
        return new LogEncryption(Status.DISABLED, Optional.empty(), printKey);
    }

    /// The same while it is shown to be changing.
    LogEncryption changing() {
        return new LogEncryption(isOn() ? Status.ENABLING : Status.DISABLING, keyArn, printKey);
    }
}
