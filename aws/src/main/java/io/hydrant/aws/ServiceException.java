package io.hydrant.aws;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// A request that is refused: the code, HTTP status and text that the caller gets. Each service
/// spells its codes in one catalogue; the listener alone turns this into JSON or XML. Carries no
/// stack trace: it is an answer, not a fault.
///
/// `details` are the extra elements of S3's error document (`BucketName`, `Key` …) or members of a
/// JSON error, in order; `headers` go onto the response (`x-amz-delete-marker`, `Allow` …).
public final class ServiceException extends RuntimeException {
    private final int status;
    private final String code;
    private final String text;
    private final Map<String, String> details;
    private final Map<String, String> headers;

    public ServiceException(int status, String code, String text) {
        this(status, code, text, Map.of(), Map.of());
    }

    public ServiceException(
            int status,
            String code,
            String text,
            Map<String, String> details,
            Map<String, String> headers) {
        super(code + ": " + text, null, false, false);
        this.status = status;
        this.code = code;
        this.text = text;
        this.details = new LinkedHashMap<>(details);
        this.headers = new LinkedHashMap<>(headers);
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    /// What the caller reads, without the code; empty when AWS sends none.
    public String text() {
        return text;
    }

    public Map<String, String> details() {
        return Collections.unmodifiableMap(details);
    }

    public Map<String, String> headers() {
        return Collections.unmodifiableMap(headers);
    }

    public ServiceException with(String detail, String value) {
        Map<String, String> more = new LinkedHashMap<>(details);
        more.put(detail, value);
        return new ServiceException(status, code, text, more, headers);
    }

    public ServiceException withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new ServiceException(status, code, text, details, more);
    }
}
