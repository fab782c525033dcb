package io.hydrant.aws.form;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An upload from an HTML form: the fields before the file, by lower-case name, and the file itself
/// as a stream. A field is there once, so that what a policy allows is what is stored. Whatever
/// comes after the file is ignored.
public record UploadForm(Map<String, String> fields, InputStream file) {
    /// S3's own limit on all fields together is 20 KB.
    private static final int FIELDS_BYTES_MAX = 20_480;

    /// What one POST may carry, as one PUT: 5 GiB.
    private static final long FILE_BYTES_MAX = 5L * 1024 * 1024 * 1024;

    private static final Pattern BOUNDARY =
            Pattern.compile("(?i)boundary=(?:\"([^\"]{1,70})\"|([^;\\s]{1,70}))");

    private static final String FILE_NAME = "${filename}";

    /// What belongs together: who has one of these must have them all, and a policy.
    private static final List<String> SIGNATURE =
            List.of("X-Amz-Signature", "X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date");

    private static final List<String> OLD_SIGNATURE = List.of("Signature", "AWSAccessKeyId");

    public UploadForm {
        fields = Map.copyOf(fields);
    }

    public static boolean isContentType(String contentType) {
        return contentType.toLowerCase(Locale.ROOT).startsWith("multipart/form-data");
    }

    /// Reads up to the file.
    ///
    /// @throws io.hydrant.aws.ServiceException when the body is malformed, lacks key or file, or is
    ///   signed by halves
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
            String text = parts.headers();
            PartHeaders headers = PartHeaders.parse(text);
            if (headers.name().equals("file")) {
                return withFile(fields, headers.fileName(), parts);
            }
            byte[] value = parts.readNBytes(FIELDS_BYTES_MAX + 1);
            total += text.length() + value.length;
            if (total > FIELDS_BYTES_MAX) {
                throw FormError.FIELDS_TOO_LARGE.exception();
            }
            boolean repeated = fields.put(headers.name(), decoded(value)) != null;
            if (repeated && !headers.name().startsWith("x-ignore-")) {
                throw FormError.REPEATED_FIELD
                        .because(headers.name())
                        .with("ArgumentName", headers.name());
            }
        }
        throw FormError.NO_FILE.exception();
    }

    /// What is not UTF-8 is not read as something that it is not.
    private static String decoded(byte[] value) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
        } catch (CharacterCodingException notText) {
            throw FormError.MALFORMED_POST.exception();
        }
    }

    private static UploadForm withFile(
            Map<String, String> fields, Optional<String> fileName, InputStream file) {
        String key = fields.getOrDefault("key", "");
        if (key.isEmpty()) {
            throw FormError.missing("key");
        }
        checkSignature(fields, SIGNATURE);
        checkSignature(fields, OLD_SIGNATURE);
        fileName.map(name -> key.replace(FILE_NAME, bare(key, name)))
                .ifPresent(expanded -> fields.put("key", expanded));
        return new UploadForm(fields, new BoundedFile(file, 0, FILE_BYTES_MAX));
    }

    /// Without the folders that some browsers send. A name in another encoding than UTF-8 cannot
    /// become part of a key.
    private static String bare(String key, String fileName) {
        if (fileName.indexOf('\uFFFD') >= 0 && key.contains(FILE_NAME)) {
            throw FormError.MALFORMED_POST.exception();
        }
        return fileName.substring(fileName.replace('\\', '/').lastIndexOf('/') + 1);
    }

    private static void checkSignature(Map<String, String> fields, List<String> names) {
        boolean signed = names.stream().anyMatch(name -> has(fields, name));
        if (!signed) {
            return;
        }
        for (String name : names) {
            if (!has(fields, name)) {
                throw FormError.missing(name);
            }
        }
        if (!has(fields, "Policy")) {
            throw FormError.missing("Policy");
        }
    }

    private static boolean has(Map<String, String> fields, String name) {
        return fields.containsKey(name.toLowerCase(Locale.ROOT));
    }

    public Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }
}
