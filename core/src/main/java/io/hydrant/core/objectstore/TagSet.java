package io.hydrant.core.objectstore;

import io.hydrant.aws.PercentEncoding;
import io.hydrant.aws.ServiceException;
import io.hydrant.aws.xml.XmlElement;
import io.hydrant.aws.xml.XmlReader;
import io.hydrant.aws.xml.XmlWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Tags as S3 takes them: in a document (`<Tagging><TagSet><Tag>…`) or in a header (`a=1&b=2`),
/// where no key is there twice. Who may hold how many, and which keys, [#checked] says.
public record TagSet(SortedMap<String, String> tags) {
    public static final int OBJECT_MAX = 10;
    public static final int BUCKET_MAX = 50;

    /// What keys that only AWS may give begin with, in whatever case.
    private static final String SYSTEM = "aws:";

    private static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";
    private static final int KEY_CHARS_MAX = 128;
    private static final int VALUE_CHARS_MAX = 256;
    private static final Pattern CHARACTERS = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");

    /// What a header's names and values may be written with; a plus is a space.
    private static final Pattern ENCODED =
            Pattern.compile("(?:[A-Za-z0-9_.:/+\\-@~ ]|%[0-9A-Fa-f]{2})*");

    /// Fifty tags of 384 characters, all escaped, with room to spare.
    private static final XmlReader READER = new XmlReader(1024 * 1024, 1_000);

    public TagSet {
        tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    }

    /// @throws ServiceException MalformedXML, InvalidTag
    public static TagSet ofDocument(byte[] document) {
        XmlElement root =
                READER.parse(document)
                        .filter(element -> element.name().equals("Tagging"))
                        .orElseThrow(S3Error.MALFORMED_XML::refusal);
        List<XmlElement> sets = root.children();
        boolean known = sets.stream().allMatch(set -> set.name().equals("TagSet"));
        if (!known || sets.size() > 1) {
            throw S3Error.MALFORMED_XML.refusal();
        }
        return ofElements(sets.isEmpty() ? List.of() : sets.getFirst().children());
    }

    /// The `<Tag>` elements of a document.
    ///
    /// @throws ServiceException MalformedXML, InvalidTag
    public static TagSet ofElements(List<XmlElement> elements) {
        SortedMap<String, String> tags = new TreeMap<>();
        for (XmlElement tag : elements) {
            boolean whole = tag.name().equals("Tag") && tag.children().size() == 2;
            Optional<String> key = tag.textOf("Key").filter(any -> whole);
            Optional<String> value = tag.textOf("Value");
            if (key.isEmpty() || value.isEmpty()) {
                throw S3Error.MALFORMED_XML.refusal();
            }
            if (tags.put(key.get(), value.get()) != null) {
                throw S3Error.INVALID_TAG
                        .because("Cannot provide multiple Tags with the same key")
                        .with("TagKey", key.get());
            }
        }
        return new TagSet(tags);
    }

    /// @throws ServiceException InvalidArgument
    public static TagSet ofHeader(String header) {
        SortedMap<String, String> tags = new TreeMap<>();
        for (String pair : header.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String key = decoded(equals < 0 ? pair : pair.substring(0, equals), header);
            String value = equals < 0 ? "" : decoded(pair.substring(equals + 1), header);
            if (tags.put(key, value) != null) {
                throw badHeader(header);
            }
        }
        return new TagSet(tags);
    }

    private static String decoded(String text, String header) {
        if (!ENCODED.matcher(text).matches()) {
            throw badHeader(header);
        }
        byte[] bytes = new byte[text.length()];
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                bytes[length++] = (byte) HexFormat.fromHexDigits(text, i + 1, i + 3);
                i += 2;
            } else {
                bytes[length++] = (byte) (c == '+' ? ' ' : c);
            }
        }
        try {
            ByteBuffer whole = ByteBuffer.wrap(bytes, 0, length);
            return StandardCharsets.UTF_8.newDecoder().decode(whole).toString();
        } catch (CharacterCodingException notText) {
            throw badHeader(header);
        }
    }

    private static ServiceException badHeader(String header) {
        return S3Error.INVALID_ARGUMENT
                .because(
                        "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL"
                                + " query parameters without tag name duplicates.")
                .with("ArgumentName", "x-amz-tagging")
                .with("ArgumentValue", header);
    }

    /// An object's tags, as a caller may give them.
    ///
    /// @throws ServiceException BadRequest, InvalidTag
    public TagSet forObject() {
        return checked(
                OBJECT_MAX,
                "Object tags cannot be greater than 10",
                "Your TagKey cannot be prefixed with aws:");
    }

    /// The tags that a bucket is created with.
    ///
    /// @throws ServiceException BadRequest, InvalidTag
    public TagSet forNewBucket() {
        if (!system().isEmpty()) {
            throw S3Error.INVALID_TAG.because(
                    "User-defined tag keys can't start with \"aws:\". This prefix is reserved for"
                            + " system tags. Remove \"aws:\" from your tag keys and try again.");
        }
        return forBucket(new TagSet(new TreeMap<>()));
    }

    /// A bucket's tags, as a caller may give them. Those of the system are not the caller's: they
    /// stay as they are in `before`, and may be given again as they are.
    ///
    /// @throws ServiceException BadRequest, InvalidTag
    public TagSet forBucket(TagSet before) {
        SortedMap<String, String> own = new TreeMap<>(tags);
        SortedMap<String, String> system = before.system();
        own.entrySet().removeIf(tag -> tag.getValue().equals(system.get(tag.getKey())));
        SortedMap<String, String> all =
                new TreeMap<>(
                        new TagSet(own)
                                .checked(
                                        BUCKET_MAX,
                                        "Bucket tag count cannot be greater than 50",
                                        "System tags cannot be added/updated by requester")
                                .tags());
        all.putAll(system);
        return new TagSet(all);
    }

    private TagSet checked(int max, String tooMany, String reserved) {
        if (tags.size() > max) {
            throw S3Error.BAD_REQUEST.because(tooMany);
        }
        tags.forEach((key, value) -> check(key, value, reserved));
        return this;
    }

    private static void check(String key, String value, String reserved) {
        if (isSystem(key)) {
            throw S3Error.INVALID_TAG.because(reserved).with("TagKey", key);
        }
        boolean named = !key.isEmpty() && key.length() <= KEY_CHARS_MAX;
        if (!named || !CHARACTERS.matcher(key).matches()) {
            throw S3Error.INVALID_TAG
                    .because("The TagKey you have provided is invalid")
                    .with("TagKey", key);
        }
        if (value.length() > VALUE_CHARS_MAX || !CHARACTERS.matcher(value).matches()) {
            throw S3Error.INVALID_TAG
                    .because("The TagValue you have provided is invalid")
                    .with("TagKey", key)
                    .with("TagValue", value);
        }
    }

    private static boolean isSystem(String key) {
        return key.toLowerCase(Locale.ROOT).startsWith(SYSTEM);
    }

    /// Those that CloudFormation gave.
    public SortedMap<String, String> system() {
        SortedMap<String, String> system = new TreeMap<>(tags);
        system.keySet().removeIf(key -> !isSystem(key));
        return system;
    }

    /// As [#ofHeader] reads it.
    public String header() {
        return tags.entrySet().stream()
                .sorted(Comparator.comparing(tag -> tag.getKey()))
                .map(tag ->
                        PercentEncoding.encode(tag.getKey())
                                + "="
                                + PercentEncoding.encode(tag.getValue()))
                .collect(Collectors.joining("&"));
    }

    /// As [#ofDocument] reads it.
    public String document() {
        XmlWriter xml = new XmlWriter().declaration().start("Tagging", NAMESPACE).start("TagSet");
        tags.forEach(
                (key, value) -> xml.start("Tag").element("Key", key).element("Value", value).end());
        return xml.end().end().toString();
    }
}
