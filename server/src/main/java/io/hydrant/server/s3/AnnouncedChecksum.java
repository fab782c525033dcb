package io.hydrant.server.s3;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.objectstore.ChecksumAlgorithm;
import io.hydrant.core.objectstore.S3Error;
import io.hydrant.core.objectstore.Upload;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The one checksum that a client sends of a body; its value comes with a trailer when it is empty.
/// An algorithm that we do not know is refused, since nobody would compare its value.
record AnnouncedChecksum(ChecksumAlgorithm algorithm, Optional<String> value) {
    private static final String CHECKSUM = "x-amz-checksum-";
    private static final Set<String> NOT_VALUES =
            Set.of("x-amz-checksum-algorithm", "x-amz-checksum-mode", "x-amz-checksum-type");

    /// What S3 knows and we do not.
    private static final Set<String> ELSEWHERE =
            Set.of("x-amz-checksum-xxhash3", "x-amz-checksum-xxhash64", "x-amz-checksum-xxhash128");

    /// Whether a header of this name holds a checksum, of whatever algorithm.
    static boolean isValue(String name) {
        return name.startsWith(CHECKSUM) && !NOT_VALUES.contains(name);
    }

    /// @throws ServiceException when there are two, or one that cannot be verified
    static Optional<AnnouncedChecksum> of(S3Request request) {
        List<String> headers = headers(request);
        List<String> trailers = trailers(request);
        if (headers.size() + trailers.size() > 1) {
            throw several();
        }
        Optional<AnnouncedChecksum> announced =
                headers.stream()
                        .map(name -> inHeader(known(name), request.header(name).orElse("")))
                        .findFirst()
                        .or(() ->
                                trailers.stream()
                                        .map(name ->
                                                new AnnouncedChecksum(
                                                        known(name), Optional.empty()))
                                        .findFirst());
        checkNamed(request, "x-amz-sdk-checksum-algorithm", announced);
        checkNamed(request, "x-amz-checksum-algorithm", announced);
        return announced;
    }

    /// The one checksum in the headers, of whatever it may be.
    static Optional<Upload.Sum> inHeaders(S3Request request) {
        List<String> names = headers(request);
        if (names.size() > 1) {
            throw several();
        }
        return names.stream()
                .map(name -> new Upload.Sum(known(name), request.header(name).orElse("")))
                .findFirst();
    }

    private static List<String> headers(S3Request request) {
        return request.raw().head().headers().all().keySet().stream()
                .filter(AnnouncedChecksum::isValue)
                .toList();
    }

    private static ServiceException several() {
        return S3Error.INVALID_REQUEST.because(
                "Expecting a single x-amz-checksum- header. Multiple checksum Types are not"
                        + " allowed.");
    }

    private static AnnouncedChecksum inHeader(ChecksumAlgorithm algorithm, String value) {
        return new AnnouncedChecksum(algorithm, Optional.of(checked(algorithm, value)));
    }

    private static List<String> trailers(S3Request request) {
        List<String> names =
                Arrays.stream(request.header("x-amz-trailer").orElse("").split(",", -1))
                        .map(name -> name.strip().toLowerCase(Locale.ROOT))
                        .filter(name -> !name.isEmpty())
                        .toList();
        if (!names.stream().allMatch(AnnouncedChecksum::isValue)) {
            throw S3Error.INVALID_REQUEST.because(
                    "The value specified in the x-amz-trailer header is not supported");
        }
        return names;
    }

    private static ChecksumAlgorithm known(String name) {
        if (ELSEWHERE.contains(name)) {
            throw S3Error.NOT_IMPLEMENTED.refusal().with("Header", name);
        }
        return ChecksumAlgorithm.named(name.substring(CHECKSUM.length()))
                .orElseThrow(() ->
                        S3Error.INVALID_REQUEST.because(
                                "The algorithm type you specified in x-amz-checksum- header is"
                                        + " invalid."));
    }

    /// Who names an algorithm sends its checksum.
    private static void checkNamed(
            S3Request request, String header, Optional<AnnouncedChecksum> announced) {
        Optional<String> name = request.header(header);
        if (name.isEmpty()) {
            return;
        }
        ChecksumAlgorithm algorithm =
                ChecksumAlgorithm.named(name.get())
                        .orElseThrow(() ->
                                S3Error.INVALID_REQUEST.because(
                                        "Value for %s header is invalid.", header));
        if (announced.isEmpty()) {
            throw S3Error.INVALID_REQUEST.because(
                    "%s specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers"
                            + " were found.",
                    header);
        }
        if (announced.get().algorithm() != algorithm) {
            throw mismatch(algorithm);
        }
    }

    private static String checked(ChecksumAlgorithm algorithm, String value) {
        try {
            int bytes = Base64.getDecoder().decode(value).length;
            if (bytes == algorithm.lengthBytes()) {
                return value;
            }
        } catch (IllegalArgumentException notBase64) {
            // refused below
        }
        throw S3Error.INVALID_REQUEST.because(
                "Value for %s header is invalid.", algorithm.header());
    }

    /// Holds it against what was computed. A trailer that was named must have come.
    ///
    /// @throws ServiceException BadDigest
    void check(S3Request request, String computed) {
        Optional<String> sent =
                value.or(() ->
                        Optional.ofNullable(
                                request.raw().trailers().get().get(algorithm.header())));
        if (!sent.equals(Optional.of(computed))) {
            throw mismatch(algorithm);
        }
    }

    private static ServiceException mismatch(ChecksumAlgorithm algorithm) {
        return S3Error.BAD_DIGEST.because(
                "The %s you specified did not match the calculated checksum.", algorithm.name());
    }
}
