package io.hydrant.server.s3;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.objectstore.S3Error;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What there is in S3 to send requests to, and with which methods: the service, buckets, objects,
/// and the sub-resources that a query makes of the two latter. What is not served is refused by
/// what AWS does with it: what AWS has not, as AWS refuses it; what it has, as not implemented.
final class Addresses {
    enum Scope {
        SERVICE("service"),
        BUCKET("bucket"),
        OBJECT("key");

        private final String word;

        Scope(String word) {
            this.word = word;
        }
    }

    /// `subResource` is empty for the service, bucket or object itself.
    record Address(Scope scope, String subResource) {}

    /// What AWS calls it in errors, and the methods that it has there.
    private record Place(String resourceType, List<String> methods) {}

    private static final Map<Address, Place> PLACES =
            Stream.of(
                            at(Scope.SERVICE, "", "SERVICE", "GET"),
                            at(Scope.BUCKET, "", "BUCKET", "GET", "HEAD", "PUT", "POST", "DELETE"),
                            at(Scope.BUCKET, "abac", "ABAC", "GET", "PUT"),
                            at(Scope.BUCKET, "accelerate", "ACCELERATE", "GET", "PUT"),
                            at(Scope.BUCKET, "acl", "ACL", "GET", "PUT"),
                            setting("analytics", "ANALYTICS"),
                            setting("cors", "CORS"),
                            at(Scope.BUCKET, "delete", "MULTI_OBJECT_DELETE", "POST"),
                            setting("encryption", "ENCRYPTION"),
                            setting("intelligent-tiering", "INTELLIGENT_TIERING"),
                            setting("inventory", "INVENTORY"),
                            setting("lifecycle", "LIFECYCLE"),
                            at(Scope.BUCKET, "location", "LOCATION", "GET"),
                            at(Scope.BUCKET, "logging", "LOGGING_STATUS", "GET", "PUT"),
                            made("metadataConfiguration", "METADATA_CONFIGURATION"),
                            made("metadataTable", "METADATA_TABLE"),
                            at(
                                    Scope.BUCKET,
                                    "metadataInventoryTable",
                                    "METADATA_INVENTORY_TABLE",
                                    "PUT"),
                            at(
                                    Scope.BUCKET,
                                    "metadataJournalTable",
                                    "METADATA_JOURNAL_TABLE",
                                    "PUT"),
                            setting("metrics", "METRICS"),
                            at(Scope.BUCKET, "notification", "NOTIFICATION", "GET", "PUT"),
                            at(
                                    Scope.BUCKET,
                                    "object-lock",
                                    "OBJECT_LOCK_CONFIGURATION",
                                    "GET",
                                    "PUT"),
                            setting("ownershipControls", "OWNERSHIP_CONTROLS"),
                            setting("policy", "BUCKETPOLICY"),
                            at(Scope.BUCKET, "policyStatus", "POLICY_STATUS", "GET"),
                            setting("publicAccessBlock", "PUBLIC_ACCESS_BLOCK"),
                            setting("replication", "REPLICATION"),
                            at(Scope.BUCKET, "requestPayment", "REQUEST_PAYMENT", "GET", "PUT"),
                            at(Scope.BUCKET, "session", "SESSION", "GET"),
                            setting("tagging", "TAGGING"),
                            at(Scope.BUCKET, "uploads", "UPLOADS", "GET"),
                            at(Scope.BUCKET, "versioning", "VERSIONING", "GET", "PUT"),
                            at(Scope.BUCKET, "versions", "BUCKETVERSIONS", "GET"),
                            setting("website", "WEBSITE"),
                            at(Scope.OBJECT, "", "OBJECT", "GET", "HEAD", "PUT", "DELETE"),
                            at(Scope.OBJECT, "acl", "ACL", "GET", "PUT"),
                            at(Scope.OBJECT, "attributes", "OBJECT_ATTRIBUTES", "GET"),
                            at(Scope.OBJECT, "encryption", "ENCRYPTION", "PUT"),
                            // Not of AWS: what the console asks.
                            at(Scope.OBJECT, ObjectRows.PARAMETER, "ROWS", "GET"),
                            at(Scope.OBJECT, "legal-hold", "LEGALHOLD", "GET", "PUT"),
                            at(Scope.OBJECT, "renameObject", "RENAME_OBJECT", "PUT"),
                            at(Scope.OBJECT, "restore", "RESTORE", "POST"),
                            at(Scope.OBJECT, "retention", "RETENTION", "GET", "PUT"),
                            at(Scope.OBJECT, "select", "SELECT", "POST"),
                            at(Scope.OBJECT, "tagging", "OBJECT_TAGGING", "GET", "PUT", "DELETE"),
                            at(Scope.OBJECT, "torrent", "TORRENT", "GET"),
                            at(Scope.OBJECT, "uploadId", "UPLOAD", "GET", "PUT", "POST", "DELETE"),
                            at(Scope.OBJECT, "uploads", "UPLOADS", "POST"))
                    .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    /// Query parameters that make a request mean something else, at whatever address they stand.
    private static final Set<String> SUB_RESOURCES =
            PLACES.keySet().stream()
                    .map(Address::subResource)
                    .filter(name -> !name.isEmpty())
                    .collect(Collectors.toUnmodifiableSet());

    private Addresses() {}

    private static Map.Entry<Address, Place> at(
            Scope scope, String subResource, String resourceType, String... methods) {
        return Map.entry(
                new Address(scope, subResource), new Place(resourceType, List.of(methods)));
    }

    private static Map.Entry<Address, Place> setting(String subResource, String resourceType) {
        return at(Scope.BUCKET, subResource, resourceType, "GET", "PUT", "DELETE");
    }

    private static Map.Entry<Address, Place> made(String subResource, String resourceType) {
        return at(Scope.BUCKET, subResource, resourceType, "GET", "POST", "DELETE");
    }

    /// What a request is sent to. A name alone in the query of a change, such as `?newFeature`, is
    /// a sub-resource that is not known: the change must not be taken for one of the bucket or
    /// object.
    ///
    /// @throws ServiceException when the query names two sub-resources
    static Address of(S3Request request) {
        Scope scope =
                request.bucketName().isEmpty()
                        ? Scope.SERVICE
                        : request.key().isEmpty() ? Scope.BUCKET : Scope.OBJECT;
        List<String> known =
                request.query().keySet().stream().filter(SUB_RESOURCES::contains).toList();
        if (known.size() > 1) {
            throw S3Error.INVALID_ARGUMENT
                    .because("Conflicting query string parameters: %s", String.join(", ", known))
                    .with("ArgumentName", "ResourceType")
                    .with("ArgumentValue", known.getFirst());
        }
        Optional<String> named = known.stream().findFirst();
        return new Address(scope, named.or(() -> unknown(request)).orElse(""));
    }

    private static Optional<String> unknown(S3Request request) {
        if (Set.of("GET", "HEAD").contains(request.method())) {
            return Optional.empty();
        }
        return request.query().entrySet().stream()
                .filter(parameter -> parameter.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .filter(name -> !name.equals("versionId"))
                .findFirst();
    }

    /// Why a request that is not served is not.
    static ServiceException refusal(S3Request request, Address address) {
        String subResource = address.subResource();
        Place place = PLACES.get(address);
        if (place == null && SUB_RESOURCES.contains(subResource)) {
            return S3Error.INVALID_REQUEST.because(
                    "There is no such thing as the ?%s sub-resource for a %s",
                    subResource, address.scope().word);
        }
        if (place == null || place.methods().contains(request.method())) {
            return S3Error.NOT_IMPLEMENTED.because(
                    "Hydrant does not support %s of ?%s", request.method(), subResource);
        }
        return S3Error.METHOD_NOT_ALLOWED
                .refusal()
                .with("Method", request.method())
                .with("ResourceType", place.resourceType())
                .withHeader("Allow", String.join(", ", place.methods()));
    }
}
