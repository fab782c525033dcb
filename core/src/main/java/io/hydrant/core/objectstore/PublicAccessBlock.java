package io.hydrant.core.objectstore;

import io.hydrant.aws.xml.XmlElement;
import io.hydrant.aws.xml.XmlReader;
import io.hydrant.aws.xml.XmlWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What keeps a bucket from being opened to everybody. No list can open a bucket here (`Acl`
/// refuses those that would), so that the two that speak of lists have nothing more to do; the
/// other two keep public policies from being stored, and from letting strangers in.
public record PublicAccessBlock(
        boolean blockPublicAcls,
        boolean ignorePublicAcls,
        boolean blockPublicPolicy,
        boolean restrictPublicBuckets) {
    /// A bucket without any.
    public static final PublicAccessBlock NONE = new PublicAccessBlock(false, false, false, false);

    /// What a new bucket has.
    public static final PublicAccessBlock ALL = new PublicAccessBlock(true, true, true, true);

    private static final String ROOT = "PublicAccessBlockConfiguration";
    private static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";
    private static final XmlReader READER = new XmlReader(64 * 1024, 100);

    /// Reads a caller's document; what it leaves out is off.
    ///
    /// @throws io.hydrant.aws.ServiceException MalformedXML, InvalidRequest
    public static PublicAccessBlock of(byte[] document) {
        XmlElement root =
                READER.parse(document)
                        .filter(element -> element.name().equals(ROOT))
                        .orElseThrow(S3Error.MALFORMED_XML::refusal);
        Map<String, Boolean> settings = new LinkedHashMap<>();
        for (XmlElement setting : root.children()) {
            settings.put(setting.name(), truth(setting.text().strip()));
        }
        PublicAccessBlock block =
                new PublicAccessBlock(
                        take(settings, "BlockPublicAcls"),
                        take(settings, "IgnorePublicAcls"),
                        take(settings, "BlockPublicPolicy"),
                        take(settings, "RestrictPublicBuckets"));
        if (!settings.isEmpty()) {
            throw S3Error.MALFORMED_XML.refusal();
        }
        if (root.children().isEmpty()) {
            throw S3Error.INVALID_REQUEST.because("Must specify at least one configuration.");
        }
        return block;
    }

    /// What is kept with a bucket, also when it was kept before it was checked.
    public static PublicAccessBlock kept(Optional<String> document) {
        Optional<XmlElement> root =
                document.flatMap(text -> READER.parse(text.getBytes(StandardCharsets.UTF_8)));
        return root.isEmpty()
                ? NONE
                : new PublicAccessBlock(
                        isOn(root.get(), "BlockPublicAcls"),
                        isOn(root.get(), "IgnorePublicAcls"),
                        isOn(root.get(), "BlockPublicPolicy"),
                        isOn(root.get(), "RestrictPublicBuckets"));
    }

    private static boolean isOn(XmlElement root, String setting) {
        return root.textOf(setting)
                .filter(text -> text.strip().equalsIgnoreCase("true"))
                .isPresent();
    }

    private static boolean truth(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw S3Error.MALFORMED_XML.refusal();
        };
    }

    private static boolean take(Map<String, Boolean> settings, String name) {
        Boolean given = settings.remove(name);
        return given != null && given;
    }

    public String toXml() {
        return new XmlWriter()
                .start(ROOT, NAMESPACE)
                .element("BlockPublicAcls", blockPublicAcls)
                .element("IgnorePublicAcls", ignorePublicAcls)
                .element("BlockPublicPolicy", blockPublicPolicy)
                .element("RestrictPublicBuckets", restrictPublicBuckets)
                .end()
                .toString();
    }
}
