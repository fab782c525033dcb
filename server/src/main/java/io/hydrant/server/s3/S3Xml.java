package io.hydrant.server.s3;

import io.hydrant.aws.xml.XmlElement;
import io.hydrant.aws.xml.XmlReader;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.objectstore.S3Error;
import io.hydrant.server.http.protocol.S3Handler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// S3's XML: documents in and out, and the two ways it writes times.
final class S3Xml {
    static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

    /// A thousand keys to delete, each of 1,024 bytes and all escaped, with room to spare.
    private static final XmlReader READER = new XmlReader(8 * 1024 * 1024, 100_000);

    private static final DateTimeFormatter HTTP =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    private S3Xml() {}

    static XmlWriter document(String root) {
        return new XmlWriter().declaration().start(root, NAMESPACE);
    }

    static void send(S3Handler.Response response, XmlWriter document) throws IOException {
        send(response, document, Map.of());
    }

    static void send(S3Handler.Response response, XmlWriter document, Map<String, String> more)
            throws IOException {
        send(response, document.toString(), more);
    }

    static void send(S3Handler.Response response, String document, Map<String, String> more)
            throws IOException {
        Map<String, String> headers = new LinkedHashMap<>(more);
        headers.put("Content-Type", "application/xml");
        response.send(200, headers, document.getBytes(StandardCharsets.UTF_8));
    }

    /// The request's document, which must have this root.
    ///
    /// @throws io.hydrant.aws.ServiceException MalformedXML
    static XmlElement read(S3Request request, String root) throws IOException {
        return READER.read(request.raw().body())
                .filter(element -> element.name().equals(root))
                .orElseThrow(S3Error.MALFORMED_XML::refusal);
    }

    /// The root's own document again, to be kept.
    static XmlElement parse(byte[] document) {
        return READER.parse(document).orElseThrow(S3Error.MALFORMED_XML::refusal);
    }

    /// Whole seconds, which is all that HTTP can compare.
    static String listTime(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString().replace("Z", ".000Z");
    }

    static String httpTime(Instant time) {
        return HTTP.format(time);
    }
}
