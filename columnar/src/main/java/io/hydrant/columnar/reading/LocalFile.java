package io.hydrant.columnar.reading;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A file of this machine.
public final class LocalFile implements RangedSource {
    private final FileChannel file;
    private final long length;

    private LocalFile(FileChannel file, long length) {
        this.file = file;
        this.length = length;
    }

    public static LocalFile open(Path path) throws IOException {
        FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
        try {
            return new LocalFile(file, file.size());
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public byte[] read(long at, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (file.read(bytes, at + bytes.position()) < 0) {
                throw new EOFException("The file has become shorter while it is read");
            }
        }
        return bytes.array();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
