package shaded.parquet.com.fasterxml.jackson.databind;

import java.io.IOException;
import java.io.Writer;

/// What prints metadata where Parquet's own log is set to.
public class ObjectWriter {
    ObjectWriter() {}

    public void writeValue(Writer out, Object value) throws IOException {
        out.write(value.getClass().getSimpleName());
    }
}
