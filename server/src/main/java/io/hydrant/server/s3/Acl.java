package io.hydrant.server.s3;

import io.hydrant.aws.ServiceException;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.objectstore.Bucket;
import io.hydrant.core.objectstore.BucketDocument;
import io.hydrant.core.objectstore.ObjectOwnership;
import io.hydrant.core.objectstore.PublicAccessBlock;
import io.hydrant.core.objectstore.S3Error;
import io.hydrant.core.objectstore.S3Store;
import io.hydrant.server.http.protocol.S3Handler.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/// Access control lists: the owner has FULL_CONTROL and nobody else anything. A request that asks
/// for just that is accepted; any other list is refused as S3 refuses it in buckets that have none,
/// and never left out in silence: permissions are given by policies.
final class Acl {
    private static final String CANNED = "x-amz-acl";
    private static final String NOT_ALLOWED = "The bucket does not allow ACLs";

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
        put(request, access.requireOnBucket(request, "s3:PutBucketAcl"), response);
    }

    void getOfObject(S3Request request, Response response) throws IOException {
        Bucket bucket = access.requireOnObject(request, action(request, "Get"));
        new ObjectLookup(store, access).visible(request, bucket);
        send(response);
    }

    void putOnObject(S3Request request, Response response) throws IOException {
        Bucket bucket = access.requireOnObject(request, action(request, "Put"));
        new ObjectLookup(store, access).settable(request, bucket);
        put(request, bucket, response);
    }

    private static String action(S3Request request, String verb) {
        return "s3:" + verb + (request.versionId().isPresent() ? "ObjectVersionAcl" : "ObjectAcl");
    }

    private void put(S3Request request, Bucket bucket, Response response) throws IOException {
        byte[] body = BodyChecks.read(request);
        AclWish wish = AclWish.of(request, store.account());
        boolean inHeaders = wish != AclWish.NOTHING;
        if (inHeaders && body.length > 0) {
            throw new ServiceException(
                    400, "UnexpectedContent", "This request does not support content");
        }
        if (!inHeaders && body.length == 0) {
            throw new ServiceException(
                            400,
                            "MissingSecurityHeader",
                            "Your request was missing a required header")
                    .with("MissingHeaderName", CANNED);
        }
        require(inHeaders ? wish : AclWish.of(S3Xml.parse(body), store.account()), bucket);
        response.send(200, Map.of());
    }

    private void require(AclWish wish, Bucket bucket) {
        boolean listsExist =
                ObjectOwnership.kept(document(bucket, BucketDocument.OWNERSHIP_CONTROLS))
                        .filter(ownership -> ownership != ObjectOwnership.BucketOwnerEnforced)
                        .isPresent();
        boolean blocked =
                PublicAccessBlock.kept(document(bucket, BucketDocument.PUBLIC_ACCESS_BLOCK))
                        .blockPublicAcls();
        if (wish == AclWish.EVERYBODY && listsExist && blocked) {
            throw S3Error.ACCESS_DENIED.refusal();
        }
        require(wish);
    }

    private static void require(AclWish wish) {
        if (!wish.isOfOwner()) {
            throw new ServiceException(400, "AccessControlListNotSupported", NOT_ALLOWED);
        }
    }

    private Optional<String> document(Bucket bucket, String kind) {
        return store.buckets().document(bucket, kind);
    }

    static boolean hasGrants(S3Request request) {
        return request.raw().head().headers().all().keySet().stream()
                .anyMatch(name -> name.startsWith("x-amz-grant-"));
    }

    /// For what is put with a list in its headers. Callers are of the account that owns all, or
    /// strangers.
    ///
    /// @throws ServiceException for a list other than the owner's own
    static void checkHeader(S3Request request) {
        require(AclWish.of(request, request.caller().principal().account()));
    }

    /// For a bucket that is made with a list in its headers.
    ///
    /// @throws ServiceException for a list other than the owner's own
    void checkHeader(S3Request request, ObjectOwnership ownership) {
        AclWish wish = AclWish.of(request, store.account());
        if (!wish.isOfOwner() && ownership == ObjectOwnership.BucketOwnerEnforced) {
            throw new ServiceException(
                    400,
                    "InvalidBucketAclWithObjectOwnership",
                    "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting");
        }
        if (wish == AclWish.EVERYBODY) {
            throw new ServiceException(
                    400,
                    "InvalidBucketAclWithBlockPublicAccessError",
                    "Bucket cannot have public ACLs set with BlockPublicAccess enabled");
        }
        require(wish);
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
                (xml + grant + "</AccessControlPolicy>").getBytes(StandardCharsets.UTF_8));
    }
}
