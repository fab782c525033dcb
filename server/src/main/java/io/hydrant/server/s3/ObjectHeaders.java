package io.hydrant.server.s3;

import io.hydrant.core.objectstore.ObjectChecksum;
import io.hydrant.core.objectstore.ObjectDetails;
import io.hydrant.core.objectstore.ObjectVersion;
import io.hydrant.core.objectstore.S3Error;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// An object's headers: from the request that stores it, and into the answers that show it.
final class ObjectHeaders {
    private static final List<String> KEPT =
            List.of(
                    "cache-control",
                    "content-disposition",
                    "content-language",
                    "expires",
                    "x-amz-website-redirect-location");

    /// Kept and shown again, so that clients see what they asked for; nothing is encrypted here.
    private static final List<String> ENCRYPTION =
            List.of(
                    "x-amz-server-side-encryption",
                    "x-amz-server-side-encryption-aws-kms-key-id",
                    "x-amz-server-side-encryption-context",
                    "x-amz-server-side-encryption-bucket-key-enabled");

    private static final Set<String> STORAGE_CLASSES =
            Set.of(
                    "STANDARD",
                    "REDUCED_REDUNDANCY",
                    "STANDARD_IA",
                    "ONEZONE_IA",
                    "INTELLIGENT_TIERING",
                    "GLACIER_IR");
    private static final String METADATA = "x-amz-meta-";

    /// Names and values of the user's metadata together.
    private static final int METADATA_BYTES_MAX = 2048;

    private static final Map<String, String> OVERRIDES =
            Map.of(
                    "response-content-type", "content-type",
                    "response-content-language", "content-language",
                    "response-expires", "expires",
                    "response-cache-control", "cache-control",
                    "response-content-disposition", "content-disposition",
                    "response-content-encoding", "content-encoding");

    private ObjectHeaders() {}

    /// @throws io.hydrant.aws.ServiceException for what is not supported, and metadata too large
    static ObjectDetails read(S3Request request) {
        refuseUnsupported(request);
        return new ObjectDetails(
                headers(request),
                metadata(request),
                Tags.ofHeader(request),
                Optional.empty(),
                List.of());
    }

    static SortedMap<String, String> headers(S3Request request) {
        SortedMap<String, String> headers = new TreeMap<>();
        headers.put(
                "content-type",
                request.header("Content-Type")
                        .filter(type -> !type.isEmpty())
                        .orElse(ObjectDetails.DEFAULT_CONTENT_TYPE));
        for (String name : KEPT) {
            request.header(name).ifPresent(value -> headers.put(name, value));
        }
        for (String name : ENCRYPTION) {
            request.header(name).ifPresent(value -> headers.put(name, value));
        }
        request.header("x-amz-storage-class")
                .filter(value -> !value.equals("STANDARD"))
                .ifPresent(value -> headers.put("x-amz-storage-class", value));
        contentEncoding(request).ifPresent(value -> headers.put("content-encoding", value));
        return headers;
    }

    /// Without the framing of the request itself.
    private static Optional<String> contentEncoding(S3Request request) {
        return request.header("Content-Encoding")
                .map(value ->
                        Arrays.stream(value.split(",", -1))
                                .map(String::strip)
                                .filter(coding -> !coding.isEmpty())
                                .filter(coding -> !coding.equalsIgnoreCase("aws-chunked"))
                                .collect(Collectors.joining(",")))
                .filter(value -> !value.isEmpty());
    }

    static SortedMap<String, String> metadata(S3Request request) {
        SortedMap<String, String> metadata = new TreeMap<>();
        int bytes = 0;
        for (var header : request.raw().head().headers().all().entrySet()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (name.startsWith(METADATA)) {
                String value = String.join(",", header.getValue());
                metadata.put(name.substring(METADATA.length()), value);
                bytes += name.length() - METADATA.length() + value.length();
            }
        }
        if (bytes > METADATA_BYTES_MAX) {
            throw S3Error.METADATA_TOO_LARGE
                    .refusal()
                    .with("Size", Integer.toString(bytes))
                    .with("MaxSizeAllowed", Integer.toString(METADATA_BYTES_MAX));
        }
        return metadata;
    }

    private static void refuseUnsupported(S3Request request) {
        Acl.checkHeader(request);
        for (String name : request.raw().head().headers().all().keySet()) {
            boolean unsupported =
                    name.startsWith("x-amz-server-side-encryption-customer-")
                            || name.startsWith("x-amz-object-lock-")
                            || name.equals("x-amz-write-offset-bytes");
            if (unsupported) {
                throw S3Error.NOT_IMPLEMENTED.refusal().with("Header", name);
            }
        }
        Optional<String> storageClass = request.header("x-amz-storage-class");
        if (storageClass.isPresent() && !STORAGE_CLASSES.contains(storageClass.get())) {
            throw S3Error.NOT_IMPLEMENTED.because(
                    "Hydrant does not support the storage class %s", storageClass.get());
        }
    }

    /// What every answer about a version says: its id, its encryption.
    static Map<String, String> identity(ObjectVersion version, boolean versioned) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("ETag", version.quotedEtag());
        if (versioned && !version.versionId().equals(ObjectVersion.NULL_VERSION)) {
            headers.put("x-amz-version-id", version.versionId());
        }
        headers.put("x-amz-server-side-encryption", "AES256");
        for (String name : ENCRYPTION) {
            String value = version.details().headers().get(name);
            if (value != null) {
                headers.put(name, value);
            }
        }
        return headers;
    }

    /// All that GET and HEAD show of a version, but length and range.
    static Map<String, String> shown(S3Request request, ObjectVersion version, boolean versioned) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Last-Modified", S3Xml.httpTime(version.modified()));
        headers.put("Accept-Ranges", "bytes");
        headers.putAll(version.details().headers());
        headers.putAll(identity(version, versioned));
        if (versioned) {
            headers.put("x-amz-version-id", version.versionId());
        }
        version.details().metadata().forEach((name, value) -> headers.put(METADATA + name, value));
        if (!version.details().tags().isEmpty()) {
            headers.put("x-amz-tagging-count", Integer.toString(version.details().tags().size()));
        }
        OVERRIDES.forEach((parameter, header) ->
                request.parameter(parameter).ifPresent(value -> headers.put(header, value)));
        return headers;
    }

    static void addChecksum(Map<String, String> headers, ObjectChecksum checksum) {
        headers.put(checksum.algorithm().header(), checksum.value());
        headers.put("x-amz-checksum-type", checksum.type().name());
    }
}
