package io.hydrant.server.s3;

import io.hydrant.aws.ServiceException;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.objectstore.Bucket;
import io.hydrant.core.objectstore.S3Error;
import io.hydrant.core.objectstore.S3Store;
import io.hydrant.server.http.S3Handler.Response;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Access control lists: the owner has FULL_CONTROL and nobody else anything. Setting just that is
/// accepted, anything else refused: permissions are given by policies.
final class Acl {
    private static final Set<String> ACCEPTED =
            Set.of("private", "bucket-owner-full-control", "bucket-owner-read");

    private final S3Store store;
    private final S3Access access;

    Acl(S3Store store, S3Access access) {
        this.store = store;
        this.access = access;
    }

    void getOfBucket(S3Request request, Response response) throws IOException {
        access.requireOnBucket(request, "s3:GetBucketAcl");
        send(response);
    }

    void putOnBucket(S3Request request, Response response) throws IOException {
        access.requireOnBucket(request, "s3:PutBucketAcl");
        put(request, response);
    }

    void getOfObject(S3Request request, Response response) throws IOException {
        Bucket bucket = access.requireOnObject(request, action(request, "Get"));
        new ObjectLookup(store, access).visible(request, bucket);
        send(response);
    }

    void putOnObject(S3Request request, Response response) throws IOException {
        Bucket bucket = access.requireOnObject(request, action(request, "Put"));
        new ObjectLookup(store, access).settable(request, bucket);
        put(request, response);
    }

    private static String action(S3Request request, String verb) {
        return "s3:" + verb + (request.versionId().isPresent() ? "ObjectVersionAcl" : "ObjectAcl");
    }

    private static void put(S3Request request, Response response) throws IOException {
        byte[] body = BodyChecks.read(request);
        checkHeader(request);
        if (body.length > 0
                && S3Xml.parse(body).child("AccessControlList").stream()
                        .flatMap(list -> list.children("Grant").stream())
                        .anyMatch(grant ->
                                !grant.textOf("Permission").equals(Optional.of("FULL_CONTROL")))) {
            throw unsupported("a grant");
        }
        response.send(200, Map.of());
    }

    /// @throws ServiceException for a canned list other than the owner's own
    static void checkHeader(S3Request request) {
        Optional<String> canned = request.header("x-amz-acl");
        if (canned.isPresent() && !ACCEPTED.contains(canned.get())) {
            throw unsupported(canned.get());
        }
        if (hasGrants(request)) {
            throw unsupported("a grant");
        }
    }

    static boolean hasGrants(S3Request request) {
        return request.raw().head().headers().all().keySet().stream()
                .anyMatch(name -> name.startsWith("x-amz-grant-"));
    }

    private static ServiceException unsupported(String what) {
        return S3Error.NOT_IMPLEMENTED.because(
                "Hydrant does not support access control lists (%s); use a bucket policy", what);
    }

    private void send(Response response) throws IOException {
        String id = Owner.id(store.account());
        XmlWriter xml = S3Xml.document("AccessControlPolicy");
        Owner.write(xml, "Owner", store.account());
        // The writer has no attributes, and the grantee's type is one.
        String grant =
                "<AccessControlList><Grant><Grantee xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
                        + " xsi:type=\"CanonicalUser\"><ID>"
                        + id
                        + "</ID></Grantee><Permission>FULL_CONTROL</Permission></Grant></AccessControlList>";
        response.send(
                200,
                Map.of("Content-Type", "application/xml"),
                (xml + grant + "</AccessControlPolicy>")
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
