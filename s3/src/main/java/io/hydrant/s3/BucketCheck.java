package io.hydrant.s3;

import io.hydrant.core.objectstore.ObjectSink.ObjectSinkException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Tries with small objects whether a bucket of a remote S3 takes what delivery puts, and keeps
/// what it needs. The objects are removed again, if that is allowed.
public final class BucketCheck {
    private static final String TEXT =
            "Hydrant put this here to try this bucket. It may be deleted.\n";
    private static final Map<String, String> METADATA = Map.of("hydrant-stream", "check");
    private static final String GZIP = "gzip";

    public enum Weight {
        /// As it should be.
        GOOD,
        /// Delivery works; something else does not.
        NOTE,
        /// Nothing can be delivered.
        BAD
    }

    /// @param nextStep empty when there is nothing to do
    public record Line(Weight weight, String what, String nextStep) {}

    private final RemoteS3 remote;
    private final String bucket;
    private final String key;
    private final List<Line> lines = new ArrayList<>();

    private BucketCheck(RemoteS3 remote, String bucket, String prefix) {
        this.remote = remote;
        this.bucket = bucket;
        this.key = prefix + Conditions.PROBE;
    }

    /// @param prefix below which objects are put
    /// @throws IOException when nobody answers
    public static List<Line> of(RemoteS3 remote, String bucket, String prefix) throws IOException {
        BucketCheck check = new BucketCheck(remote, bucket, prefix);
        check.tryAll();
        return List.copyOf(check.lines);
    }

    private void tryAll() throws IOException {
        try {
            if (isThere() && heedsConditions()) {
                Optional<PutObjectResponse> stored = put();
                if (stored.isPresent()) {
                    look();
                    remove(stored.get());
                }
            }
        } catch (SdkException e) {
            throw new IOException(
                    "%s cannot be reached: %s"
                            .formatted(remote.settings().name(), Refusals.words(e)),
                    e);
        }
    }

    private void tell(Weight weight, String what, String nextStep) {
        lines.add(new Line(weight, what, nextStep));
    }

    private S3Client client() {
        return remote.client();
    }

    private boolean isThere() {
        try {
            client().headBucket(head -> head.bucket(bucket));
            tell(Weight.GOOD, "the bucket is there, and may be listed", "");
            return true;
        } catch (S3Exception e) {
            switch (e.statusCode()) {
                case 404 -> {
                    tell(Weight.BAD, "there is no bucket " + bucket, "Make it, or name another.");
                    return false;
                }
                case 403 -> {
                    tell(
                            Weight.NOTE,
                            "the bucket may not be listed",
                            "`hydrant ls` and `hydrant verify` need s3:ListBucket.");
                    return true;
                }
                default -> {
                    tell(
                            Weight.BAD,
                            "HeadBucket: " + Refusals.words(e, "the store"),
                            "Is the endpoint that of an S3, and --s3-region right?");
                    return false;
                }
            }
        }
    }

    private boolean heedsConditions() throws IOException {
        try {
            Conditions.OfBucket tried =
                    new Conditions(client(), remote.settings()).probe(bucket, key);
            if (!tried.heeded()) {
                tell(Weight.BAD, Conditions.advice(bucket, tried), "");
                return false;
            }
            tell(Weight.GOOD, "an object may be put, and is not put twice (If-None-Match)", "");
            return true;
        } catch (ObjectSinkException e) {
            tell(
                    Weight.BAD,
                    "an object may not be put: " + e.getMessage(),
                    "Allow s3:PutObject on arn:aws:s3:::%s/*.".formatted(bucket));
            return false;
        }
    }

    private Optional<PutObjectResponse> put() {
        try {
            return Optional.of(
                    client().putObject(
                                    PutObjectRequest.builder()
                                            .bucket(bucket)
                                            .key(key)
                                            .metadata(METADATA)
                                            .contentEncoding(GZIP)
                                            .build(),
                                    RequestBody.fromString(TEXT)));
        } catch (S3Exception e) {
            tell(
                    Weight.BAD,
                    "an object with metadata may not be put: " + Refusals.words(e, "the store"),
                    "");
            return Optional.empty();
        }
    }

    private void look() {
        HeadObjectResponse head;
        try {
            head = client().headObject(of -> of.bucket(bucket).key(key));
        } catch (S3Exception e) {
            tell(
                    Weight.NOTE,
                    "what was put may not be looked at: " + Refusals.words(e, "the store"),
                    "Allow s3:GetObject: after a lost answer delivery must see what is there, and waits otherwise.");
            return;
        }
        boolean isWhole =
                Long.valueOf(TEXT.length()).equals(head.contentLength())
                        && GZIP.equals(head.contentEncoding());
        if (!isWhole) {
            tell(
                    Weight.BAD,
                    "what was put is not what is there: %s bytes of %d, Content-Encoding %s"
                            .formatted(head.contentLength(), TEXT.length(), head.contentEncoding()),
                    "This store changes what it is given.");
        } else if (!head.metadata().equals(METADATA)) {
            tell(
                    Weight.NOTE,
                    "the store does not keep metadata",
                    "`hydrant verify` proves nothing there; delivery compares sizes.");
        } else {
            tell(Weight.GOOD, "what was put is there whole, with its metadata", "");
        }
    }

    private void remove(PutObjectResponse stored) {
        try {
            client().deleteObject(
                            delete -> delete.bucket(bucket).key(key).versionId(stored.versionId()));
            tell(Weight.GOOD, "the objects of this check are removed", "");
        } catch (S3Exception e) {
            tell(
                    Weight.NOTE,
                    "the object of this check stays: s3://" + bucket + "/" + key,
                    "Delivery needs no s3:DeleteObject; delete it by hand.");
        }
    }
}
