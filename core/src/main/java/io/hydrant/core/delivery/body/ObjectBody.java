package io.hydrant.core.delivery.body;

import io.hydrant.core.disk.Disk;
import io.hydrant.core.format.Converter;
import io.hydrant.core.format.RecordWriter;
import io.hydrant.core.log.StreamLog;
import io.hydrant.core.objectstore.ObjectSink.Body;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/// The bytes of an object, made of a span of the log. An object whose length is known before is
/// made while it is read. Anything else is encoded once into a file beside the log, since the
/// length must be known before the first byte is sent; when there is no room for that file it is
/// encoded twice instead, so that a full disk can still be emptied.
public final class ObjectBody implements Body, AutoCloseable {
    private final Disk disk;
    private final StreamLog log;
    private final Content content;
    private final Converter converter;
    private final boolean isSecret;

    /// Under which the file is encrypted, if it is.
    private Optional<SpillCipher> cipher = Optional.empty();

    private Optional<Path> spill = Optional.empty();
    private long length;

    private ObjectBody(
            Disk disk, StreamLog log, Content content, Converter converter, boolean isSecret) {
        this.isSecret = isSecret;
        this.disk = disk;
        this.converter = converter;
        this.log = log;
        this.content = content;
    }

    /// @param converter writes it, if its format has columns
    /// @param isSecret whether no byte of it may lie on the disk in clear
    public static ObjectBody of(
            Disk disk, StreamLog log, Content content, Converter converter, boolean isSecret)
            throws IOException {
        ObjectBody body = new ObjectBody(disk, log, content, converter, isSecret);
        OptionalLong length = content.encoding().length(content.part());
        if (length.isPresent()) {
            disk.delete(body.spillFile());
            body.length = length.getAsLong();
        } else {
            body.encode();
        }
        return body;
    }

    /// May be there already: an earlier attempt could not remove its file.
    private Path spillFile() {
        return log.scratch(Long.toString(content.part().start().position()));
    }

    private void encode() throws IOException {
        Path file = spillFile();
        spill = Optional.of(file);
        boolean isEncoded = false;
        try {
            length = encodeTo(spillTo(file));
            isEncoded = true;
        } catch (SpillFailedException e) {
            close();
            length = encodeTo(OutputStream.nullOutputStream());
            isEncoded = true;
        } finally {
            if (!isEncoded) {
                close();
            }
        }
    }

    private OutputStream spillTo(Path file) throws IOException {
        if (!isSecret) {
            return new SpillOutput(disk, file);
        }
        SpillCipher made = new SpillCipher(log.scratchKey());
        cipher = Optional.of(made);
        return made.sealed(new SpillOutput(disk, file));
    }

    /// How many bytes that made.
    private long encodeTo(OutputStream out) throws IOException {
        try (out;
                CountingOutput counted = new CountingOutput(out);
                Records records = records()) {
            try (RecordWriter writer = content.encoding().writer(counted, content, converter)) {
                while (records.next()) {
                    writer.writeAll(records.payloads(), records.lengths());
                }
            }
            return counted.count();
        }
    }

    private Records records() throws IOException {
        return Records.of(log, content.part());
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public InputStream open() throws IOException {
        if (spill.isPresent()) {
            InputStream stored = new SpillInput(disk.openForReading(spill.get()));
            return cipher.isPresent() ? cipher.get().opened(stored, length) : stored;
        }
        return content.encoding().isPlain()
                ? new PlainInput(records())
                : new EncodedInput(records(), content, converter);
    }

    /// Removes the file.
    @Override
    public void close() throws IOException {
        if (spill.isPresent()) {
            Path file = spill.get();
            spill = Optional.empty();
            disk.delete(file);
        }
    }
}
