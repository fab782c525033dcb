package io.hydrant.columnar.reading;

import java.io.IOException;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/// The rows of one file, from the first to the last. Used by one thread.
interface FileRows {
    List<String> columns();

    /// Writes the next row, or nothing where there is none.
    boolean next(JsonGenerator json) throws IOException;
}
