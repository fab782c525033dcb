package io.hydrant.cli.table;

import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;

/// What can be read once only: standard input, a pipe. Plain, or compressed by gzip or zstd.
record StreamInput(String name, Source source) implements Input {
    /// How much of it is held in memory to look at.
    static final int HELD_BYTES = 1 << 20;

    /// Opens it, once.
    interface Source {
        InputStream open() throws IOException;
    }

    @Override
    public OptionalLong size() {
        return OptionalLong.empty();
    }

    @Override
    public Opened open() throws IOException {
        ReadBytes raw = new ReadBytes(source.open());
        HeldBeginning held = new HeldBeginning(Unpacked.unpack(name, raw));
        return new Opened() {
            @Override
            public InputStream bytes() {
                return held;
            }

            @Override
            public InputStream again() throws IOException {
                return held.beginning(HELD_BYTES);
            }

            @Override
            public int mostAgain() {
                return HELD_BYTES;
            }

            @Override
            public void onlyOnce() {
                held.release();
            }

            @Override
            public long taken() {
                return raw.count();
            }

            @Override
            public void close() throws IOException {
                held.close();
            }
        };
    }
}
