package io.hydrant.aws.xml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class XmlReaderTest {
    private final XmlReader reader = new XmlReader(10_000, 100);

    @Test
    void readsElementsWithoutNamespacesAndWithTheirText() {
        XmlElement delete =
                parse(
                                """
                                <?xml version="1.0" encoding="UTF-8"?>
                                <!-- a comment -->
                                <Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
                                  <Quiet>true</Quiet>
                                  <Object><Key>a &amp; b&#10;<![CDATA[<c>]]></Key></Object>
                                  <Object><Key> ñ </Key><VersionId/></Object>
                                </Delete>
                                """)
                        .orElseThrow();
        assertThat(delete.name()).isEqualTo("Delete");
        assertThat(delete.textOf("Quiet")).contains("true");
        assertThat(delete.children("Object"))
                .extracting(object -> object.textOf("Key").orElseThrow())
                .containsExactly("a & b\n<c>", " ñ ");
        assertThat(delete.children("Object").getLast().textOf("VersionId")).contains("");
        assertThat(delete.child("Bucket")).isEmpty();
    }

    @Test
    void refusesDocumentTypesAndEntities() {
        assertThat(parse("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>"))
                .isEmpty();
        assertThat(parse("<!DOCTYPE a><a/>")).isEmpty();
        assertThat(parse("<a>&unknown;</a>")).isEmpty();
    }

    @Test
    void refusesWhatIsNotWellFormed() {
        assertThat(parse("")).isEmpty();
        assertThat(parse("hello")).isEmpty();
        assertThat(parse("<a><b></a></b>")).isEmpty();
        assertThat(parse("<a/><b/>")).isEmpty();
        assertThat(parse("<a>")).isEmpty();
    }

    @Test
    void refusesMoreBytesElementsAndDepthThanItsBounds() throws IOException {
        assertThat(read("<a>" + "x".repeat(9_993) + "</a>")).isPresent();
        assertThat(read("<a>" + "x".repeat(9_994) + "</a>")).isEmpty();
        assertThat(parse("<a>" + "<b/>".repeat(99) + "</a>")).isPresent();
        assertThat(parse("<a>" + "<b/>".repeat(100) + "</a>")).isEmpty();
        assertThat(parse("<a>".repeat(32) + "</a>".repeat(32))).isPresent();
        assertThat(parse("<a>".repeat(33) + "</a>".repeat(33))).isEmpty();
    }

    private Optional<XmlElement> parse(String document) {
        return reader.parse(document.getBytes(StandardCharsets.UTF_8));
    }

    private Optional<XmlElement> read(String document) throws IOException {
        return reader.read(new ByteArrayInputStream(document.getBytes(StandardCharsets.UTF_8)));
    }
}
