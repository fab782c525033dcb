package io.hydrant.server.s3;

import io.hydrant.aws.ServiceException;
import io.hydrant.aws.xml.XmlElement;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.core.objectstore.Bucket;
import io.hydrant.core.objectstore.ObjectOwnership;
import io.hydrant.core.objectstore.S3Error;
import io.hydrant.core.objectstore.S3Store;
import io.hydrant.core.objectstore.TagSet;
import io.hydrant.core.objectstore.Versioning;
import io.hydrant.server.http.protocol.S3Handler.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Buckets themselves: CreateBucket, HeadBucket, DeleteBucket, GetBucketLocation and versioning.
final class BucketOperations {
    private static final String DEFAULT_REGION = "us-east-1";
    private static final String OWNERSHIP = "x-amz-object-ownership";

    private final S3Store store;
    private final S3Access access;
    private final Acl acl;

    private final Optional<OtherBuckets> elsewhere;

    /// @param elsewhere whose buckets' names are taken, too
    BucketOperations(S3Store store, S3Access access, Optional<OtherBuckets> elsewhere) {
        this.elsewhere = elsewhere;
        this.store = store;
        this.access = access;
        this.acl = new Acl(store, access);
    }

    void create(S3Request request, Response response) throws IOException {
        LazyBody body = new LazyBody(request);
        requireCreation(request, body);
        ObjectOwnership ownership = ownership(request);
        acl.checkHeader(request, ownership);
        refuseOtherKinds(request);
        NewBucket wanted = NewBucket.of(body.bytes());
        String region = region(request, wanted.location().orElse("unspecified"));
        boolean repeatable = region.equals(DEFAULT_REGION) && wanted.tags().tags().isEmpty();
        refuseTaken(request.bucketName());
        refuseWhereNobodyElseCouldReadIt();
        Bucket bucket = created(request.bucketName(), region, ownership, wanted.tags(), repeatable);
        response.send(
                200, Map.of("Location", "/" + bucket.name(), "x-amz-bucket-arn", bucket.arn()));
    }

    /// No name is ever in both stores: which one a bucket is in, its name decides.
    private void refuseTaken(String name) {
        if (elsewhere.isEmpty() || store.buckets().find(name).isPresent()) {
            return;
        }
        boolean isTaken;
        try {
            isTaken = elsewhere.get().buckets().has(name);
        } catch (IOException e) {
            throw S3Error.SERVICE_UNAVAILABLE.because(
                    "Whether the other S3 of this server has a bucket %s cannot be found out: %s",
                    name, String.valueOf(e.getMessage()));
        }
        if (isTaken) {
            throw S3Error.BUCKET_ALREADY_EXISTS
                    .because(
                            "The requested bucket name is not available: the other S3 of this server (--s3-endpoint) has a bucket of that name. Please select a different name and try again.")
                    .with("BucketName", name);
        }
    }

    private void refuseWhereNobodyElseCouldReadIt() {
        if (elsewhere.filter(OtherBuckets::isOnly).isPresent()) {
            throw S3Error.NOT_IMPLEMENTED.because(
                    "This server is a node of several, whose buckets are in the S3 that --s3-endpoint names. Create the bucket there, or by a template");
        }
    }

    /// A bucket that locks its objects, or that has its name within the account alone.
    private static void refuseOtherKinds(S3Request request) {
        Map<String, String> usual =
                Map.of(
                        "x-amz-bucket-object-lock-enabled", "false",
                        "x-amz-bucket-namespace", "global");
        usual.forEach((header, value) -> {
            if (request.header(header)
                    .filter(asked -> !asked.equalsIgnoreCase(value))
                    .isPresent()) {
                throw S3Error.NOT_IMPLEMENTED.refusal().with("Header", header);
            }
        });
    }

    /// What else a new bucket is to have takes permissions of its own.
    private void requireCreation(S3Request request, LazyBody body) {
        RequestKeys keys =
                key ->
                        key.equalsIgnoreCase("s3:LocationConstraint")
                                ? NewBucket.of(body.bytes()).location().stream().toList()
                                : List.of();
        access.requireOnName(request, "s3:CreateBucket", keys);
        boolean isPrivate =
                request.header("x-amz-acl").orElse("private").equals("private")
                        && !Acl.hasGrants(request);
        if (!isPrivate) {
            access.requireOnName(request, "s3:PutBucketAcl", keys);
        }
        if (request.header(OWNERSHIP).isPresent()) {
            access.requireOnName(request, "s3:PutBucketOwnershipControls", keys);
        }
        if (!NewBucket.of(body.bytes()).tags().tags().isEmpty()) {
            access.requireOnName(request, "s3:TagResource", keys);
        }
        if (request.header("x-amz-bucket-object-lock-enabled")
                .filter("true"::equalsIgnoreCase)
                .isPresent()) {
            access.requireOnName(request, "s3:PutBucketObjectLockConfiguration", keys);
            access.requireOnName(request, "s3:PutBucketVersioning", keys);
        }
    }

    /// In us-east-1 creating a bucket again changes nothing, also when two do so at once.
    private Bucket created(
            String name, String region, ObjectOwnership ownership, TagSet tags, boolean repeatable)
            throws IOException {
        try {
            return store.buckets().create(name, region, ownership, tags);
        } catch (ServiceException taken) {
            Optional<Bucket> existing = repeatable ? store.buckets().find(name) : Optional.empty();
            return existing.orElseThrow(() -> taken);
        }
    }

    private static ObjectOwnership ownership(S3Request request) {
        String name = request.header(OWNERSHIP).orElse(ObjectOwnership.BucketOwnerEnforced.name());
        return ObjectOwnership.named(name)
                .orElseThrow(() ->
                        S3Error.INVALID_ARGUMENT
                                .because("Invalid %s header: %s", OWNERSHIP, name)
                                .with("ArgumentName", OWNERSHIP)
                                .with("ArgumentValue", name));
    }

    private String region(S3Request request, String given) {
        String own = store.region();
        if (own.equals(DEFAULT_REGION) && given.equals(DEFAULT_REGION)) {
            throw S3Error.INVALID_LOCATION_CONSTRAINT.refusal().with("LocationConstraint", given);
        }
        // Where nobody signs, a client of any region is served: there is only one here.
        boolean fits =
                given.equals(own)
                        || given.equals(request.caller().region())
                        || (given.equals("unspecified")
                                && (own.equals(DEFAULT_REGION)
                                        || request.caller().region().equals(DEFAULT_REGION)));
        if (!fits) {
            throw S3Error.ILLEGAL_LOCATION_CONSTRAINT.because(
                    "The %s location constraint is incompatible for the region specific endpoint"
                            + " this request was sent to.",
                    given);
        }
        return given.equals("unspecified") ? DEFAULT_REGION : given;
    }

    void head(S3Request request, Response response) throws IOException {
        Bucket bucket = access.requireOnBucket(request, "s3:ListBucket");
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("x-amz-bucket-region", bucket.region());
        headers.put("x-amz-bucket-arn", bucket.arn());
        headers.put("x-amz-access-point-alias", "false");
        headers.put("Content-Type", "application/xml");
        response.send(200, headers);
    }

    void delete(S3Request request, Response response) throws IOException {
        access.requireOnBucket(request, "s3:DeleteBucket");
        store.buckets().delete(request.bucketName());
        response.send(204, Map.of());
    }

    void location(S3Request request, Response response) throws IOException {
        Bucket bucket = access.requireOnBucket(request, "s3:GetBucketLocation");
        XmlWriter xml = S3Xml.document("LocationConstraint");
        if (!bucket.region().equals(DEFAULT_REGION)) {
            xml = new XmlWriter().declaration();
            response.send(
                    200,
                    Map.of("Content-Type", "application/xml"),
                    (xml
                                    + "<LocationConstraint xmlns=\""
                                    + S3Xml.NAMESPACE
                                    + "\">"
                                    + bucket.region()
                                    + "</LocationConstraint>")
                            .getBytes(StandardCharsets.UTF_8));
            return;
        }
        S3Xml.send(response, xml.end());
    }

    void versioning(S3Request request, Response response) throws IOException {
        Bucket bucket = access.requireOnBucket(request, "s3:GetBucketVersioning");
        XmlWriter xml = S3Xml.document("VersioningConfiguration");
        switch (bucket.versioning()) {
            case NEVER_ENABLED -> {}
            case ENABLED -> xml.element("Status", "Enabled");
            case SUSPENDED -> xml.element("Status", "Suspended");
        }
        S3Xml.send(response, xml.end());
    }

    void setVersioning(S3Request request, Response response) throws IOException {
        Bucket bucket = access.requireOnBucket(request, "s3:PutBucketVersioning");
        byte[] body = BodyChecks.read(request);
        XmlElement root = S3Xml.parse(body);
        boolean known =
                root.children().stream()
                        .allMatch(child -> Set.of("Status", "MfaDelete").contains(child.name()));
        boolean repeated =
                root.children("Status").size() > 1 || root.children("MfaDelete").size() > 1;
        if (!root.name().equals("VersioningConfiguration") || !known || repeated) {
            throw S3Error.MALFORMED_XML.refusal();
        }
        if (root.textOf("MfaDelete").filter(value -> !value.equals("Disabled")).isPresent()) {
            throw S3Error.NOT_IMPLEMENTED.because("Hydrant does not support MfaDelete");
        }
        String status =
                root.textOf("Status")
                        .orElseThrow(S3Error.ILLEGAL_VERSIONING_CONFIGURATION::refusal);
        Versioning versioning =
                switch (status) {
                    case "Enabled" -> Versioning.ENABLED;
                    case "Suspended" -> Versioning.SUSPENDED;
                    default -> throw S3Error.MALFORMED_XML.refusal();
                };
        store.buckets().setVersioning(bucket.name(), versioning);
        response.send(200, Map.of());
    }
}
