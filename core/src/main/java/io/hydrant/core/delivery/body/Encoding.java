package io.hydrant.core.delivery.body;

import io.hydrant.core.format.ColumnarFormat;
import io.hydrant.core.format.Converter;
import io.hydrant.core.format.ObjectFormat;
import io.hydrant.core.format.RawFormat;
import io.hydrant.core.format.RecordWriter;
import io.hydrant.core.transform.Processor;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.OptionalLong;

/// The way from records to the bytes of an object: processors, in their order, then a format.
public record Encoding(List<Processor> processors, ObjectFormat format) {
    public Encoding {
        processors = List.copyOf(processors);
    }

    /// Whether the object's bytes are the records' own.
    boolean isPlain() {
        return processors.isEmpty() && format.equals(RawFormat.UNCOMPRESSED);
    }

    /// Begins an object.
    ///
    /// @param into gets its bytes, and is closed with the writer
    RecordWriter writer(OutputStream into, Content content, Converter converter)
            throws IOException {
        RecordWriter writer =
                switch (format) {
                    case RawFormat raw -> raw.writer(into, content.key(), content.time());
                    case ColumnarFormat columns -> converter.writer(columns.plan(), into);
                };
        for (Processor processor : processors.reversed()) {
            writer = processor.before(writer);
        }
        return writer;
    }

    /// How many bytes the object has, when that is known before it is made.
    OptionalLong length(Part part) {
        OptionalLong length = OptionalLong.of(part.payloadBytes());
        for (Processor processor : processors) {
            if (length.isPresent()) {
                length = processor.length(part.records(), length.getAsLong());
            }
        }
        return length.isPresent() ? format.length(length.getAsLong()) : length;
    }
}
