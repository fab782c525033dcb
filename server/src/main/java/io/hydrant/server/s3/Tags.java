package io.hydrant.server.s3;

import io.hydrant.aws.PercentEncoding;
import io.hydrant.aws.xml.XmlElement;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.objectstore.S3Error;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Tags as XML (`<Tagging><TagSet><Tag>…`) and as a header (`a=1&b=2`), with their limits.
final class Tags {
    static final int OBJECT_MAX = 10;
    static final int BUCKET_MAX = 50;
    private static final int KEY_MAX = 128;
    private static final int VALUE_MAX = 256;

    private Tags() {}

    static SortedMap<String, String> ofHeader(S3Request request) {
        SortedMap<String, String> tags = new TreeMap<>();
        String header = request.header("x-amz-tagging").orElse("");
        for (String pair : header.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String key =
                        PercentEncoding.decodeForm(equals < 0 ? pair : pair.substring(0, equals));
                add(
                        tags,
                        key,
                        equals < 0 ? "" : PercentEncoding.decodeForm(pair.substring(equals + 1)));
            }
        }
        return bounded(tags, OBJECT_MAX);
    }

    static SortedMap<String, String> ofXml(byte[] body, int max) {
        XmlElement root = S3Xml.parse(body);
        if (!root.name().equals("Tagging")) {
            throw S3Error.MALFORMED_XML.refusal();
        }
        List<XmlElement> elements =
                root.child("TagSet").orElseThrow(S3Error.MALFORMED_XML::refusal).children("Tag");
        SortedMap<String, String> tags = new TreeMap<>();
        for (XmlElement tag : elements) {
            add(
                    tags,
                    tag.textOf("Key").orElseThrow(S3Error.MALFORMED_XML::refusal),
                    tag.textOf("Value").orElseThrow(S3Error.MALFORMED_XML::refusal));
        }
        return bounded(tags, max);
    }

    static XmlWriter toXml(SortedMap<String, String> tags) {
        XmlWriter xml = S3Xml.document("Tagging").start("TagSet");
        tags.forEach(
                (key, value) -> xml.start("Tag").element("Key", key).element("Value", value).end());
        return xml.end().end();
    }

    private static void add(SortedMap<String, String> tags, String key, String value) {
        if (key.isEmpty() || key.length() > KEY_MAX || key.startsWith("aws:")) {
            throw S3Error.INVALID_TAG.because("The TagKey you have provided is invalid");
        }
        if (value.length() > VALUE_MAX) {
            throw S3Error.INVALID_TAG.because("The TagValue you have provided is invalid");
        }
        if (tags.put(key, value) != null) {
            throw S3Error.INVALID_TAG.because("Cannot provide multiple Tags with the same key");
        }
    }

    private static SortedMap<String, String> bounded(SortedMap<String, String> tags, int max) {
        if (tags.size() > max) {
            throw S3Error.INVALID_TAG.because(
                    max == OBJECT_MAX
                            ? "Object tags cannot be greater than 10"
                            : "Bucket tag count cannot be greater than 50");
        }
        return tags;
    }
}
