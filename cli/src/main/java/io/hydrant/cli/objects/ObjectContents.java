package io.hydrant.cli.objects;

import io.hydrant.cli.program.CommandFailure;
import io.hydrant.cli.table.GzipInput;
import io.hydrant.columnar.reading.ColumnarKind;
import io.hydrant.columnar.reading.ColumnarReader;
import io.hydrant.columnar.reading.UnreadableFileException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.zip.ZipInputStream;
import org.xerial.snappy.SnappyInputStream;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/// Reads objects as streams, decompressed. How an object is compressed is told by its first bytes
/// rather than by its key or its Content-Encoding: both kinds of Snappy end in `.snappy`, and a
/// stream may give its objects any extension.
public final class ObjectContents {
    private static final int BUFFER_BYTES = 1 << 16;

    /// What is given of the heap to one file of columns.
    private static final int HEAP_PART = 2;

    /// The longest mark that an encoding begins with: `0x82 "SNAPPY" 0x00`.
    private static final int MARK_BYTES = 8;

    private final S3Client s3;

    public ObjectContents(S3Client s3) {
        this.s3 = s3;
    }

    private ResponseInputStream<GetObjectResponse> stored(S3Address address) {
        try {
            return s3.getObject(request -> request.bucket(address.bucket()).key(address.key()));
        } catch (NoSuchKeyException e) {
            throw new CommandFailure(
                    "There is no object " + address + ".",
                    "`hydrant ls s3://" + address.bucket() + "/` lists what there is.");
        }
    }

    /// What was put into the object.
    public InputStream content(S3Address address) throws IOException {
        return decompressed(stored(address), address.key());
    }

    /// Writes the object's bytes as they are stored.
    public void writeStored(S3Address address, OutputStream out) throws IOException {
        ResponseInputStream<GetObjectResponse> object = stored(address);
        try (object) {
            object.transferTo(out);
        } catch (IOException e) {
            object.abort();
            throw e;
        }
    }

    /// Writes what was put into the object: of Parquet and ORC its rows, each a line of JSON, for
    /// which no more is fetched than they need.
    ///
    /// @throws CommandFailure when it is a file of columns that cannot be read
    public void write(S3Address address, OutputStream out) throws IOException {
        ResponseInputStream<GetObjectResponse> object = stored(address);
        try (BufferedInputStream stored = new BufferedInputStream(object, BUFFER_BYTES)) {
            stored.mark(ColumnarKind.HEAD_BYTES);
            byte[] head = stored.readNBytes(ColumnarKind.HEAD_BYTES);
            stored.reset();
            Optional<ColumnarKind> columns = ColumnarKind.of(head);
            if (columns.isEmpty()) {
                decompressed(stored, address.key()).transferTo(out);
                return;
            }
            object.abort();
            writeRows(columns.get(), address, object.response(), out);
        } catch (IOException e) {
            object.abort();
            throw e;
        }
    }

    private void writeRows(
            ColumnarKind kind, S3Address address, GetObjectResponse object, OutputStream out)
            throws IOException {
        long roomBytes = Runtime.getRuntime().maxMemory() / HEAP_PART;
        ObjectRanges ranges = new ObjectRanges(s3, address, object.contentLength(), object.eTag());
        try (ColumnarReader rows = ColumnarReader.open(kind, ranges, out, roomBytes)) {
            try {
                while (rows.next()) {
                    // It writes them.
                }
            } finally {
                rows.handOver();
            }
        } catch (UnreadableFileException e) {
            throw new CommandFailure(
                    "%s, which is %s, cannot be read to its end. %s"
                            .formatted(address, kind.title(), e.getMessage()),
                    "`hydrant cat --raw` writes its bytes as they are stored.");
        }
    }

    /// What an object's stored bytes unpack to, by their first ones.
    public static InputStream decompressed(InputStream object, String key) throws IOException {
        BufferedInputStream stored = new BufferedInputStream(object, BUFFER_BYTES);
        stored.mark(MARK_BYTES);
        byte[] mark = stored.readNBytes(MARK_BYTES);
        stored.reset();
        if (startsWith(mark, 0x1f, 0x8b)) {
            return new GzipInput(stored);
        }
        if (startsWith(mark, 'P', 'K', 3, 4)) {
            ZipInputStream zip = new ZipInputStream(stored);
            zip.getNextEntry();
            return zip;
        }
        if (startsWith(mark, 0x82, 'S', 'N', 'A', 'P', 'P', 'Y', 0)) {
            return new SnappyInputStream(stored);
        }
        return HadoopSnappyInput.looksLike(mark) && isSnappy(key)
                ? new HadoopSnappyInput(stored)
                : stored;
    }

    private static boolean isSnappy(String key) {
        return key.endsWith(".snappy") || key.endsWith(".hsnappy");
    }

    private static boolean startsWith(byte[] bytes, int... mark) {
        if (bytes.length < mark.length) {
            return false;
        }
        for (int i = 0; i < mark.length; i++) {
            if ((bytes[i] & 0xff) != mark[i]) {
                return false;
            }
        }
        return true;
    }
}
