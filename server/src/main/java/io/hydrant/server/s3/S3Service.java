package io.hydrant.server.s3;

import io.hydrant.core.crypto.MasterKeyException;
import io.hydrant.core.disk.DiskTroubleException;
import io.hydrant.core.iam.Authorizer;
import io.hydrant.core.iam.Iam;
import io.hydrant.core.objectstore.BlobDamagedException;
import io.hydrant.core.objectstore.BucketPolicies;
import io.hydrant.core.objectstore.Objects;
import io.hydrant.core.objectstore.S3Error;
import io.hydrant.core.objectstore.S3Store;
import io.hydrant.server.http.protocol.S3Handler;
import io.hydrant.server.s3.Addresses.Address;
import io.hydrant.server.s3.Addresses.Scope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// S3's operations behind the listener: finds the one that a request means. An address with a
/// sub-resource that is not served is refused; it never falls through to the object or bucket.
public final class S3Service implements S3Handler {
    private record Route(Address address, String method) {
        Route(Scope scope, String method, String subResource) {
            this(new Address(scope, subResource), method);
        }
    }

    private final Map<Route, S3Operation> routes = new HashMap<>();
    private final S3Store store;
    private final StorageTroubles troubles = new StorageTroubles();

    public S3Service(S3Store store, Iam iam, Authorizer authorizer) {
        this(store, iam, authorizer, Optional.empty());
    }

    /// @param elsewhere whose buckets' names are taken, too
    public S3Service(
            S3Store store, Iam iam, Authorizer authorizer, Optional<OtherBuckets> elsewhere) {
        this.store = store;
        BucketPolicies policies = new BucketPolicies(store.buckets(), iam);
        S3Access access = new S3Access(store, policies, authorizer);
        addBuckets(store, access, elsewhere);
        addObjects(store, access);
        addUploads(store, access);
        addSettings(new BucketSettings(store, access).operations());
        addSettings(new BucketPermissions(store, policies, access).operations());
    }

    private void addSettings(List<BucketSettings.Setting> settings) {
        settings.forEach(setting ->
                routes.put(
                        new Route(Scope.BUCKET, setting.method(), setting.subResource()),
                        setting.operation()));
    }

    private void addBuckets(S3Store store, S3Access access, Optional<OtherBuckets> elsewhere) {
        BucketOperations buckets = new BucketOperations(store, access, elsewhere);
        routes.put(new Route(Scope.SERVICE, "GET", ""), new ListBuckets(store, access));
        routes.put(new Route(Scope.BUCKET, "PUT", ""), buckets::create);
        routes.put(new Route(Scope.BUCKET, "HEAD", ""), buckets::head);
        routes.put(new Route(Scope.BUCKET, "DELETE", ""), buckets::delete);
        routes.put(new Route(Scope.BUCKET, "GET", "location"), buckets::location);
        routes.put(new Route(Scope.BUCKET, "GET", "versioning"), buckets::versioning);
        routes.put(new Route(Scope.BUCKET, "PUT", "versioning"), buckets::setVersioning);
        routes.put(new Route(Scope.BUCKET, "GET", ""), new ListObjects(store, access));
        routes.put(
                new Route(Scope.BUCKET, "GET", "versions"), new ListObjectVersions(store, access));
        routes.put(new Route(Scope.BUCKET, "POST", "delete"), new DeleteObjects(store, access));
        routes.put(
                new Route(Scope.BUCKET, "GET", "uploads"), new ListMultipartUploads(store, access));
        BucketTagging tagging = new BucketTagging(store, access);
        routes.put(new Route(Scope.BUCKET, "GET", "tagging"), tagging::get);
        routes.put(new Route(Scope.BUCKET, "PUT", "tagging"), tagging::put);
        routes.put(new Route(Scope.BUCKET, "DELETE", "tagging"), tagging::delete);
        routes.put(new Route(Scope.BUCKET, "POST", ""), S3Service::refuseOtherForms);
        Acl acl = new Acl(store, access);
        routes.put(new Route(Scope.BUCKET, "GET", "acl"), acl::getOfBucket);
        routes.put(new Route(Scope.BUCKET, "PUT", "acl"), acl::putOnBucket);
        routes.put(new Route(Scope.OBJECT, "GET", "acl"), acl::getOfObject);
        routes.put(new Route(Scope.OBJECT, "PUT", "acl"), acl::putOnObject);
    }

    /// What a form for uploads cannot be.
    private static void refuseOtherForms(S3Request request, Response response) {
        throw S3Error.PRECONDITION_FAILED
                .refusal()
                .with("Condition", "Bucket POST must be of the enclosure-type multipart/form-data");
    }

    private void addObjects(S3Store store, S3Access access) {
        routes.put(new Route(Scope.OBJECT, "PUT", ""), new PutObject(store, access));
        routes.put(new Route(Scope.OBJECT, "GET", ""), new GetObject(store, access));
        routes.put(new Route(Scope.OBJECT, "HEAD", ""), new GetObject(store, access));
        routes.put(new Route(Scope.OBJECT, "DELETE", ""), new DeleteObject(store, access));
        routes.put(
                new Route(Scope.OBJECT, "GET", "attributes"),
                new GetObjectAttributes(store, access));
        routes.put(
                new Route(Scope.OBJECT, "GET", ObjectRows.PARAMETER),
                (request, response) -> new ObjectRows(store, access).answer(request, response));
        ObjectTagging tagging = new ObjectTagging(store, access);
        routes.put(new Route(Scope.OBJECT, "GET", "tagging"), tagging::get);
        routes.put(new Route(Scope.OBJECT, "PUT", "tagging"), tagging::put);
        routes.put(new Route(Scope.OBJECT, "DELETE", "tagging"), tagging::delete);
    }

    private void addUploads(S3Store store, S3Access access) {
        routes.put(
                new Route(Scope.OBJECT, "POST", "uploads"),
                new CreateMultipartUpload(store, access));
        routes.put(new Route(Scope.OBJECT, "PUT", "uploadId"), new UploadPart(store, access));
        routes.put(
                new Route(Scope.OBJECT, "POST", "uploadId"),
                new CompleteMultipartUpload(store, access));
        ListParts parts = new ListParts(store, access);
        routes.put(new Route(Scope.OBJECT, "GET", "uploadId"), parts);
        routes.put(
                new Route(Scope.OBJECT, "DELETE", "uploadId"),
                new AbortMultipartUpload(store, access));
    }

    @Override
    public void handle(Request raw, Response response) throws IOException {
        try {
            answer(raw, response);
        } catch (UncheckedIOException unread) {
            throw unread.getCause(); // what a policy's condition asked for could not be read
        }
    }

    private void answer(Request raw, Response response) throws IOException {
        S3Request request = S3Request.of(raw);
        try {
            answer(request, response);
            troubles.worked(request);
        } catch (BlobDamagedException e) {
            throw troubles.damaged(request, e.file(), String.valueOf(e.getMessage()));
        } catch (NoSuchFileException e) {
            throw troubles.damaged(request, Path.of(e.getFile()), e.getFile() + " is missing");
        } catch (DiskTroubleException e) {
            throw troubles.refused(request, e);
        } catch (MasterKeyException e) {
            throw S3Error.NOT_IMPLEMENTED.because("%s", String.valueOf(e.getMessage()));
        }
    }

    private void answer(S3Request request, Response response) throws IOException {
        Objects.checkKey(request.key());
        checkOwner(request, "x-amz-expected-bucket-owner");
        checkOwner(request, "x-amz-source-expected-bucket-owner");
        Address address = Addresses.of(request);
        S3Operation operation = routes.get(new Route(address, request.method()));
        if (operation == null) {
            throw Addresses.refusal(request, address);
        }
        Demands.check(request, address.scope().name(), address.subResource());
        operation.answer(request, response);
    }

    private void checkOwner(S3Request request, String header) {
        Optional<String> expected = request.header(header);
        if (expected.filter(account -> !account.matches("\\w{12}")).isPresent()) {
            throw S3Error.INVALID_BUCKET_OWNER.because(
                    "The value of the expected bucket owner parameter must be an AWS Account ID..."
                            + " [%s]",
                    expected.get());
        }
        if (expected.filter(account -> !account.equals(store.account())).isPresent()) {
            throw S3Error.ACCESS_DENIED.refusal();
        }
    }
}
