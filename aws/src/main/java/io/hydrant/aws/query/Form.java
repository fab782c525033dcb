package io.hydrant.aws.query;

import io.hydrant.aws.PercentEncoding;
import io.hydrant.aws.ServiceException;
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
    /// @throws ServiceException when there are too many
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
            throw new ServiceException(
                    400,
                    "MalformedQueryString",
                    "The request has more than " + MAX_PARAMETERS + " parameters");
        }
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        values.put(PercentEncoding.decodeForm(name), PercentEncoding.decodeForm(value));
    }
}
