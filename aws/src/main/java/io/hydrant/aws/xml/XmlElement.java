package io.hydrant.aws.xml;

import java.util.List;
import java.util.Optional;

/// One element of a small XML document that a caller sent. `name` is without namespace and prefix;
/// `text` is all character data directly inside, untrimmed. Attributes and comments are dropped.
public record XmlElement(String name, String text, List<XmlElement> children) {
    public XmlElement {
        children = List.copyOf(children);
    }

    /// The first child of that name.
    public Optional<XmlElement> child(String name) {
        return children.stream().filter(child -> child.name.equals(name)).findFirst();
    }

    /// All children of that name, in order.
    public List<XmlElement> children(String name) {
        return children.stream().filter(child -> child.name.equals(name)).toList();
    }

    /// The text of the first child of that name.
    public Optional<String> textOf(String name) {
        return child(name).map(XmlElement::text);
    }
}
