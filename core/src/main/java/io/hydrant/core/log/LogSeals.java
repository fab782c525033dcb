package io.hydrant.core.log;

import java.io.IOException;

/// Where the keys of encrypted records come from. Safe for use from many threads.
public interface LogSeals {
    /// Of logs that hold nothing encrypted.
    LogSeals NONE =
            new LogSeals() {
                @Override
                public FrameSealing sealing(String logId, boolean isSecret) throws IOException {
                    throw new IOException("There is no key to encrypt what is in " + logId);
                }

                @Override
                public byte[] unwrap(String logId, byte[] wrapped) throws IOException {
                    throw new IOException("There is no key to decrypt what is in " + logId);
                }
            };

    /// How the next frame of a log is kept.
    ///
    /// @param isSecret whether it must be encrypted, since it is made of what was
    /// @throws IOException when the key is not to be had now
    FrameSealing sealing(String logId, boolean isSecret) throws IOException;

    /// The key that frames of this log were encrypted under.
    ///
    /// @param wrapped as [FrameSealing.Closed] had it
    /// @throws IOException when the key is not to be had now
    byte[] unwrap(String logId, byte[] wrapped) throws IOException;
}
