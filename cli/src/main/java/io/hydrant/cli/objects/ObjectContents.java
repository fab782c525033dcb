package io.hydrant.cli.objects;

import io.hydrant.cli.program.CommandFailure;
import io.hydrant.cli.table.GzipInput;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipInputStream;
import org.xerial.snappy.SnappyInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/// Reads objects as streams, decompressed. How an object is compressed is told by its first bytes
/// rather than by its key or its Content-Encoding: both kinds of Snappy end in `.snappy`, and a
/// stream may give its objects any extension.
public final class ObjectContents {
    private static final int BUFFER_BYTES = 1 << 16;

    /// The longest mark that an encoding begins with: `0x82 "SNAPPY" 0x00`.
    private static final int MARK_BYTES = 8;

    private final S3Client s3;

    public ObjectContents(S3Client s3) {
        this.s3 = s3;
    }

    /// The object's bytes as they are stored.
    public InputStream stored(S3Address address) {
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
