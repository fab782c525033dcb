package io.hydrant.cli.table;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/// A file with one table, plain or compressed by gzip or zstd.
record FileInput(String name, Path file, long bytes) implements Input {

    @Override
    public OptionalLong size() {
        return OptionalLong.of(bytes);
    }

    @Override
    public Opened open() throws IOException {
        ReadBytes raw = new ReadBytes(new Whole(Files.newInputStream(file)));
        InputStream unpacked = unpacked(raw);
        return new Opened() {
            @Override
            public InputStream bytes() {
                return unpacked;
            }

            @Override
            public InputStream again() throws IOException {
                return unpacked(new ReadBytes(Files.newInputStream(file)));
            }

            @Override
            public long taken() {
                return raw.count();
            }

            @Override
            public void close() throws IOException {
                unpacked.close();
            }
        };
    }

    /// A file that was cut, or written anew, while it was read does not end like one that is whole:
    /// what seems to be its last row may be half of one.
    private final class Whole extends FilterInputStream {
        private long read;

        Whole(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = super.read(target, offset, length);
            if (count < 0 && read < bytes) {
                throw new ChangedInputException(name, bytes, read);
            }
            read += Math.max(count, 0);
            return count;
        }
    }

    private InputStream unpacked(ReadBytes raw) throws IOException {
        try {
            return Unpacked.unpack(name, raw);
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }
}
