package io.hydrant.core.disk;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/// The bytes of a file in a [MemoryDisk]: as programs see them, and as they would be found after a
/// power cut. Guarded by its disk.
final class MemoryFile {

    /// Something that was done since the last force.
    private sealed interface Change {
        record Write(long offset, byte[] bytes) implements Change {}

        record Truncate(long length) implements Change {}
    }

    private byte[] seen = new byte[0];
    private int seenLength;
    private byte[] forced = new byte[0];
    private int forcedLength;
    private final List<Change> unforced = new ArrayList<>();

    int length() {
        return seenLength;
    }

    int read(ByteBuffer into, long offset) {
        if (offset >= seenLength) {
            return into.hasRemaining() ? -1 : 0;
        }
        int bytes = (int) Math.min(into.remaining(), seenLength - offset);
        into.put(seen, (int) offset, bytes);
        return bytes;
    }

    void write(byte[] bytes, long offset) {
        seen = withRoom(seen, (int) offset + bytes.length);
        seenLength = Math.max(seenLength, (int) offset + bytes.length);
        System.arraycopy(bytes, 0, seen, (int) offset, bytes.length);
        unforced.add(new Change.Write(offset, bytes));
    }

    void truncate(long length) {
        if (length < seenLength) {
            Arrays.fill(seen, (int) length, seenLength, (byte) 0);
            seenLength = (int) length;
            unforced.add(new Change.Truncate(length));
        }
    }

    void force() {
        unforced.forEach(this::persist);
        unforced.clear();
    }

    /// Forgets what was not forced, or some of it: any write may have reached the disk, wholly or
    /// in part.
    void losePower(RandomGenerator random) {
        for (Change change : unforced) {
            switch (random.nextInt(3)) {
                case 0 -> persist(change);
                case 1 -> {
                    if (change instanceof Change.Write write) {
                        torn(write, random).forEach(this::persist);
                    }
                }
                default -> {}
            }
        }
        unforced.clear();
        seen = Arrays.copyOf(forced, forcedLength);
        seenLength = forcedLength;
    }

    /// The pieces that reached the disk: its beginning, its end, both, or what is between.
    private static List<Change.Write> torn(Change.Write write, RandomGenerator random) {
        int length = write.bytes().length;
        int from = random.nextInt(length + 1);
        int to = from + random.nextInt(length - from + 1);
        return switch (random.nextInt(4)) {
            case 0 -> List.of(piece(write, 0, from));
            case 1 -> List.of(piece(write, from, length));
            case 2 -> List.of(piece(write, 0, from), piece(write, to, length));
            default -> List.of(piece(write, from, to));
        };
    }

    private static Change.Write piece(Change.Write write, int from, int to) {
        return new Change.Write(write.offset() + from, Arrays.copyOfRange(write.bytes(), from, to));
    }

    private void persist(Change change) {
        switch (change) {
            case Change.Write(long offset, byte[] bytes) -> {
                if (bytes.length > 0) {
                    int end = (int) offset + bytes.length;
                    forced = withRoom(forced, end);
                    forcedLength = Math.max(forcedLength, end);
                    System.arraycopy(bytes, 0, forced, (int) offset, bytes.length);
                }
            }
            case Change.Truncate(long length) -> {
                if (length < forcedLength) {
                    Arrays.fill(forced, (int) length, forcedLength, (byte) 0);
                    forcedLength = (int) length;
                }
            }
        }
    }

    private static byte[] withRoom(byte[] bytes, int length) {
        return length <= bytes.length
                ? bytes
                : Arrays.copyOf(bytes, Math.max(length, bytes.length * 2));
    }
}
