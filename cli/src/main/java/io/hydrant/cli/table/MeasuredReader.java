package io.hydrant.cli.table;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/// Knows how much of what was read has become rows: a parser reads far ahead of the row it is at,
/// and whole small files at once. When it asks for more, it is done with what it had.
final class MeasuredReader extends FilterReader {
    /// Characters that are surely done with.
    private long before;

    /// Of the characters that came last: all of them, and those that were seen in fields.
    private int last;

    private long parsed;

    MeasuredReader(Reader in) {
        super(in);
    }

    @Override
    public int read(char[] into, int offset, int length) throws IOException {
        before += last;
        parsed = 0;
        int count = super.read(into, offset, length);
        last = Math.max(count, 0);
        return count;
    }

    @Override
    public int read() throws IOException {
        char[] one = new char[1];
        return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    /// A field of so many characters was found.
    void parsed(int characters) {
        parsed += characters + 1; // and what ends it
    }

    /// How much of what was read has become rows, 0 to 1.
    double share() {
        long read = before + last;
        return read == 0 ? 1 : (double) (before + Math.min(parsed, last)) / read;
    }
}
