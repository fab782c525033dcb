package io.hydrant.cli.table;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/// One entry of a zip file.
///
/// @param packedBytes what the entry takes in the file
record ZippedInput(String name, Path file, String entry, long packedBytes) implements Input {

    @Override
    public OptionalLong size() {
        return OptionalLong.of(packedBytes);
    }

    @Override
    public Opened open() throws IOException {
        ZipFile zip = new ZipFile(file.toFile());
        ReadBytes unpacked = new ReadBytes(entryOf(zip));
        long size = Math.max(1, zip.getEntry(entry).getSize());
        InputStream bytes = new Unpacked(name, unpacked, () -> "in " + entry);
        return new Opened() {
            @Override
            public InputStream bytes() {
                return bytes;
            }

            @Override
            public InputStream again() throws IOException {
                return new Unpacked(name, entryOf(zip), () -> "in " + entry);
            }

            // The file does not tell how far it is read, so this goes by what came out of it.
            @Override
            public long taken() {
                return (long) (packedBytes * Math.min(1.0, (double) unpacked.count() / size));
            }

            @Override
            public void close() throws IOException {
                try (zip) {
                    bytes.close();
                }
            }
        };
    }

    private InputStream entryOf(ZipFile zip) throws IOException {
        ZipEntry found = zip.getEntry(entry);
        if (found == null) {
            throw new IOException(name + " has lost its entry " + entry + ".");
        }
        return new Checked(zip.getInputStream(found), found);
    }

    /// The JDK leaves it to the reader whether the entry is what its checksum says.
    private static final class Checked extends CheckedInputStream {
        private final ZipEntry entry;
        private long count;

        Checked(InputStream in, ZipEntry entry) {
            super(in, new CRC32());
            this.entry = entry;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = super.read(target, offset, length);
            if (read > 0) {
                count += read;
            } else if (read < 0) {
                check();
            }
            return read;
        }

        private void check() throws IOException {
            if (count < entry.getSize()) {
                throw new EOFException("it ends within its data");
            }
            if (getChecksum().getValue() != entry.getCrc()) {
                throw new ZipException("its checksum does not fit");
            }
        }
    }
}
