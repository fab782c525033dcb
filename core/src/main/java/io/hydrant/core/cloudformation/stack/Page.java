package io.hydrant.core.cloudformation.stack;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/// Some of a list. Like AWS's, a page has at most a hundred items and about a megabyte, but one
/// item at least.
///
/// @param next where the list goes on, when it does
public record Page<T>(List<T> items, Optional<String> next) {
    private static final int ITEMS_MAX = 100;
    private static final long CHARACTERS_MAX = 1_000_000;

    public Page {
        items = List.copyOf(items);
    }

    /// The part of a list that begins at an index.
    public static <T> Page<T> of(
            List<T> all, Optional<String> position, ToLongFunction<T> characters) {
        int start = Math.min(position.map(Integer::parseInt).orElse(0), all.size());
        Gathering<T> page = new Gathering<>();
        for (int i = start; i < all.size(); i++) {
            T item = all.get(i);
            if (!page.add(item, Integer.toString(i + 1), characters.applyAsLong(item))) {
                break;
            }
        }
        return page.page();
    }

    /// A page that is put together item by item.
    public static final class Gathering<T> {
        private final List<T> items = new ArrayList<>();
        private long characters;
        private String last = "";
        private boolean more;

        /// Whether there was room for it. When not, the page is complete and there is more.
        ///
        /// @param position where a list goes on that ended with this item
        public boolean add(T item, String position, long length) {
            boolean full = items.size() >= ITEMS_MAX || characters + length > CHARACTERS_MAX;
            if (full && !items.isEmpty()) {
                more = true;
                return false;
            }
            items.add(item);
            characters += length;
            last = position;
            return true;
        }

        public Page<T> page() {
            return new Page<>(items, more ? Optional.of(last) : Optional.empty());
        }
    }
}
