package io.hydrant.core.transform;

import io.hydrant.core.format.RecordWriter;
import java.io.IOException;
import java.util.Map;
import java.util.OptionalLong;

/// Ends every record with a newline, also one that ends in a newline already. AWS accepts a
/// `Delimiter` parameter and drops it.
record AppendDelimiter() implements Processor {
    static final String TYPE = "AppendDelimiterToRecord";

    private static final byte[] DELIMITER = {'\n'};

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public Map<String, String> parameters() {
        return Map.of();
    }

    @Override
    public RecordWriter before(RecordWriter next) {
        return new RecordWriter() {
            private byte[] delimited = new byte[1024];

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                if (delimited.length < length + DELIMITER.length) {
                    delimited = new byte[2 * length + DELIMITER.length];
                }
                System.arraycopy(bytes, offset, delimited, 0, length);
                System.arraycopy(DELIMITER, 0, delimited, length, DELIMITER.length);
                next.write(delimited, 0, length + DELIMITER.length);
            }

            @Override
            public void close() throws IOException {
                next.close();
            }
        };
    }

    @Override
    public OptionalLong length(long records, long payloadBytes) {
        return OptionalLong.of(payloadBytes + records * DELIMITER.length);
    }
}
