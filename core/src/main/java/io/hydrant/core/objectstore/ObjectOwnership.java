package io.hydrant.core.objectstore;

import io.hydrant.aws.xml.XmlElement;
import io.hydrant.aws.xml.XmlReader;
import io.hydrant.aws.xml.XmlWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Whose the objects of a bucket are, as AWS's model spells it. There is one account here, whose
/// they are in any case; only [#BucketOwnerEnforced] says that there are no access control lists.
public enum ObjectOwnership {
    BucketOwnerEnforced,
    BucketOwnerPreferred,
    ObjectWriter;

    private static final String ROOT = "OwnershipControls";
    private static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";
    private static final XmlReader READER = new XmlReader(64 * 1024, 100);

    public static Optional<ObjectOwnership> named(String name) {
        return List.of(values()).stream().filter(one -> one.name().equals(name)).findFirst();
    }

    /// Reads a caller's document: one rule with one of these.
    ///
    /// @throws io.hydrant.aws.ServiceException MalformedXML
    public static ObjectOwnership of(byte[] document) {
        List<XmlElement> rules =
                READER.parse(document)
                        .filter(element -> element.name().equals(ROOT))
                        .map(XmlElement::children)
                        .orElse(List.of());
        if (rules.size() != 1 || !rules.getFirst().name().equals("Rule")) {
            throw S3Error.MALFORMED_XML.refusal();
        }
        return rules.getFirst()
                .textOf("ObjectOwnership")
                .flatMap(name -> named(name.strip()))
                .orElseThrow(S3Error.MALFORMED_XML::refusal);
    }

    /// What is kept with a bucket, also when it was kept before it was checked.
    public static Optional<ObjectOwnership> kept(Optional<String> document) {
        return document.flatMap(text -> READER.parse(text.getBytes(StandardCharsets.UTF_8)))
                .flatMap(root -> root.child("Rule"))
                .flatMap(rule -> rule.textOf("ObjectOwnership"))
                .flatMap(name -> named(name.strip()));
    }

    public String toXml() {
        return new XmlWriter()
                .start(ROOT, NAMESPACE)
                .start("Rule")
                .element("ObjectOwnership", name())
                .end()
                .end()
                .toString();
    }
}
