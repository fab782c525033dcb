package io.hydrant.aws.form;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An upload from an HTML form: the fields before the file, by lower-case name, and the file itself
/// as a stream. Whatever comes after the file is ignored.
public record UploadForm(Map<String, String> fields, InputStream file) {
    /// S3's own limit on all fields together is 20 KB.
    private static final int MAX_FIELDS_BYTES = 20_480;

    private static final Pattern BOUNDARY =
            Pattern.compile("boundary=(?:\"([^\"]{1,70})\"|([^;\\s]{1,70}))");
    private static final Pattern NAME = Pattern.compile("(?i)[;\\s]name=\"([^\"]*)\"");
    private static final Pattern FILE_NAME = Pattern.compile("(?i)[;\\s]filename=\"([^\"]*)\"");

    public UploadForm {
        fields = Map.copyOf(fields);
    }

    public static boolean isContentType(String contentType) {
        return contentType.toLowerCase(Locale.ROOT).startsWith("multipart/form-data");
    }

    /// Reads up to the file.
    ///
    /// @throws io.hydrant.aws.ServiceException when the body is malformed, or lacks key or file
    public static UploadForm read(String contentType, InputStream body) throws IOException {
        Matcher boundary = BOUNDARY.matcher(contentType);
        if (!boundary.find()) {
            throw FormError.MALFORMED_POST.exception();
        }
        MultipartStream parts =
                new MultipartStream(
                        body, boundary.group(1) == null ? boundary.group(2) : boundary.group(1));
        Map<String, String> fields = new LinkedHashMap<>();
        int total = 0;
        while (parts.next()) {
            String headers = parts.headers();
            String name = group(NAME, headers).orElse("").toLowerCase(Locale.ROOT);
            if (name.equals("file")) {
                return withFile(fields, group(FILE_NAME, headers).orElse(""), parts);
            }
            byte[] value = parts.readNBytes(MAX_FIELDS_BYTES + 1);
            total += name.length() + value.length;
            if (total > MAX_FIELDS_BYTES) {
                throw FormError.FIELDS_TOO_LARGE.exception();
            }
            fields.put(name, new String(value, StandardCharsets.UTF_8));
        }
        throw FormError.NO_FILE.exception();
    }

    private static UploadForm withFile(
            Map<String, String> fields, String fileName, InputStream file) {
        String key = fields.get("key");
        if (key == null || key.isEmpty()) {
            throw FormError.NO_KEY.exception();
        }
        String bare = fileName.substring(fileName.replace('\\', '/').lastIndexOf('/') + 1);
        fields.put("key", key.replace("${filename}", bare));
        return new UploadForm(fields, file);
    }

    private static Optional<String> group(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.ofNullable(matcher.group(1)) : Optional.empty();
    }

    public Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }
}
