package io.hydrant.server.s3;

import io.hydrant.aws.ServiceException;
import io.hydrant.aws.xml.XmlElement;
import io.hydrant.core.objectstore.Bucket;
import io.hydrant.core.objectstore.BucketDocument;
import io.hydrant.core.objectstore.BucketPolicies;
import io.hydrant.core.objectstore.S3Error;
import io.hydrant.core.objectstore.S3Store;
import io.hydrant.core.objectstore.setting.Settings;
import io.hydrant.server.http.S3Handler.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Settings that are documents kept with the bucket: its policy (evaluated with every request);
/// encryption, public access block, ownership, CORS, lifecycle and the like, which are stored and
/// shown and change nothing here.
final class BucketSettings {
    /// One way to reach a setting.
    record Setting(String method, String subResource, S3Operation operation) {}

    /// A document: its root element, the actions that read and write it, and what an absent one
    /// answers: an error, or a fixed document.
    private record Kind(
            String subResource,
            String root,
            String action,
            Optional<ServiceException> missing,
            String otherwise) {
        /// Of some settings AWS has no operation that deletes them.
        boolean isDeletable() {
            return missing.isPresent() || subResource.equals(BucketDocument.ENCRYPTION);
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
                            "CORSConfiguration",
                            "BucketCORS",
                            "NoSuchCORSConfiguration",
                            "The CORS configuration does not exist"),
                    missing(
                            BucketDocument.LIFECYCLE,
                            "LifecycleConfiguration",
                            "LifecycleConfiguration",
                            "NoSuchLifecycleConfiguration",
                            "The lifecycle configuration does not exist"),
                    missing(
                            "website",
                            "WebsiteConfiguration",
                            "BucketWebsite",
                            "NoSuchWebsiteConfiguration",
                            "The specified bucket does not have a website configuration"),
                    missing(
                            BucketDocument.PUBLIC_ACCESS_BLOCK,
                            "PublicAccessBlockConfiguration",
                            "BucketPublicAccessBlock",
                            "NoSuchPublicAccessBlockConfiguration",
                            "The public access block configuration was not found"),
                    missing(
                            BucketDocument.OWNERSHIP_CONTROLS,
                            "OwnershipControls",
                            "BucketOwnershipControls",
                            "OwnershipControlsNotFoundError",
                            "The bucket ownership controls were not found"),
                    fixed(
                            BucketDocument.ENCRYPTION,
                            "ServerSideEncryptionConfiguration",
                            "EncryptionConfiguration",
                            "<ServerSideEncryptionConfiguration xmlns=\""
                                    + S3Xml.NAMESPACE
                                    + "\"><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault><BucketKeyEnabled>false</BucketKeyEnabled></Rule></ServerSideEncryptionConfiguration>"),
                    fixed(
                            "notification",
                            "NotificationConfiguration",
                            "BucketNotification",
                            empty("NotificationConfiguration")),
                    fixed(
                            "logging",
                            "BucketLoggingStatus",
                            "BucketLogging",
                            empty("BucketLoggingStatus")),
                    fixed(
                            "accelerate",
                            "AccelerateConfiguration",
                            "AccelerateConfiguration",
                            empty("AccelerateConfiguration")),
                    fixed(
                            "requestPayment",
                            "RequestPaymentConfiguration",
                            "BucketRequestPayment",
                            "<RequestPaymentConfiguration xmlns=\""
                                    + S3Xml.NAMESPACE
                                    + "\"><Payer>BucketOwner</Payer></RequestPaymentConfiguration>"));

    private final S3Store store;
    private final BucketPolicies policies;
    private final S3Access access;

    BucketSettings(S3Store store, BucketPolicies policies, S3Access access) {
        this.store = store;
        this.policies = policies;
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
            S3Operation delete =
                    kind.isDeletable()
                            ? (request, response) -> delete(kind, request, response)
                            : BucketSettings::refuseDelete;
            settings.add(new Setting("DELETE", kind.subResource(), delete));
        }
        settings.add(new Setting("GET", "policy", this::getPolicy));
        settings.add(new Setting("PUT", "policy", this::putPolicy));
        settings.add(new Setting("DELETE", "policy", this::deletePolicy));
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
        if (Settings.knows(kind.subResource())) {
            Settings.put(store.buckets(), bucket, kind.subResource(), body);
        } else {
            putUnread(kind, bucket, body);
        }
        if (smallest.isPresent()) {
            store.buckets().putDocument(bucket, SMALLEST, smallest.get());
        }
        response.send(200, more(kind, bucket));
    }

    private void putUnread(Kind kind, Bucket bucket, String body) throws IOException {
        XmlElement root = S3Xml.parse(body.getBytes(StandardCharsets.UTF_8));
        if (!root.name().equals(kind.root())) {
            throw S3Error.MALFORMED_XML.refusal();
        }
        store.buckets().putDocument(bucket, kind.subResource(), body);
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

    private static void refuseDelete(S3Request request, Response response) {
        throw S3Error.METHOD_NOT_ALLOWED
                .refusal()
                .with("Method", request.method())
                .with("ResourceType", "BUCKET");
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

    private void getPolicy(S3Request request, Response response) throws IOException {
        Bucket bucket = access.requireOnBucket(request, "s3:GetBucketPolicy");
        String policy =
                policies.shown(bucket)
                        .orElseThrow(() ->
                                S3Error.NO_SUCH_BUCKET_POLICY
                                        .refusal()
                                        .with("BucketName", bucket.name()));
        response.send(
                200,
                Map.of("Content-Type", "application/json"),
                policy.getBytes(StandardCharsets.UTF_8));
    }

    private void putPolicy(S3Request request, Response response) throws IOException {
        Bucket bucket = access.requireOnBucket(request, "s3:PutBucketPolicy");
        byte[] body = BodyChecks.read(request);
        policies.put(bucket, new String(body, StandardCharsets.UTF_8));
        response.send(204, Map.of());
    }

    private void deletePolicy(S3Request request, Response response) throws IOException {
        Bucket bucket = access.requireOnBucket(request, "s3:DeleteBucketPolicy");
        store.buckets().deleteDocument(bucket, BucketDocument.POLICY);
        response.send(204, Map.of());
    }

    private S3Operation absent(String action, String code, String text) {
        return (request, response) -> {
            Bucket bucket = access.requireOnBucket(request, action);
            throw new ServiceException(404, code, text).with("BucketName", bucket.name());
        };
    }

    private static Kind missing(
            String subResource, String root, String action, String code, String text) {
        return new Kind(
                subResource, root, action, Optional.of(new ServiceException(404, code, text)), "");
    }

    private static Kind fixed(String subResource, String root, String action, String otherwise) {
        return new Kind(subResource, root, action, Optional.empty(), otherwise);
    }

    private static String empty(String root) {
        return "<" + root + " xmlns=\"" + S3Xml.NAMESPACE + "\"/>";
    }
}
