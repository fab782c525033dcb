package io.hydrant.core.transform.chain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Takes records apart that hold several: JSON objects one after the other, with white space
/// between them or without; or whatever a delimiter parts. Nothing between them is kept, and what
/// is empty is none. A record of more parts than [#PARTS_MAX], or that cannot be taken apart, stays
/// whole.
///
/// @param delimiter of the parts; empty for JSON
record DeAggregation(Optional<byte[]> delimiter) implements ChainStep {
    /// AWS's limit.
    static final int PARTS_MAX = 500;

    @Override
    public List<Item> apply(Item item) {
        byte[] bytes = item.bytes();
        List<int[]> ranges =
                delimiter.isPresent()
                        ? parted(bytes, delimiter.get())
                        : JsonObjects.in(bytes, PARTS_MAX + 1).orElse(List.of());
        boolean isWhole =
                ranges.isEmpty()
                        || ranges.size() > PARTS_MAX
                        || ranges.size() == 1 && length(ranges.getFirst()) == bytes.length;
        if (isWhole) {
            return List.of(item);
        }
        List<Item> parts = new ArrayList<>(ranges.size());
        for (int[] range : ranges) {
            byte[] part = Arrays.copyOfRange(bytes, range[0], range[1]);
            parts.add(ranges.size() == 1 ? item.with(part) : item.part(part, parts.size()));
        }
        return parts;
    }

    private static int length(int[] range) {
        return range[1] - range[0];
    }

    private static List<int[]> parted(byte[] bytes, byte[] delimiter) {
        List<int[]> ranges = new ArrayList<>();
        int start = 0;
        while (start < bytes.length && ranges.size() <= PARTS_MAX) {
            int end = indexOf(delimiter, bytes, start);
            if (end > start) {
                ranges.add(new int[] {start, end});
            }
            start = end + delimiter.length;
        }
        return ranges;
    }

    private static int indexOf(byte[] wanted, byte[] bytes, int from) {
        for (int i = from; i + wanted.length <= bytes.length; i++) {
            if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        return bytes.length;
    }
}
