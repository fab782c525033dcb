package io.hydrant.columnar.reading;

import java.io.Closeable;
import java.io.IOException;

/// The bytes of a file or of an object, read from any place of it. Used by one thread.
public interface RangedSource extends Closeable {
    /// How many bytes there are.
    long length();

    /// All the bytes of a run that lies within the length.
    ///
    /// @throws IOException when they cannot be read, or are fewer
    byte[] read(long at, int length) throws IOException;
}
