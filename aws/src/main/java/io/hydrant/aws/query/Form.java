package io.hydrant.aws.query;

import io.hydrant.aws.PercentEncoding;
import io.hydrant.aws.ServiceException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// Reads `application/x-www-form-urlencoded` text: the body of an AWS Query request, or its query
/// string.
public final class Form {
    /// Parameters in one request. A template of 200 parameters and 50 tags takes some 500.
    private static final int MAX_PARAMETERS = 10_000;

    private Form() {}

    /// The last of several equal names counts.
    ///
    /// @throws ServiceException when there are too many, or when one is not UTF-8
    public static Parameters parse(byte[] encoded) {
        try {
            return parse(
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(encoded))
                            .toString());
        } catch (CharacterCodingException notUtf8) {
            throw malformed("The request's parameters are not UTF-8");
        }
    }

    /// As [#parse(byte[])], of text.
    public static Parameters parse(String encoded) {
        Map<String, String> values = new HashMap<>();
        int start = 0;
        while (start <= encoded.length()) {
            int end = encoded.indexOf('&', start);
            end = end < 0 ? encoded.length() : end;
            if (end > start) {
                put(values, encoded.substring(start, end));
            }
            start = end + 1;
        }
        return new Parameters(values);
    }

    private static void put(Map<String, String> values, String pair) {
        if (values.size() >= MAX_PARAMETERS) {
            throw malformed("The request has more than " + MAX_PARAMETERS + " parameters");
        }
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        values.put(decoded(name, name), decoded(value, name));
    }

    private static String decoded(String text, String name) {
        return PercentEncoding.decodeFormAsUtf8(text)
                .orElseThrow(() -> malformed("The parameter " + name + " is not UTF-8"));
    }

    private static ServiceException malformed(String text) {
        return new ServiceException(400, "MalformedQueryString", text);
    }
}
