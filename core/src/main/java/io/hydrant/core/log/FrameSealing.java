package io.hydrant.core.log;

/// How what a log's stream appends now is kept: encrypted, or in clear again. It is for one frame.
public sealed interface FrameSealing {
    /// Bytes of what tells frames apart.
    int FRAME_ID_BYTES = 16;

    /// What a wrapped key may have at most: there is so much room for it in a frame.
    int WRAPPED_BYTES_MAX = 112;

    /// By which repeats of a request are known, whether its records were encrypted or not: the same
    /// for all the life of a stream.
    byte[] printKey();

    /// Encrypted.
    ///
    /// @param key of 256 bits
    /// @param wrapped the same, as only whoever may use the key that it is wrapped by can read it
    /// @param frameId random, another for each frame
    record Closed(byte[] key, byte[] wrapped, byte[] frameId, byte[] printKey)
            implements FrameSealing {
        public Closed {
            if (frameId.length != FRAME_ID_BYTES || wrapped.length > WRAPPED_BYTES_MAX) {
                throw new IllegalArgumentException(
                        "%d bytes of frame id, a wrapped key of %d"
                                .formatted(frameId.length, wrapped.length));
            }
        }

        @Override
        public String toString() {
            return "Closed";
        }
    }

    /// In clear; earlier records of the stream may be encrypted.
    record Open(byte[] printKey) implements FrameSealing {
        @Override
        public String toString() {
            return "Open";
        }
    }
}
