package io.hydrant.server.s3;

import io.hydrant.aws.ServiceException;
import io.hydrant.aws.xml.XmlElement;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.core.objectstore.Bucket;
import io.hydrant.core.objectstore.ObjectVersion;
import io.hydrant.core.objectstore.Objects;
import io.hydrant.core.objectstore.Precondition;
import io.hydrant.core.objectstore.S3Error;
import io.hydrant.core.objectstore.S3Store;
import io.hydrant.server.http.S3Handler.Response;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// DeleteObjects: up to a thousand keys; what fails for one does not fail the call.
final class DeleteObjects implements S3Operation {
    private static final int KEYS_MAX = 1000;

    private final S3Store store;
    private final S3Access access;

    DeleteObjects(S3Store store, S3Access access) {
        this.store = store;
        this.access = access;
    }

    @Override
    public void answer(S3Request request, Response response) throws IOException {
        Bucket bucket = request.bucket(store.buckets());
        XmlElement root = S3Xml.parse(BodyChecks.readDigested(request));
        List<XmlElement> wanted = root.children("Object");
        if (!root.name().equals("Delete") || wanted.isEmpty() || wanted.size() > KEYS_MAX) {
            throw S3Error.MALFORMED_XML.refusal();
        }
        boolean quiet = root.textOf("Quiet").filter("true"::equals).isPresent();
        XmlWriter xml = S3Xml.document("DeleteResult");
        for (XmlElement object : wanted) {
            String key = object.textOf("Key").orElseThrow(S3Error.MALFORMED_XML::refusal);
            Optional<String> versionId = object.textOf("VersionId").filter(id -> !id.isEmpty());
            try {
                Objects.Deleted deleted = delete(request, bucket, key, versionId, object);
                if (!quiet) {
                    writeDeleted(xml, key, versionId, deleted);
                }
            } catch (ServiceException refusal) {
                writeError(xml, key, versionId, refusal);
            }
        }
        S3Xml.send(response, xml.end());
    }

    private Objects.Deleted delete(
            S3Request request,
            Bucket bucket,
            String key,
            Optional<String> versionId,
            XmlElement object)
            throws IOException {
        String action = versionId.isPresent() ? "s3:DeleteObjectVersion" : "s3:DeleteObject";
        RequestKeys keys =
                name ->
                        name.equalsIgnoreCase("s3:if-match")
                                ? object.textOf("ETag").stream().toList()
                                : List.of();
        access.denial(request, action, access.target(bucket, key, versionId), keys)
                .ifPresent(reason -> {
                    throw S3Error.ACCESS_DENIED.because("%s", reason);
                });
        if (versionId.isPresent()
                && !versionId.get().equals(ObjectVersion.NULL_VERSION)
                && store.objects().find(bucket, key, versionId).isEmpty()) {
            throw S3Error.NO_SUCH_VERSION.refusal();
        }
        Precondition precondition =
                object.textOf("ETag")
                        .<Precondition>map(etag -> new Precondition.Matches(etag.replace("\"", "")))
                        .orElse(new Precondition.None());
        return store.objects().delete(bucket, key, versionId, precondition);
    }

    private static void writeDeleted(
            XmlWriter xml, String key, Optional<String> versionId, Objects.Deleted deleted) {
        xml.start("Deleted").element("Key", key).element("VersionId", versionId);
        if (deleted.marker()) {
            xml.element("DeleteMarker", true).element("DeleteMarkerVersionId", deleted.versionId());
        }
        xml.end();
    }

    private static void writeError(
            XmlWriter xml, String key, Optional<String> versionId, ServiceException refusal) {
        xml.start("Error")
                .element("Key", key)
                .element("VersionId", versionId)
                .element("Code", refusal.code())
                .element("Message", refusal.text())
                .end();
    }
}
