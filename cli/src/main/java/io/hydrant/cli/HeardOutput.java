package io.hydrant.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

/// Standard output, for as long as somebody reads it: `head` stops when it has seen enough, and
/// what is written after that would be fetched for nobody.
final class HeardOutput extends OutputStream {
    /// Nobody reads any more, which is no failure.
    static final class UnheardException extends IOException {
        private static final long serialVersionUID = 1;
    }

    private final PrintStream out;

    HeardOutput(PrintStream out) {
        this.out = out;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        out.write(bytes, from, length);
        if (out.checkError()) {
            throw new UnheardException();
        }
    }
}
