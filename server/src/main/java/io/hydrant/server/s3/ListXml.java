package io.hydrant.server.s3;

import io.hydrant.aws.PercentEncoding;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.objectstore.Listings;
import io.hydrant.core.objectstore.S3Error;
import java.util.List;
import java.util.Optional;

/// What all listings share: their parameters, and keys that are percent-encoded on request (XML
/// cannot write every character that a key may have).
record ListXml(boolean encoded) {
    static final int KEYS_MAX = 1000;

    /// @throws io.hydrant.aws.ServiceException for an encoding other than `url`, also an empty one
    static ListXml of(S3Request request) {
        Optional<String> encoding = request.parameter("encoding-type");
        if (encoding.isPresent() && !encoding.get().equals("url")) {
            throw S3Error.INVALID_ARGUMENT
                    .because("Invalid Encoding Method specified in Request")
                    .with("ArgumentName", "encoding-type")
                    .with("ArgumentValue", encoding.get());
        }
        return new ListXml(encoding.isPresent());
    }

    /// Spaces as `+`, slashes as they are.
    String key(String key) {
        return encoded ? PercentEncoding.encodePath(key).replace("%20", "+") : key;
    }

    /// What the request lists, from its beginning.
    static Listings.Query query(S3Request request, String max) {
        return new Listings.Query(
                request.parameter("prefix").orElse(""),
                request.parameter("delimiter").orElse(""),
                Optional.empty(),
                request.number(max, KEYS_MAX, KEYS_MAX));
    }

    void writeDelimiter(XmlWriter xml, Listings.Query query) {
        if (!query.delimiter().isEmpty()) {
            xml.element("Delimiter", key(query.delimiter()));
        }
    }

    void writeEncoding(XmlWriter xml) {
        if (encoded) {
            xml.element("EncodingType", "url");
        }
    }

    void writeCommonPrefixes(XmlWriter xml, List<String> prefixes) {
        for (String prefix : prefixes) {
            xml.start("CommonPrefixes").element("Prefix", key(prefix)).end();
        }
    }
}
