package io.hydrant.aws.form;

import io.hydrant.aws.BlockInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads a multipart body part by part; within a part it is a stream that ends where the part does.
/// Keeps a fixed buffer, however long a part is. Not for several threads.
final class MultipartStream extends BlockInput {
    private static final int BUFFER_BYTES = 65_536;

    /// A part's headers take some 200 bytes.
    private static final int MAX_HEADER_BYTES = 4_096;

    private final InputStream in;
    private final byte[] delimiter;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int start;
    private int end;
    private boolean inPart = true;

    /// The first boundary has no line end before it, so one is put there.
    MultipartStream(InputStream in, String boundary) {
        this.in = in;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        buffer[end++] = '\r';
        buffer[end++] = '\n';
    }

    /// Skips what is left of this part and goes to the next; false after the last.
    boolean next() throws IOException {
        skipPart();
        fill(2);
        boolean last = end - start < 2 || buffer[start] == '-' && buffer[start + 1] == '-';
        if (!last && (buffer[start] != '\r' || buffer[start + 1] != '\n')) {
            throw FormError.MALFORMED_POST.exception();
        }
        start += Math.min(2, end - start);
        inPart = !last;
        return inPart;
    }

    private void skipPart() throws IOException {
        byte[] dropped = new byte[8_192];
        int n;
        do {
            n = read(dropped, 0, dropped.length);
        } while (n >= 0);
    }

    /// The header lines at the beginning of the part.
    String headers() throws IOException {
        byte[] blank = "\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
        fill(MAX_HEADER_BYTES);
        int at = indexOf(blank);
        if (at < 0 || at - start > MAX_HEADER_BYTES) {
            throw FormError.MALFORMED_POST.exception();
        }
        String headers = new String(buffer, start, at - start, StandardCharsets.UTF_8);
        start = at + blank.length;
        return headers;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (!inPart) {
            return -1;
        }
        if (length == 0) {
            return 0;
        }
        fill(delimiter.length);
        int at = indexOf(delimiter);
        int available = (at < 0 ? end - delimiter.length + 1 : at) - start;
        if (at == start) {
            start += delimiter.length;
            inPart = false;
            return -1;
        }
        if (available <= 0) {
            throw FormError.MALFORMED_POST.exception();
        }
        int n = Math.min(length, available);
        System.arraycopy(buffer, start, into, offset, n);
        start += n;
        return n;
    }

    /// Tries to have `count` bytes in the buffer; fewer at the end.
    private void fill(int count) throws IOException {
        if (end - start >= count) {
            return;
        }
        System.arraycopy(buffer, start, buffer, 0, end - start);
        end -= start;
        start = 0;
        while (end < count) {
            int n = in.read(buffer, end, buffer.length - end);
            if (n < 0) {
                return;
            }
            end += n;
        }
    }

    private int indexOf(byte[] wanted) {
        for (int i = start; i <= end - wanted.length; i++) {
            if (buffer[i] == wanted[0]
                    && Arrays.equals(buffer, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        return -1;
    }
}
