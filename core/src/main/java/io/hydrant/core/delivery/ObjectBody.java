package io.hydrant.core.delivery;

import io.hydrant.core.disk.Disk;
import io.hydrant.core.format.CompressionFormat;
import io.hydrant.core.log.DurableLog;
import io.hydrant.core.log.LogPlace;
import io.hydrant.core.objectstore.ObjectSink.Body;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;

/// The bytes of an object, made of a range of the log. Uncompressed they are read straight from it.
/// Compressed they are encoded once into a file beside the log, since their length must be known
/// before the first is sent; when there is no room for that file they are encoded twice instead, so
/// that a full disk can still be emptied.
final class ObjectBody implements Body, AutoCloseable {
    /// Files with this in front are of no use after a start.
    static final String SPILL_PREFIX = "spill-";

    private final Disk disk;
    private final DurableLog log;
    private final LogPlace place;
    private final Intent intent;
    private Optional<Path> spill = Optional.empty();
    private long length;

    private ObjectBody(Disk disk, DurableLog log, LogPlace place, Intent intent) {
        this.disk = disk;
        this.log = log;
        this.place = place;
        this.intent = intent;
        this.length = intent.payloadBytes();
    }

    /// @param place of the frame with the object's first record
    static ObjectBody of(Disk disk, DurableLog log, LogPlace place, Intent intent)
            throws IOException {
        ObjectBody body = new ObjectBody(disk, log, place, intent);
        if (intent.format() == CompressionFormat.UNCOMPRESSED) {
            disk.delete(body.spillFile());
        } else {
            body.encode();
        }
        return body;
    }

    /// May be there already: an earlier attempt ended before it could remove its file.
    private Path spillFile() {
        return log.directory().resolve(SPILL_PREFIX + intent.start().position());
    }

    private void encode() throws IOException {
        Path file = spillFile();
        spill = Optional.of(file);
        boolean isEncoded = false;
        try {
            length = encodeTo(new SpillOutput(disk, file));
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

    /// How many bytes that made.
    private long encodeTo(OutputStream out) throws IOException {
        try (out;
                CountingOutput counted = new CountingOutput(out);
                InputStream records = records()) {
            try (OutputStream encoded =
                    intent.format().encode(counted, intent.key(), intent.oldestArrival())) {
                records.transferTo(encoded);
            }
            return counted.count();
        }
    }

    private InputStream records() {
        return new RangeInput(log.read(place), intent.start(), intent.end());
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public InputStream open() throws IOException {
        if (spill.isPresent()) {
            return new SpillInput(disk.openForReading(spill.get()));
        }
        if (intent.format() == CompressionFormat.UNCOMPRESSED) {
            return records();
        }
        return EncodedInput.of(records(), intent);
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
