package io.hydrant.server.iam;

import io.hydrant.aws.query.CheckedParameters;
import io.hydrant.aws.query.CheckedParameters.Text;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.iam.IamError;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// Which part of a list a caller asks for: at most `maxItems`, after the name that the marker of
/// the page before holds.
record Paged(Optional<String> after, int maxItems) {
    private static final int MAX_ITEMS = 1000;
    private static final int MAX_ITEMS_DEFAULT = 100;
    private static final Text MARKER = Text.length(1, 4096);

    static Paged of(IamInput input) {
        CheckedParameters members = input.members();
        return new Paged(
                members.optional("Marker", MARKER).map(Paged::decode),
                members.number("MaxItems", MAX_ITEMS_DEFAULT, 1, MAX_ITEMS));
    }

    /// The items of one page in order of their names, and the marker of the page after it.
    record Page<T>(List<T> items, Optional<String> marker) {
        Page {
            items = List.copyOf(items);
        }

        void writeEnd(XmlWriter result) {
            result.element("IsTruncated", marker.isPresent()).element("Marker", marker);
        }
    }

    <T> Page<T> cut(Collection<T> all, Function<T, String> name) {
        List<T> following =
                all.stream()
                        .filter(item -> after.isEmpty() || isAfter(name.apply(item)))
                        .sorted(Comparator.comparing(name, String.CASE_INSENSITIVE_ORDER))
                        .toList();
        List<T> page = following.stream().limit(maxItems).toList();
        return new Page<>(
                page,
                following.size() > page.size()
                        ? Optional.of(encode(name.apply(page.getLast())))
                        : Optional.empty());
    }

    /// Writes the page as a list of members, and whether there is more. `member` writes what is
    /// inside one.
    <T> void write(
            XmlWriter result,
            String element,
            Collection<T> all,
            Function<T, String> name,
            BiConsumer<XmlWriter, T> member) {
        Page<T> page = cut(all, name);
        result.start(element);
        for (T item : page.items()) {
            result.start("member");
            member.accept(result, item);
            result.end();
        }
        result.end();
        page.writeEnd(result);
    }

    private boolean isAfter(String name) {
        return name.compareToIgnoreCase(after.orElseThrow()) > 0;
    }

    /// The marker of a page that goes on after this.
    static String encode(String name) {
        return Base64.getUrlEncoder().encodeToString(name.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String marker) {
        try {
            return new String(Base64.getUrlDecoder().decode(marker), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw IamError.VALIDATION_ERROR.because("Invalid Marker.");
        }
    }
}
