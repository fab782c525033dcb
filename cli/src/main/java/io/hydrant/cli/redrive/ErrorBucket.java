package io.hydrant.cli.redrive;

import io.hydrant.cli.objects.ObjectContents;
import io.hydrant.cli.objects.S3Address;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.Tag;

/// The bucket that error objects lie in. What was sent again is written down in their tags: it is
/// there for whoever comes next, on any machine, it goes where the object goes, and it makes no
/// object that others who read the bucket would stumble upon. Used by one thread.
final class ErrorBucket {
    /// S3's limit.
    private static final int MOST_TAGS = 10;

    /// `hydrant-redrive:films:1`
    private static final String TAG = "hydrant-redrive:";

    /// Answers tell the time in whole seconds, and listings may as well.
    private static final Duration ROUNDING = Duration.ofSeconds(1);

    private final S3Client s3;
    private final String tag;
    private Instant startedAt = Instant.MAX;

    /// @param stream to which records are sent again
    ErrorBucket(S3Client s3, String stream) {
        this.s3 = s3;
        this.tag = TAG + stream + ":";
    }

    /// The objects below a prefix, as they are listed.
    Stream<S3Object> list(S3Address below) {
        return s3
                .listObjectsV2Paginator(
                        request -> request.bucket(below.bucket()).prefix(below.key()))
                .stream()
                .peek(this::noteStart)
                .flatMap(page -> page.contents().stream());
    }

    /// By the store's own clock, from its first answer.
    private void noteStart(ListObjectsV2Response page) {
        if (startedAt.equals(Instant.MAX)) {
            startedAt =
                    page.sdkHttpResponse()
                            .firstMatchingHeader("Date")
                            .flatMap(ErrorBucket::time)
                            .orElse(Instant.MAX.minus(ROUNDING));
        }
    }

    private static Optional<Instant> time(String header) {
        try {
            return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(header, Instant::from));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /// Whether an object came after the listing had begun: records that fail again come back, and
    /// would be sent round and round.
    boolean isNewer(S3Object object) {
        return !startedAt.equals(Instant.MAX)
                && object.lastModified().isAfter(startedAt.plus(ROUNDING));
    }

    /// Unpacked. The caller closes it.
    ErrorLines open(ErrorObject object) throws UnreadableObjectException {
        try {
            InputStream stored =
                    s3.getObject(request ->
                            request.bucket(object.address().bucket())
                                    .key(object.address().key())
                                    .ifMatch(object.etag()));
            return new ErrorLines(unpacked(stored, object), object.toString());
        } catch (NoSuchKeyException e) {
            throw new UnreadableObjectException("it was deleted meanwhile", e);
        } catch (S3Exception e) {
            throw unreadable(e);
        } catch (IOException e) {
            throw new UnreadableObjectException(reason(e), e);
        }
    }

    private static InputStream unpacked(InputStream stored, ErrorObject object) throws IOException {
        try {
            return ObjectContents.decompressed(stored, object.address().key());
        } catch (IOException e) {
            stored.close();
            throw e;
        }
    }

    private static UnreadableObjectException unreadable(S3Exception refused) {
        if (refused.statusCode() == 403 && !isArchived(refused)) {
            throw refused; // the next object would fare no better
        }
        return new UnreadableObjectException(
                refused.statusCode() == 412
                        ? "it was written anew meanwhile"
                        : refused.awsErrorDetails().errorCode()
                                + ": "
                                + refused.awsErrorDetails().errorMessage(),
                refused);
    }

    private static boolean isArchived(S3Exception refused) {
        return "InvalidObjectState".equals(refused.awsErrorDetails().errorCode());
    }

    static String reason(IOException broken) {
        return "it cannot be read to its end: "
                + (broken.getMessage() == null ? broken.toString() : broken.getMessage());
    }

    /// What earlier redrives to the stream have written down.
    RedriveMarks marks(ErrorObject object) throws UnreadableObjectException {
        List<RedriveMark> marks = new ArrayList<>();
        for (Tag found : ours(tags(object))) {
            marks.add(
                    RedriveMark.of(found.value())
                            .orElseThrow(() ->
                                    new UnreadableObjectException(
                                            "its tag %s is not of this version: %s"
                                                    .formatted(found.key(), found.value()),
                                            null)));
        }
        return new RedriveMarks(marks);
    }

    private List<Tag> tags(ErrorObject object) throws UnreadableObjectException {
        try {
            return s3.getObjectTagging(request ->
                            request.bucket(object.address().bucket()).key(object.address().key()))
                    .tagSet();
        } catch (NoSuchKeyException e) {
            throw new UnreadableObjectException("it was deleted meanwhile", e);
        }
    }

    private List<Tag> ours(List<Tag> tags) {
        return tags.stream()
                .filter(one -> one.key().startsWith(tag))
                .sorted(Comparator.comparing(Tag::key))
                .toList();
    }

    /// Writes down what was done; the object's other tags stay.
    void mark(ErrorObject object, RedriveMarks marks) throws UnreadableObjectException {
        List<Tag> now = new ArrayList<>(tags(object));
        now.removeAll(ours(now));
        for (RedriveMark mark : marks.all()) {
            String key = tag + (marks.all().indexOf(mark) + 1);
            now.add(Tag.builder().key(key).value(mark.text()).build());
        }
        if (now.size() > MOST_TAGS) {
            throw new UnreadableObjectException(
                    "it has no room for another tag that says which records were sent again; without --error-code, --since and"
                            + " --until one suffices",
                    null);
        }
        s3.putObjectTagging(request ->
                request.bucket(object.address().bucket())
                        .key(object.address().key())
                        .tagging(tagging -> tagging.tagSet(now)));
    }

    void delete(ErrorObject object) {
        s3.deleteObject(request ->
                request.bucket(object.address().bucket())
                        .key(object.address().key())
                        .ifMatch(object.etag()));
    }
}
