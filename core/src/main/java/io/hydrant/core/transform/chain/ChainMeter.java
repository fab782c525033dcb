package io.hydrant.core.transform.chain;

/// Hears what happens to records on their way through a chain. Called by many threads at once.
public interface ChainMeter {
    /// Hears nothing.
    ChainMeter NONE =
            new ChainMeter() {
                @Override
                public void failed(String code, String reason) {}

                @Override
                public void decompressed(int bytes) {}

                @Override
                public void readable(int bytes) {}

                @Override
                public void unreadable(int bytes) {}
            };

    /// A record, or a part of one, goes to the error output.
    ///
    /// @param code as Firehose writes it
    /// @param reason as the error object has it
    void failed(String code, String reason);

    /// A record was decompressed into so many bytes.
    void decompressed(int bytes);

    /// A record of so many bytes can be converted.
    void readable(int bytes);

    /// A record of so many bytes cannot be converted.
    void unreadable(int bytes);
}
