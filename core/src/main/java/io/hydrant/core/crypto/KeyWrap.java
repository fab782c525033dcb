package io.hydrant.core.crypto;

import java.io.IOException;
import java.security.GeneralSecurityException;

/// Wraps keys, so that they can be kept beside what they encrypt, and unwraps them. Safe for use
/// from many threads.
public interface KeyWrap {
    /// The key, to be kept: nobody learns it without the master key, and it is unwrapped only with
    /// the same context, which says what the key is for and is no secret.
    ///
    /// @throws MasterKeyException when there is no master key to wrap it by
    byte[] wrap(byte[] key, byte[] context) throws IOException;

    /// The key that was wrapped.
    ///
    /// @throws MasterKeyException when there is no master key, or another than it was wrapped by
    /// @throws GeneralSecurityException when it is not what was wrapped, or the context is another
    byte[] unwrap(byte[] wrapped, byte[] context) throws IOException, GeneralSecurityException;
}
