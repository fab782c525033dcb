package io.hydrant.core.crypto;

/// For whoever encrypts nothing and reads nothing that is encrypted.
public record NoMasterKey() implements KeyWrap {
    @Override
    public byte[] wrap(byte[] key, byte[] context) throws MasterKeyException {
        throw missing();
    }

    @Override
    public byte[] unwrap(byte[] wrapped, byte[] context) throws MasterKeyException {
        throw missing();
    }

    private static MasterKeyException missing() {
        return new MasterKeyException("There is no master key here to encrypt with.");
    }
}
