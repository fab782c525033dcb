package io.hydrant.aws.xml;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// Reads a caller's XML into [XmlElement]s. A document type is refused, so there are no entities
/// but the five that XML knows by itself; bytes, depth and number of elements are bounded. Safe for
/// use from many threads.
public final class XmlReader {
    /// Deeper than any request of S3 (lifecycle rules nest six levels).
    private static final int MAX_DEPTH = 32;

    private final int maxBytes;
    private final int maxElements;

    /// @param maxBytes a longer document is refused; 1,000 keys to delete, each of 1,024 bytes that
    ///   are all escaped, take about 7 MiB
    public XmlReader(int maxBytes, int maxElements) {
        this.maxBytes = maxBytes;
        this.maxElements = maxElements;
    }

    /// Reads `in` to its end, so that a hash or signature over it has been checked when this
    /// returns; empty when it is not well-formed XML, has a document type or is beyond the bounds.
    ///
    /// @throws IOException when `in` cannot be read
    public Optional<XmlElement> read(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(maxBytes + 1);
        if (bytes.length > maxBytes) {
            return Optional.empty();
        }
        return parse(bytes);
    }

    /// As [#read(InputStream)], of a document that is in memory.
    public Optional<XmlElement> parse(byte[] document) {
        try {
            XMLStreamReader reader =
                    Factory.SAFE.createXMLStreamReader(new ByteArrayInputStream(document));
            return Optional.of(root(reader));
        } catch (XMLStreamException malformed) {
            return Optional.empty();
        }
    }

    private XmlElement root(XMLStreamReader reader) throws XMLStreamException {
        Deque<Draft> open = new ArrayDeque<>();
        open.push(new Draft(""));
        int count = 0;
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    count++;
                    if (count > maxElements || open.size() > MAX_DEPTH) {
                        throw new XMLStreamException("too many elements, or too deep");
                    }
                    open.push(new Draft(reader.getLocalName()));
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    XmlElement done = open.pop().element();
                    open.getFirst().children.add(done);
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
                        open.getFirst().text.append(reader.getText());
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                        throw new XMLStreamException("a document type or an entity");
                default -> {}
            }
        }
        return open.getFirst().children.getFirst();
    }

    /// An element whose end has not come yet.
    private static final class Draft {
        private final String name;
        private final StringBuilder text = new StringBuilder();
        private final List<XmlElement> children = new ArrayList<>();

        Draft(String name) {
            this.name = name;
        }

        XmlElement element() {
            return new XmlElement(name, text.toString(), children);
        }
    }

    /// Made at first use: loading the JDK's parser takes some 30 ms that a start can do without.
    private static final class Factory {
        static final XMLInputFactory SAFE = safe();

        private static XMLInputFactory safe() {
            XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
            factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
            factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
            factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, true);
            factory.setXMLResolver((publicId, systemId, base, namespace) -> {
                throw new XMLStreamException("external entity");
            });
            return factory;
        }
    }
}
