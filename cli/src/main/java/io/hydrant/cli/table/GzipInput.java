package io.hydrant.cli.table;

import io.hydrant.aws.BlockInput;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/// Unpacks gzip (RFC 1952): one member, or several one after the other. The JDK's own class takes a
/// later member that is damaged for the end of the file; here that is an error.
public final class GzipInput extends BlockInput {
    private static final int BUFFER_BYTES = 1 << 12;
    private static final int HAS_CHECKSUM = 2;
    private static final int HAS_EXTRA = 4;
    private static final int HAS_NAME = 8;
    private static final int HAS_COMMENT = 16;

    private final BufferedInputStream packed;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private final byte[] chunk = new byte[BUFFER_BYTES];
    private int filled;
    private boolean ended;

    public GzipInput(BufferedInputStream packed) throws IOException {
        this.packed = packed;
        readHeader();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        while (!ended) {
            int read = inflate(target, offset, length);
            if (read > 0 || length == 0) {
                checksum.update(target, offset, read);
                return read;
            }
            if (inflater.finished()) {
                endMember();
            } else {
                fill();
            }
        }
        return -1;
    }

    private int inflate(byte[] target, int offset, int length) throws ZipException {
        try {
            int read = inflater.inflate(target, offset, length);
            if (read == 0 && inflater.needsDictionary()) {
                throw new ZipException("it asks for a dictionary");
            }
            return read;
        } catch (DataFormatException e) {
            throw new ZipException(e.getMessage() == null ? "wrong bytes" : e.getMessage());
        }
    }

    /// What the inflater leaves over is taken back, so the bytes behind a member are read as such.
    private void fill() throws IOException {
        packed.mark(BUFFER_BYTES);
        int read = packed.read(chunk);
        if (read < 0) {
            throw new EOFException("it ends within its data");
        }
        inflater.setInput(chunk, 0, read);
        filled = read;
    }

    private void endMember() throws IOException {
        int taken = filled - inflater.getRemaining();
        packed.reset();
        packed.skipNBytes(taken);
        if (number(4) != checksum.getValue()
                || number(4) != (inflater.getBytesWritten() & 0xffff_ffffL)) {
            throw new ZipException("its checksum does not fit");
        }
        inflater.reset();
        checksum.reset();
        skipZeros();
        if (atEnd()) {
            ended = true;
        } else {
            readHeader();
        }
    }

    /// Tapes fill their last block.
    private void skipZeros() throws IOException {
        int b;
        do {
            packed.mark(1);
            b = packed.read();
        } while (b == 0);
        if (b > 0) {
            packed.reset();
        }
    }

    private boolean atEnd() throws IOException {
        packed.mark(1);
        boolean end = packed.read() < 0;
        if (!end) {
            packed.reset();
        }
        return end;
    }

    private void readHeader() throws IOException {
        if (number(2) != 0x8b1f || number(1) != 8) {
            throw new ZipException("bytes that are not gzip");
        }
        int flags = (int) number(1);
        number(4);
        number(2);
        if ((flags & HAS_EXTRA) != 0) {
            packed.skipNBytes(number(2));
        }
        if ((flags & HAS_NAME) != 0) {
            skipText();
        }
        if ((flags & HAS_COMMENT) != 0) {
            skipText();
        }
        if ((flags & HAS_CHECKSUM) != 0) {
            number(2);
        }
    }

    private void skipText() throws IOException {
        while (number(1) != 0) {
            // up to the zero that ends it
        }
    }

    /// Little-endian.
    private long number(int bytes) throws IOException {
        long number = 0;
        for (int i = 0; i < bytes; i++) {
            int b = packed.read();
            if (b < 0) {
                throw new EOFException("it ends within a header or a checksum");
            }
            number |= (long) b << (8 * i);
        }
        return number;
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        packed.close();
    }
}
