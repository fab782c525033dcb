package io.hydrant.server.s3;

import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.core.objectstore.Bucket;
import io.hydrant.core.objectstore.ObjectDetails;
import io.hydrant.core.objectstore.ObjectVersion;
import io.hydrant.core.objectstore.S3Error;
import io.hydrant.core.objectstore.S3Store;
import io.hydrant.server.http.S3Handler.Response;
import java.io.IOException;
import java.util.Map;

/// CopyObject: the bytes are shared, not copied.
final class CopyObject implements S3Operation {
    private final S3Store store;
    private final S3Access access;

    CopyObject(S3Store store, S3Access access) {
        this.store = store;
        this.access = access;
    }

    @Override
    public void answer(S3Request request, Response response) throws IOException {
        CopySource source = CopySource.of(request);
        boolean ownTags = directive(request, "x-amz-tagging-directive");
        RequestKeys tags =
                ownTags ? RequestKeys.NONE : S3Keys.ofTags(() -> source.tags(store, access));
        Bucket bucket = access.requirePut(request, tags);
        boolean replace = directive(request, "x-amz-metadata-directive");
        if (source.isItself(request)
                && !replace
                && source.versionId().isEmpty()
                && request.header("x-amz-storage-class").isEmpty()
                && request.header("x-amz-website-redirect-location").isEmpty()
                && request.header("x-amz-server-side-encryption").isEmpty()) {
            throw S3Error.INVALID_REQUEST.because(
                    "This copy request is illegal because it is trying to copy an object to itself"
                            + " without changing the object's metadata, storage class, website"
                            + " redirect location or encryption attributes.");
        }
        ObjectVersion from = source.find(request, store, access);
        if (!ownTags && !from.details().tags().isEmpty()) {
            source.requireTags(request, store, access);
            access.requireOnObject(request, "s3:PutObjectTagging", tags);
        }
        ObjectVersion copied =
                store.objects()
                        .copy(
                                from,
                                bucket,
                                request.key(),
                                details(request, from, replace),
                                WriteConditions.of(request));
        XmlWriter xml =
                S3Xml.document("CopyObjectResult")
                        .element("LastModified", S3Xml.listTime(copied.modified()))
                        .element("ETag", copied.quotedEtag());
        copied.details()
                .checksum()
                .ifPresent(sum ->
                        xml.element(sum.algorithm().element(), sum.value())
                                .element("ChecksumType", sum.type().name()));
        Map<String, String> headers = ObjectHeaders.identity(copied, true);
        headers.remove("ETag");
        if (!from.versionId().equals(ObjectVersion.NULL_VERSION)) {
            headers.put("x-amz-copy-source-version-id", from.versionId());
        }
        S3Xml.send(response, xml.end(), headers);
    }

    private static ObjectDetails details(S3Request request, ObjectVersion from, boolean replace) {
        ObjectDetails asked = ObjectHeaders.read(request);
        ObjectDetails details = from.details();
        if (replace) {
            details = details.withHeaders(asked.headers(), asked.metadata());
        }
        return directive(request, "x-amz-tagging-directive")
                ? details.withTags(asked.tags())
                : details;
    }

    private static boolean directive(S3Request request, String header) {
        return switch (request.header(header).orElse("COPY")) {
            case "COPY" -> false;
            case "REPLACE" -> true;
            default ->
                    throw S3Error.INVALID_ARGUMENT
                            .because("Unknown metadata directive.")
                            .with("ArgumentName", header);
        };
    }
}
