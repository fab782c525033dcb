package io.hydrant.core.transform.chain;

import java.io.IOException;

/// The conversion of a stream's records, of which it is made sure before they are kept that each
/// can be read. Safe for use from many threads.
@FunctionalInterface
public interface RecordConversion {
    /// As it is now; asked once for all records that are processed together.
    ///
    /// @throws IOException when there is none at this time, which keeps the records waiting
    Reading now() throws IOException;

    /// How records are read.
    interface Reading {
        /// All that determines what is made of records.
        String plan();

        /// @throws RecordFailure when it cannot be read
        void check(byte[] record) throws RecordFailure;
    }
}
