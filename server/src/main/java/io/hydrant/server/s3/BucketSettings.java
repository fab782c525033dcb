package io.hydrant.server.s3;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.objectstore.Bucket;
import io.hydrant.core.objectstore.BucketDocument;
import io.hydrant.core.objectstore.S3Error;
import io.hydrant.core.objectstore.S3Store;
import io.hydrant.core.objectstore.setting.Settings;
import io.hydrant.server.http.protocol.S3Handler.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Settings that are documents kept with the bucket: encryption, CORS, lifecycle and the like,
/// which are stored and shown and change nothing here. Those that do are [BucketPermissions].
final class BucketSettings {
    /// One way to reach a setting.
    record Setting(String method, String subResource, S3Operation operation) {}

    /// A document: the actions that read and write it, and what an absent one answers: an error, or
    /// a fixed document.
    private record Kind(
            String subResource,
            String action,
            Optional<ServiceException> missing,
            String otherwise) {
        /// Of some settings AWS has no operation that deletes them.
        boolean isDeletable() {
            return missing.isPresent();
        }
    }

    /// Kept beside the lifecycle, as it comes beside it.
    private static final String SMALLEST = "transitionDefaultMinimumObjectSize";

    private static final String SMALLEST_HEADER = "x-amz-transition-default-minimum-object-size";
    private static final Set<String> SMALLEST_VALUES =
            Set.of("all_storage_classes_128K", "varies_by_storage_class");

    private static final List<Kind> KINDS =
            List.of(
                    missing(
                            BucketDocument.CORS,
                            "BucketCORS",
                            "NoSuchCORSConfiguration",
                            "The CORS configuration does not exist"),
                    missing(
                            BucketDocument.LIFECYCLE,
                            "LifecycleConfiguration",
                            "NoSuchLifecycleConfiguration",
                            "The lifecycle configuration does not exist"),
                    missing(
                            "website",
                            "BucketWebsite",
                            "NoSuchWebsiteConfiguration",
                            "The specified bucket does not have a website configuration"),
                    missing(
                            BucketDocument.ENCRYPTION,
                            "EncryptionConfiguration",
                            "ServerSideEncryptionConfigurationNotFoundError",
                            "The server side encryption configuration was not found"),
                    fixed("notification", "BucketNotification", empty("NotificationConfiguration")),
                    fixed("logging", "BucketLogging", empty("BucketLoggingStatus")),
                    fixed(
                            "accelerate",
                            "AccelerateConfiguration",
                            empty("AccelerateConfiguration")),
                    fixed(
                            "requestPayment",
                            "BucketRequestPayment",
                            "<RequestPaymentConfiguration xmlns=\""
                                    + S3Xml.NAMESPACE
                                    + "\"><Payer>BucketOwner</Payer></RequestPaymentConfiguration>"));

    private final S3Store store;
    private final S3Access access;

    BucketSettings(S3Store store, S3Access access) {
        this.store = store;
        this.access = access;
    }

    List<Setting> operations() {
        List<Setting> settings = new ArrayList<>();
        for (Kind kind : KINDS) {
            settings.add(
                    new Setting(
                            "GET",
                            kind.subResource(),
                            (request, response) -> get(kind, request, response)));
            settings.add(
                    new Setting(
                            "PUT",
                            kind.subResource(),
                            (request, response) -> put(kind, request, response)));
            if (kind.isDeletable()) {
                settings.add(
                        new Setting(
                                "DELETE",
                                kind.subResource(),
                                (request, response) -> delete(kind, request, response)));
            }
        }
        settings.add(
                new Setting(
                        "GET",
                        "object-lock",
                        absent(
                                "s3:GetBucketObjectLockConfiguration",
                                "ObjectLockConfigurationNotFoundError",
                                "Object Lock configuration does not exist for this bucket")));
        settings.add(
                new Setting(
                        "GET",
                        "replication",
                        absent(
                                "s3:GetReplicationConfiguration",
                                "ReplicationConfigurationNotFoundError",
                                "The replication configuration was not found")));
        return settings;
    }

    private void get(Kind kind, S3Request request, Response response) throws IOException {
        Bucket bucket = access.requireOnBucket(request, "s3:Get" + kind.action());
        Optional<String> stored = store.buckets().document(bucket, kind.subResource());
        if (stored.isEmpty() && kind.missing().isPresent()) {
            throw kind.missing().get().with("BucketName", bucket.name());
        }
        S3Xml.send(response, stored.orElse(kind.otherwise()), more(kind, bucket));
    }

    /// With a lifecycle S3 says which objects are too small to be moved by it.
    private Map<String, String> more(Kind kind, Bucket bucket) {
        return kind.subResource().equals(BucketDocument.LIFECYCLE)
                ? Map.of(
                        SMALLEST_HEADER,
                        store.buckets()
                                .document(bucket, SMALLEST)
                                .orElse("all_storage_classes_128K"))
                : Map.of();
    }

    private void put(Kind kind, S3Request request, Response response) throws IOException {
        Bucket bucket = access.requireOnBucket(request, "s3:Put" + kind.action());
        String body = new String(BodyChecks.read(request), StandardCharsets.UTF_8);
        Optional<String> smallest = smallest(kind, request);
        Settings.put(store.buckets(), bucket, kind.subResource(), body);
        if (smallest.isPresent()) {
            store.buckets().putDocument(bucket, SMALLEST, smallest.get());
        }
        response.send(200, more(kind, bucket));
    }

    private static Optional<String> smallest(Kind kind, S3Request request) {
        Optional<String> asked =
                request.header(SMALLEST_HEADER)
                        .filter(any -> kind.subResource().equals(BucketDocument.LIFECYCLE));
        if (asked.filter(value -> !SMALLEST_VALUES.contains(value)).isPresent()) {
            throw S3Error.INVALID_REQUEST.because(
                    "Invalid TransitionDefaultMinimumObjectSize found: %s", asked.get());
        }
        return asked;
    }

    /// Taking a setting away is putting another; but a website is deleted.
    private void delete(Kind kind, S3Request request, Response response) throws IOException {
        String verb = kind.subResource().equals("website") ? "Delete" : "Put";
        Bucket bucket = access.requireOnBucket(request, "s3:" + verb + kind.action());
        store.buckets().deleteDocument(bucket, kind.subResource());
        if (kind.subResource().equals(BucketDocument.LIFECYCLE)) {
            store.buckets().deleteDocument(bucket, SMALLEST);
        }
        response.send(204, Map.of());
    }

    private S3Operation absent(String action, String code, String text) {
        return (request, response) -> {
            Bucket bucket = access.requireOnBucket(request, action);
            throw new ServiceException(404, code, text).with("BucketName", bucket.name());
        };
    }

    private static Kind missing(String subResource, String action, String code, String text) {
        return new Kind(
                subResource, action, Optional.of(new ServiceException(404, code, text)), "");
    }

    private static Kind fixed(String subResource, String action, String otherwise) {
        return new Kind(subResource, action, Optional.empty(), otherwise);
    }

    private static String empty(String root) {
        return "<" + root + " xmlns=\"" + S3Xml.NAMESPACE + "\"/>";
    }
}
