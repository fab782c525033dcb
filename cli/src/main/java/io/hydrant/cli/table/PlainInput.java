package io.hydrant.cli.table;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/// A file with one table, plain or compressed by gzip or zstd.
record PlainInput(String name, Path file, long bytes) implements Input {

    @Override
    public OptionalLong size() {
        return OptionalLong.of(bytes);
    }

    @Override
    public Opened open() throws IOException {
        ReadBytes raw = new ReadBytes(Files.newInputStream(file));
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

    private InputStream unpacked(ReadBytes raw) throws IOException {
        try {
            return Unpacked.unpack(name, raw);
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }
}
