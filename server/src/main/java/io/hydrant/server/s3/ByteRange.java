package io.hydrant.server.s3;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.objectstore.ObjectVersion;
import io.hydrant.core.objectstore.S3Error;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The run of bytes that an answer holds: `bytes=a-b`, `a-`, `-n`, or one part. What is malformed,
/// or several ranges, means the whole.
record ByteRange(long offset, long length) {
    private static final Pattern RANGE = Pattern.compile("bytes=\\s*(\\d*)\\s*-\\s*(\\d*)\\s*");

    /// Empty for the whole object.
    ///
    /// @throws io.hydrant.aws.ServiceException InvalidRange, InvalidPartNumber
    static Optional<ByteRange> of(S3Request request, ObjectVersion version) {
        Optional<String> header = request.header("Range");
        Optional<String> part = request.parameter("partNumber");
        if (part.isPresent()) {
            if (header.isPresent()) {
                throw S3Error.INVALID_REQUEST.because(
                        "Cannot specify both Range header and partNumber query parameter");
            }
            return Optional.of(ofPart(request.number("partNumber", 1, Integer.MAX_VALUE), version));
        }
        return header.filter(text -> isOf(request, version))
                .flatMap(text -> ofHeader(text, version.size()));
    }

    /// Whether the object is the one of which the client has the rest (`If-Range`). A range of
    /// another one would be put together with it.
    private static boolean isOf(S3Request request, ObjectVersion version) {
        return request.header("If-Range")
                .filter(known -> !known.equals(version.quotedEtag()))
                .filter(known -> !known.equals(S3Xml.httpTime(version.modified())))
                .isEmpty();
    }

    private static Optional<ByteRange> ofHeader(String text, long size) {
        Matcher range = RANGE.matcher(text);
        if (!range.matches() || range.group(1).length() > 18 || range.group(2).length() > 18) {
            return Optional.empty();
        }
        String first = range.group(1);
        String last = range.group(2);
        if (first.isEmpty()) {
            return last.isEmpty()
                    ? Optional.empty()
                    : Optional.of(suffix(Long.parseLong(last), size, text));
        }
        long from = Long.parseLong(first);
        long to = last.isEmpty() ? size - 1 : Math.min(Long.parseLong(last), size - 1);
        if (!last.isEmpty() && Long.parseLong(last) < from) {
            return Optional.empty();
        }
        if (from >= size) {
            throw unsatisfiable(size, text);
        }
        return Optional.of(new ByteRange(from, to - from + 1));
    }

    private static ByteRange suffix(long count, long size, String text) {
        if (count == 0 || size == 0) {
            throw unsatisfiable(size, text);
        }
        long length = Math.min(count, size);
        return new ByteRange(size - length, length);
    }

    private static ByteRange ofPart(int number, ObjectVersion version) {
        List<Long> sizes = version.details().partSizes();
        if (sizes.isEmpty() && number == 1) {
            return new ByteRange(0, version.size());
        }
        if (number < 1 || number > sizes.size()) {
            throw S3Error.INVALID_PART_NUMBER
                    .refusal()
                    .with("ActualPartCount", Integer.toString(Math.max(1, sizes.size())))
                    .with("PartNumberRequested", Integer.toString(number));
        }
        long offset = sizes.subList(0, number - 1).stream().mapToLong(Long::longValue).sum();
        return new ByteRange(offset, sizes.get(number - 1));
    }

    /// `bytes a-b/size`.
    String contentRange(long size) {
        return "bytes " + offset + "-" + (offset + length - 1) + "/" + size;
    }

    private static ServiceException unsatisfiable(long size, String requested) {
        return S3Error.INVALID_RANGE
                .refusal()
                .with("ActualObjectSize", Long.toString(size))
                .with("RangeRequested", requested)
                .withHeader("Content-Range", "bytes */" + size);
    }
}
