package io.hydrant.s3;

import io.hydrant.core.objectstore.ObjectSink.ObjectSinkException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// What each bucket makes of `If-None-Match: *`, on which exactly once rests: found out by a small
/// object that is put twice into the very bucket, before the first delivery. The second put must be
/// refused. Ceph heeds the condition in a bucket without versions and passes it over in one with;
/// Swift knows no conditions. AWS heeds them always, and is not asked.
///
/// What was found is remembered until the bucket shows that it is another. Safe for use from many
/// threads.
final class Conditions {
    /// Where the small object is; it is removed again, if that is allowed.
    static final String PROBE = "hydrant-probe";

    static final String TEXT =
            "Hydrant put this here to see whether this bucket heeds If-None-Match. It may be deleted.\n";

    private static final int BUCKETS_MAX = 10_000;

    /// @param heeded whether a second put is refused
    /// @param known whether the store takes the header at all
    /// @param versioned whether its puts make versions
    /// @param plainEtags whether ETags are MD5s
    record OfBucket(boolean heeded, boolean known, boolean versioned, boolean plainEtags) {
        /// Of AWS, where buckets need no probe.
        static final OfBucket AWS = new OfBucket(true, true, false, false);
    }

    private final S3Client client;
    private final RemoteS3Settings settings;

    /// Guarded by itself.
    private final Map<String, OfBucket> found = new LinkedHashMap<>(16, 0.75f, true);

    Conditions(S3Client client, RemoteS3Settings settings) {
        this.client = client;
        this.settings = settings;
    }

    /// @throws ObjectSinkException when nothing may be delivered into this bucket, with what to do
    OfBucket of(String bucket) throws IOException {
        if (settings.isAws()) {
            return OfBucket.AWS;
        }
        OfBucket known = remembered(bucket);
        return known == null ? tried(bucket) : known;
    }

    private @Nullable OfBucket remembered(String bucket) {
        synchronized (found) {
            return found.get(bucket);
        }
    }

    /// The bucket may be another by now: it is tried again before the next object.
    void forget(String bucket) {
        synchronized (found) {
            found.remove(bucket);
        }
    }

    /// A bucket whose versioning was switched meanwhile may heed conditions no longer.
    void saw(String bucket, PutObjectResponse response) {
        OfBucket known = remembered(bucket);
        if (known != null && known.versioned() != isVersion(response)) {
            forget(bucket);
        }
    }

    private OfBucket tried(String bucket) throws IOException {
        OfBucket tried = probe(bucket, PROBE);
        if (!tried.heeded() && !settings.unsafeOverwrite()) {
            throw new ObjectSinkException("InternalError", advice(bucket, tried));
        }
        synchronized (found) {
            found.put(bucket, tried);
            if (found.size() > BUCKETS_MAX) {
                found.remove(found.keySet().iterator().next());
            }
        }
        return tried;
    }

    /// What is to be done about a bucket that does not heed conditions.
    static String advice(String bucket, OfBucket tried) {
        String todo =
                "or start the server with --s3-unsafe-overwrite: an object whose answer was lost is then put again, over itself";
        if (!tried.known()) {
            return "the bucket %s takes no conditional put (If-None-Match), so that no object would be safe from being stored twice. Use another store, %s"
                    .formatted(bucket, todo);
        }
        return "the bucket %s passes over If-None-Match, so that no object would be safe from being stored twice. %s%s"
                .formatted(
                        bucket,
                        tried.versioned()
                                ? "Suspend its versioning (Ceph heeds the condition then), use another bucket, "
                                : "Use another store, ",
                        todo);
    }

    /// Puts the small object twice and says what came of it.
    ///
    /// @throws ObjectSinkException when it may not even be put
    OfBucket probe(String bucket, String key) throws IOException {
        List<PutObjectResponse> stored = new ArrayList<>();
        try {
            boolean isFirstStored = put(bucket, key, stored);
            boolean isSecondStored = isFirstStored && put(bucket, key, stored);
            // Another server's probe may have removed it between the two.
            boolean isHeeded = !isSecondStored || !put(bucket, key, stored);
            boolean isVersioned = stored.stream().anyMatch(Conditions::isVersion);
            boolean isPlain = stored.stream().anyMatch(each -> Etags.isMd5(each, Etags.md5(TEXT)));
            return new OfBucket(isHeeded, true, isVersioned, isPlain);
        } catch (S3Exception e) {
            if (e.statusCode() == 501) {
                return new OfBucket(false, false, false, false);
            }
            throw probeRefused(Refusals.of(e, bucket));
        } catch (SdkException e) {
            throw new IOException(
                    "%s could not be asked: %s".formatted(settings.name(), Refusals.words(e)), e);
        } finally {
            remove(bucket, key, stored);
        }
    }

    private static IOException probeRefused(IOException refusal) {
        return refusal instanceof ObjectSinkException told
                ? new ObjectSinkException(
                        told.code(),
                        "%s; nothing was put but a small object, %s, to try this bucket"
                                .formatted(told.getMessage(), PROBE))
                : refusal;
    }

    /// Whether it was stored, and not refused because it is there.
    private boolean put(String bucket, String key, List<PutObjectResponse> stored) {
        try {
            PutObjectResponse response =
                    client.putObject(
                            PutObjectRequest.builder()
                                    .bucket(bucket)
                                    .key(key)
                                    .contentType("text/plain")
                                    .ifNoneMatch("*")
                                    .build(),
                            RequestBody.fromString(TEXT));
            stored.add(response);
            return true;
        } catch (S3Exception e) {
            if (e.statusCode() == 412) {
                return false;
            }
            throw e;
        }
    }

    /// Versions too, so that a bucket with versions is not filled by those who try it.
    private void remove(String bucket, String key, List<PutObjectResponse> stored) {
        for (PutObjectResponse each : stored) {
            try {
                client.deleteObject(delete ->
                        delete.bucket(bucket)
                                .key(key)
                                .versionId(isVersion(each) ? each.versionId() : null));
            } catch (SdkException mayStay) {
                return;
            }
            if (!isVersion(each)) {
                return;
            }
        }
    }

    private static boolean isVersion(PutObjectResponse response) {
        return Optional.ofNullable(response.versionId())
                .filter(version -> !version.isEmpty() && !version.equals("null"))
                .isPresent();
    }
}
