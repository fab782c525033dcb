package io.hydrant.cli.table;

import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;

/// A file that is to be read, or standard input. [InputFinder] makes them.
public sealed interface Input permits FileInput, ZippedInput, StreamInput {

    /// As the caller would name it.
    String name();

    /// How many bytes there are to read, as they lie there; empty where nobody can know.
    OptionalLong size();

    Opened open() throws IOException;

    /// An input that is being read: its bytes, unpacked. Used by one thread, but for [#taken].
    interface Opened extends AutoCloseable {
        InputStream bytes();

        /// The bytes from the beginning, however many of [#bytes] have been read. Asked for once at
        /// most.
        InputStream again() throws IOException;

        /// How many bytes [#again] gives at most.
        default int mostAgain() {
            return Integer.MAX_VALUE;
        }

        /// Nobody will ask for them [#again].
        default void onlyOnce() {}

        /// How many bytes of [Input#size] have been read.
        long taken();

        @Override
        void close() throws IOException;
    }
}
