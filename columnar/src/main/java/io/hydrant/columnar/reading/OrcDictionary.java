package io.hydrant.columnar.reading;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.orc.OrcProto.Stream;
import org.apache.orc.impl.IntegerReader;

/// The texts that a column has in one stripe, which its values name by their places.
final class OrcDictionary {
    private final byte[] bytes;

    /// Where each text begins, and the last one ends.
    private final int[] starts;

    private OrcDictionary(byte[] bytes, int[] starts) {
        this.bytes = bytes;
        this.starts = starts;
    }

    static OrcDictionary read(int id, OrcStripe stripe) throws IOException {
        int count = stripe.encoding(id).getDictionarySize();
        if (count < 0) {
            throw UnreadableFileException.damaged("a dictionary has less than no texts");
        }
        stripe.take((count + 1L) * Integer.BYTES);
        int[] starts = new int[count + 1];
        IntegerReader lengths = stripe.integers(id, Stream.Kind.LENGTH, false);
        for (int i = 0; i < count; i++) {
            long end = starts[i] + lengths.next();
            if (end < starts[i] || end > Integer.MAX_VALUE) {
                throw UnreadableFileException.damaged("a dictionary has impossible lengths");
            }
            starts[i + 1] = (int) end;
        }
        return new OrcDictionary(bytes(starts[count], id, stripe), starts);
    }

    private static byte[] bytes(int length, int id, OrcStripe stripe) throws IOException {
        stripe.take(length);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        OrcStream in = stripe.stream(id, Stream.Kind.DICTIONARY_DATA);
        byte[] part = new byte[8 << 10];
        for (int left = length; left > 0; ) {
            int count = in.read(part, 0, Math.min(left, part.length));
            bytes.write(part, 0, count);
            left -= count;
        }
        return bytes.toByteArray();
    }

    String text(long place) throws IOException {
        if (place < 0 || place >= starts.length - 1) {
            throw UnreadableFileException.damaged("a value is not in its dictionary");
        }
        int at = (int) place;
        return new String(bytes, starts[at], starts[at + 1] - starts[at], StandardCharsets.UTF_8);
    }
}
