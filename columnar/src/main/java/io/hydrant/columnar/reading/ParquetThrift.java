package io.hydrant.columnar.reading;

import java.io.IOException;
import java.io.InputStream;
import org.apache.parquet.format.InterningProtocol;
import shaded.parquet.org.apache.thrift.TBase;
import shaded.parquet.org.apache.thrift.TConfiguration;
import shaded.parquet.org.apache.thrift.TException;
import shaded.parquet.org.apache.thrift.protocol.TCompactProtocol;
import shaded.parquet.org.apache.thrift.transport.TIOStreamTransport;

/// Structures of Parquet as they lie in a file. A list or a text that says that it is longer than
/// the whole is refused.
final class ParquetThrift {
    private ParquetThrift() {}

    static void read(TBase<?, ?> structure, InputStream in, int bytesMax) throws IOException {
        TConfiguration limits = TConfiguration.custom().setMaxMessageSize(bytesMax).build();
        try {
            TIOStreamTransport transport = new TIOStreamTransport(limits, in);
            structure.read(new InterningProtocol(new TCompactProtocol(transport)));
        } catch (TException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new UnreadableFileException(
                    "The file is damaged: a description in it cannot be read (%s)."
                            .formatted(e.getMessage()),
                    e);
        }
    }
}
