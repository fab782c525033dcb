package io.hydrant.server.cloudformation;

import io.hydrant.aws.xml.XmlWriter;
import java.util.Collection;
import java.util.function.Consumer;

/// Writes the lists of answers.
final class Lists {
    private Lists() {}

    /// An empty list is an empty element.
    static void texts(XmlWriter xml, String name, Collection<String> texts) {
        of(xml, name, texts, text -> xml.element("member", text));
    }

    /// Nothing at all when empty.
    static void textsIfAny(XmlWriter xml, String name, Collection<String> texts) {
        if (!texts.isEmpty()) {
            texts(xml, name, texts);
        }
    }

    /// Each element is a structure whose members `write` writes.
    static <T> void structures(XmlWriter xml, String name, Collection<T> items, Consumer<T> write) {
        of(
                xml,
                name,
                items,
                item -> {
                    xml.start("member");
                    write.accept(item);
                    xml.end();
                });
    }

    private static <T> void of(XmlWriter xml, String name, Collection<T> items, Consumer<T> write) {
        if (items.isEmpty()) {
            xml.empty(name);
            return;
        }
        xml.start(name);
        items.forEach(write);
        xml.end();
    }
}
