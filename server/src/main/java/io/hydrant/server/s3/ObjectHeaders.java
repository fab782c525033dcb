package io.hydrant.server.s3;

import io.hydrant.core.iam.Principal;
import io.hydrant.core.objectstore.ChecksumAlgorithm;
import io.hydrant.core.objectstore.ObjectChecksum;
import io.hydrant.core.objectstore.ObjectDetails;
import io.hydrant.core.objectstore.ObjectVersion;
import io.hydrant.core.objectstore.Objects;
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
            List.of("cache-control", "content-disposition", "content-language", "expires");

    private static final String REDIRECT = "x-amz-website-redirect-location";

    private static final Set<String> STORAGE_CLASSES =
            Set.of(
                    "STANDARD",
                    "REDUCED_REDUNDANCY",
                    "STANDARD_IA",
                    "ONEZONE_IA",
                    "INTELLIGENT_TIERING",
                    "GLACIER_IR");

    /// S3 has them, and brings an object back from them only after hours.
    private static final Set<String> ARCHIVES = Set.of("GLACIER", "DEEP_ARCHIVE");

    private static final String METADATA = "x-amz-meta-";

    /// What a request's own chunks are called among the encodings of its content.
    private static final String FRAMING = "aws-chunked";

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
                headers(request), metadata(request), Tags.ofHeader(request), Optional.empty());
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
        contentEncoding(request).ifPresent(value -> headers.put("content-encoding", value));
        headers.forEach(Sendable::withoutControls);
        headers.putAll(placement(request));
        return headers;
    }

    /// How and where the object is kept, which a copy does not take over from its source.
    static SortedMap<String, String> placement(S3Request request) {
        SortedMap<String, String> headers = new TreeMap<>();
        headers.putAll(EncryptionHeaders.read(request));
        request.header("x-amz-storage-class")
                .filter(value -> !value.equals("STANDARD"))
                .ifPresent(value -> headers.put("x-amz-storage-class", value));
        request.header(REDIRECT)
                .ifPresent(
                        value -> headers.put(REDIRECT, Sendable.withoutControls(REDIRECT, value)));
        return headers;
    }

    /// What a copy takes over is what describes the content; how and where it is kept is asked
    /// anew.
    static SortedMap<String, String> ofContentAndPlacement(
            ObjectDetails source, ObjectDetails asked) {
        SortedMap<String, String> headers = new TreeMap<>();
        source.headers()
                .forEach((name, value) -> {
                    if (!name.startsWith("x-amz-")) {
                        headers.put(name, value);
                    }
                });
        asked.headers()
                .forEach((name, value) -> {
                    if (name.startsWith("x-amz-")) {
                        headers.put(name, value);
                    }
                });
        return headers;
    }

    /// The algorithm that `x-amz-checksum-algorithm` asks for.
    static Optional<ChecksumAlgorithm> checksumAlgorithm(S3Request request) {
        return request.header("x-amz-checksum-algorithm")
                .map(name ->
                        ChecksumAlgorithm.named(name)
                                .orElseThrow(() ->
                                        S3Error.INVALID_REQUEST.because(
                                                "Checksum algorithm provided is unsupported. Please"
                                                        + " try again with any of the valid types:"
                                                        + " [CRC32, CRC32C, CRC64NVME, SHA1, SHA256,"
                                                        + " SHA512, MD5]")));
    }

    /// Without the framing of the request itself, and else as it was sent.
    private static Optional<String> contentEncoding(S3Request request) {
        Optional<String> value = request.header("Content-Encoding");
        if (value.isEmpty() || !value.get().toLowerCase(Locale.ROOT).contains(FRAMING)) {
            return value;
        }
        String rest =
                Arrays.stream(value.get().split(",", -1))
                        .map(String::strip)
                        .filter(coding -> !coding.isEmpty())
                        .filter(coding -> !coding.equalsIgnoreCase(FRAMING))
                        .collect(Collectors.joining(","));
        return Optional.of(rest).filter(coding -> !coding.isEmpty());
    }

    static SortedMap<String, String> metadata(S3Request request) {
        SortedMap<String, String> metadata = new TreeMap<>();
        int bytes = 0;
        for (var header : request.raw().head().headers().all().entrySet()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (name.startsWith(METADATA)) {
                String value = String.join(",", header.getValue());
                metadata.put(metadataName(name), value);
                bytes += Objects.utf8Length(name) - METADATA.length() + Objects.utf8Length(value);
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

    private static String metadataName(String header) {
        if (!Sendable.isName(header)) {
            throw S3Error.INVALID_ARGUMENT
                    .because(
                            "A name of user metadata must consist of what HTTP allows in the name"
                                    + " of a header.")
                    .with("ArgumentName", header);
        }
        return header.substring(METADATA.length());
    }

    private static void refuseUnsupported(S3Request request) {
        Acl.checkHeader(request);
        request.header("x-amz-storage-class").ifPresent(ObjectHeaders::checkStorageClass);
        request.header(REDIRECT).ifPresent(ObjectHeaders::checkRedirect);
    }

    private static void checkStorageClass(String asked) {
        if (ARCHIVES.contains(asked)) {
            throw S3Error.NOT_IMPLEMENTED.because(
                    "Hydrant does not support the storage class %s", asked);
        }
        if (!STORAGE_CLASSES.contains(asked)) {
            throw S3Error.INVALID_STORAGE_CLASS.refusal().with("StorageClassRequested", asked);
        }
    }

    private static void checkRedirect(String location) {
        boolean valid =
                location.startsWith("/")
                        || location.startsWith("http://")
                        || location.startsWith("https://");
        if (!valid || Objects.utf8Length(location) > METADATA_BYTES_MAX) {
            throw S3Error.INVALID_REDIRECT_LOCATION.refusal();
        }
    }

    /// What every answer about a version says: its id, its encryption.
    static Map<String, String> identity(ObjectVersion version, boolean versioned) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("ETag", version.quotedEtag());
        if (versioned && !version.versionId().equals(ObjectVersion.NULL_VERSION)) {
            headers.put("x-amz-version-id", version.versionId());
        }
        headers.putAll(EncryptionHeaders.shown(version));
        return headers;
    }

    /// All that GET and HEAD show of a version, but length and range.
    static Map<String, String> shown(S3Request request, ObjectVersion version, boolean versioned) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Last-Modified", S3Xml.httpTime(version.modified()));
        headers.put("Accept-Ranges", "bytes");
        version.details()
                .headers()
                .forEach((name, value) -> headers.put(name, Sendable.shown(value)));
        headers.keySet().removeIf(name -> name.startsWith(EncryptionHeaders.METHOD));
        headers.putAll(identity(version, versioned));
        if (versioned) {
            headers.put("x-amz-version-id", version.versionId());
        }
        addMetadata(headers, version.details().metadata());
        if (!version.details().tags().isEmpty()) {
            headers.put("x-amz-tagging-count", Integer.toString(version.details().tags().size()));
        }
        headers.putAll(overrides(request));
        PageSandbox.guard(request, headers);
        return headers;
    }

    private static void addMetadata(
            Map<String, String> headers, SortedMap<String, String> metadata) {
        int missing = 0;
        for (Map.Entry<String, String> each : metadata.entrySet()) {
            String name = METADATA + each.getKey();
            if (Sendable.isName(name)) {
                headers.put(name, EncodedWord.of(each.getValue()));
            } else {
                missing++;
            }
        }
        if (missing > 0) {
            headers.put("x-amz-missing-meta", Integer.toString(missing));
        }
    }

    /// The headers that the query of a read sets.
    ///
    /// @throws io.hydrant.aws.ServiceException for a stranger, and for what a header cannot carry
    private static Map<String, String> overrides(S3Request request) {
        Map<String, String> headers = new LinkedHashMap<>();
        OVERRIDES.forEach((parameter, header) ->
                request.parameter(parameter)
                        .ifPresent(value ->
                                headers.put(header, Sendable.wholly(parameter, value).strip())));
        if (!headers.isEmpty() && request.caller().principal() instanceof Principal.Anonymous) {
            throw S3Error.INVALID_REQUEST.because(
                    "Request specific response headers cannot be used for anonymous GET requests.");
        }
        return headers;
    }

    static void addChecksum(Map<String, String> headers, ObjectChecksum checksum) {
        headers.put(checksum.algorithm().header(), checksum.value());
        headers.put("x-amz-checksum-type", checksum.type().name());
    }
}
