package io.hydrant.core.stream;

import io.hydrant.aws.Arn;
import java.io.IOException;
import java.util.Optional;

/// What it takes to encrypt streams. Safe for use from many threads.
public interface Encryptions {
    /// Of a server that encrypts no stream.
    Encryptions NONE =
            (wanted, stream, before) -> {
                throw FirehoseError.notSupported("server-side encryption");
            };

    /// Begins to encrypt a stream: whoever asks for it may let the stream use the key, and the key
    /// can be used. Nothing depends on it yet.
    ///
    /// @param before how the stream was encrypted before
    /// @throws ServiceException InvalidKMSResourceException
    LogEncryption begin(WantedEncryption wanted, Arn stream, Optional<LogEncryption> before)
            throws IOException;

    /// What is wrong with the key of a stream, as it was seen last.
    ///
    /// @param logId of the stream
    default Optional<KeyTrouble> trouble(String logId) {
        return Optional.empty();
    }
}
