package io.hydrant.core.objectstore.setting;

import io.hydrant.aws.xml.XmlElement;
import io.hydrant.aws.xml.XmlReader;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.objectstore.Bucket;
import io.hydrant.core.objectstore.Buckets;
import io.hydrant.core.objectstore.S3Error;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The settings that are validated as S3 validates them, by the name of their sub-resource.
public final class Settings {
    private static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";
    private static final XmlReader READER = new XmlReader(1024 * 1024, 100_000);

    private static final Map<String, Setting> BY_KIND =
            Map.of(
                    "accelerate", new Accelerate(),
                    "cors", new Cors(),
                    "encryption", new Encryption(),
                    "lifecycle", new Lifecycle(),
                    "logging", new Logging(),
                    "notification", new Notification(),
                    "requestPayment", new RequestPayment(),
                    "website", new Website());

    private Settings() {}

    public static boolean knows(String kind) {
        return BY_KIND.containsKey(kind);
    }

    /// Keeps the document as it will be shown.
    ///
    /// @throws io.hydrant.aws.ServiceException when S3 would not take it
    public static void put(Buckets buckets, Bucket bucket, String kind, String document)
            throws IOException {
        Optional<String> kept = kept(buckets, bucket, kind, document);
        if (kept.isPresent()) {
            buckets.putDocument(bucket, kind, kept.get());
        } else {
            buckets.deleteDocument(bucket, kind);
        }
    }

    /// The document as it would be kept; empty when it says what is so without it.
    ///
    /// @throws io.hydrant.aws.ServiceException when S3 would not take it
    public static Optional<String> kept(
            Buckets buckets, Bucket bucket, String kind, String document) {
        Place place =
                new Place(
                        bucket.name(),
                        buckets.document(bucket, kind).isPresent(),
                        name -> buckets.find(name).isPresent());
        Setting setting = Optional.ofNullable(BY_KIND.get(kind)).orElseThrow();
        XmlElement root =
                READER.parse(document.getBytes(StandardCharsets.UTF_8))
                        .filter(element -> element.name().equals(setting.root()))
                        .orElseThrow(S3Error.MALFORMED_XML::refusal);
        setting.schema().check(root);
        return setting.kept(root, place).map(Settings::written);
    }

    private static String written(XmlElement root) {
        XmlWriter xml = new XmlWriter().declaration().start(root.name(), NAMESPACE);
        root.children().forEach(child -> write(xml, child));
        return xml.end().toString();
    }

    private static void write(XmlWriter xml, XmlElement element) {
        if (element.children().isEmpty()) {
            xml.element(element.name(), element.text());
            return;
        }
        xml.start(element.name());
        element.children().forEach(child -> write(xml, child));
        xml.end();
    }

    /// The rules of a document, each with an id: its own, or one made of what it says and of where
    /// it stands.
    static List<XmlElement> identified(List<XmlElement> rules, String id) {
        List<XmlElement> all = new ArrayList<>();
        for (XmlElement rule : rules) {
            boolean named = rule.textOf(id).filter(text -> !text.isEmpty()).isPresent();
            all.add(named ? rule : identified(rule, id, all.size()));
        }
        return all;
    }

    private static XmlElement identified(XmlElement rule, String id, int index) {
        byte[] text = (index + " " + rule).getBytes(StandardCharsets.UTF_8);
        List<XmlElement> children = new ArrayList<>();
        children.add(new XmlElement(id, UUID.nameUUIDFromBytes(text).toString(), List.of()));
        rule.children().stream().filter(child -> !child.name().equals(id)).forEach(children::add);
        return new XmlElement(rule.name(), "", children);
    }
}
