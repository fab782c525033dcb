package io.hydrant.aws.xml;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;

/// Writes a small XML document into memory, escaping text. Not for use by several threads.
public final class XmlWriter {
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final StringBuilder out = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    public XmlWriter declaration() {
        out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        return this;
    }

    public XmlWriter start(String element) {
        out.append('<').append(element).append('>');
        open.push(element);
        return this;
    }

    public XmlWriter start(String element, String namespace) {
        out.append('<').append(element).append(" xmlns=\"").append(namespace).append("\">");
        open.push(element);
        return this;
    }

    public XmlWriter end() {
        out.append("</").append(open.pop()).append('>');
        return this;
    }

    public XmlWriter element(String name, String text) {
        out.append('<').append(name).append('>');
        escape(text);
        out.append("</").append(name).append('>');
        return this;
    }

    public XmlWriter element(String name, long number) {
        return element(name, Long.toString(number));
    }

    public XmlWriter element(String name, boolean value) {
        return element(name, Boolean.toString(value));
    }

    /// Milliseconds and `Z`, as `2026-08-30T09:21:07.499Z`.
    public XmlWriter element(String name, Instant time) {
        return element(name, MILLIS.format(time));
    }

    /// Nothing when absent.
    public XmlWriter element(String name, Optional<String> text) {
        text.ifPresent(value -> element(name, value));
        return this;
    }

    public XmlWriter empty(String name) {
        out.append('<').append(name).append("/>");
        return this;
    }

    /// The document so far.
    @Override
    public String toString() {
        return out.toString();
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\r' -> out.append("&#13;");
                default -> {
                    // XML 1.0 has no way to write other control characters; they become the
                    // replacement character.
                    boolean writable = c >= 0x20 || c == '\t' || c == '\n';
                    out.append(writable && c != 0xFFFE && c != 0xFFFF ? c : '\uFFFD');
                }
            }
        }
    }
}
