package io.hydrant.core.objectstore;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// Reads the bytes of versions, which others may delete at any time. Safe for use from many
/// threads.
final class ObjectReader {
    private final Index index;

    ObjectReader(Index index) {
        this.index = index;
    }

    /// A run of the bytes. The version is good for as long as the stream is open, whatever happens
    /// to it.
    ///
    /// @throws VersionGoneException when it was deleted meanwhile
    /// @throws NoSuchFileException when a file of it is missing
    InputStream read(ObjectVersion version, long offset, long length, Optional<ObjectSecret> secret)
            throws IOException {
        Optional<ObjectChecksum> whole =
                version.withBytes().size() == 1 ? version.details().checksum() : Optional.empty();
        Deque<PartsStream.Part> parts = new ArrayDeque<>();
        List<String> blobs = new ArrayList<>();
        long skip = offset;
        long left = length;
        for (ObjectVersion.Segment segment : version.segments()) {
            if (left > 0 && skip < segment.size()) {
                long from = skip;
                long count = Math.min(left, segment.size() - skip);
                parts.add(() -> index.blobs().read(segment, from, count, whole, secret));
                blobs.add(segment.blob());
                left -= count;
                skip = 0;
            } else {
                skip -= Math.min(skip, segment.size());
            }
        }
        return switch (parts.size()) {
            case 0 -> InputStream.nullInputStream();
            case 1 -> opened(version, parts.getFirst());
            default -> pinned(version, parts, blobs);
        };
    }

    private InputStream opened(ObjectVersion version, PartsStream.Part part) throws IOException {
        try {
            return part.open();
        } catch (NoSuchFileException missing) {
            throw explained(version, missing);
        }
    }

    private InputStream pinned(
            ObjectVersion version, Deque<PartsStream.Part> parts, List<String> blobs)
            throws IOException {
        index.pin(blobs);
        PartsStream stream = new PartsStream(parts, blobs, index);
        boolean isGood = false;
        try {
            // What is deleted from now on keeps its blobs; what was deleted before is not read.
            if (!isThere(version)) {
                throw new VersionGoneException(version);
            }
            for (String blob : blobs) {
                index.blobs().checkThere(blob);
            }
            isGood = true;
        } finally {
            if (!isGood) {
                stream.close();
            }
        }
        return stream;
    }

    /// Whether the files are there; their bytes are not looked at.
    ///
    /// @throws VersionGoneException when the version was deleted meanwhile
    /// @throws NoSuchFileException when a file of it is missing
    void checkThere(ObjectVersion version) throws IOException {
        try {
            for (ObjectVersion.Segment segment : version.withBytes()) {
                index.blobs().checkThere(segment.blob());
            }
        } catch (NoSuchFileException missing) {
            throw explained(version, missing);
        }
    }

    private IOException explained(ObjectVersion version, NoSuchFileException missing)
            throws IOException {
        return isThere(version) ? missing : new VersionGoneException(version);
    }

    private boolean isThere(ObjectVersion version) throws IOException {
        return index.database().read(connection -> Index.isThere(connection, version));
    }
}
