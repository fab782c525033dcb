package io.hydrant.server.s3;

import io.hydrant.aws.ServiceException;
import io.hydrant.aws.xml.XmlElement;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.core.objectstore.Bucket;
import io.hydrant.core.objectstore.ObjectDeletion;
import io.hydrant.core.objectstore.Objects;
import io.hydrant.core.objectstore.Precondition;
import io.hydrant.core.objectstore.S3Error;
import io.hydrant.core.objectstore.S3Store;
import io.hydrant.server.http.protocol.S3Handler.Response;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// DeleteObjects: up to a thousand keys with one commit; what fails for one does not fail the call.
final class DeleteObjects implements S3Operation {
    private static final int KEYS_MAX = 1000;

    /// What is judged of a key. S3 has two guards more, for directory buckets.
    private static final Set<String> JUDGED = Set.of("Key", "VersionId", "ETag");

    private static final Set<String> GUARDS_ELSEWHERE = Set.of("Size", "LastModifiedTime");

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
        List<Wanted> wanted = wanted(root);
        boolean quiet = root.textOf("Quiet").filter("true"::equals).isPresent();
        XmlWriter xml = S3Xml.document("DeleteResult");
        List<ObjectDeletion.Outcome> outcomes = carryOut(request, bucket, wanted);
        for (int i = 0; i < wanted.size(); i++) {
            write(xml, wanted.get(i).deletion(), outcomes.get(i), quiet);
        }
        S3Xml.send(response, xml.end());
    }

    /// A deletion, and the etag that it is guarded by as the client wrote it.
    private record Wanted(ObjectDeletion deletion, Optional<String> etag) {
        RequestKeys keys() {
            return name ->
                    name.equalsIgnoreCase("s3:if-match") ? etag.stream().toList() : List.of();
        }
    }

    private static List<Wanted> wanted(XmlElement root) {
        List<XmlElement> objects = root.children("Object");
        if (!root.name().equals("Delete") || objects.isEmpty() || objects.size() > KEYS_MAX) {
            throw S3Error.MALFORMED_XML.refusal();
        }
        return objects.stream()
                .map(object -> new Wanted(deletion(object), object.textOf("ETag")))
                .toList();
    }

    private static ObjectDeletion deletion(XmlElement object) {
        for (XmlElement element : object.children()) {
            if (GUARDS_ELSEWHERE.contains(element.name())) {
                throw S3Error.NOT_IMPLEMENTED.because(
                        "Hydrant does not support %s of an object to delete", element.name());
            }
            if (!JUDGED.contains(element.name())) {
                throw S3Error.MALFORMED_XML.refusal();
            }
        }
        return new ObjectDeletion(
                object.textOf("Key")
                        .filter(key -> !key.isEmpty())
                        .orElseThrow(S3Error.MALFORMED_XML::refusal),
                object.textOf("VersionId").filter(id -> !id.isEmpty()),
                object.textOf("ETag").map(WriteConditions::ofEtag).orElse(new Precondition.None()));
    }

    /// In the order of the deletions: what the caller may not do is not asked of the store.
    private List<ObjectDeletion.Outcome> carryOut(
            S3Request request, Bucket bucket, List<Wanted> wanted) throws IOException {
        List<Optional<ServiceException>> refusals = new ArrayList<>();
        List<ObjectDeletion> allowed = new ArrayList<>();
        for (Wanted each : wanted) {
            Optional<ServiceException> refusal = refusal(request, bucket, each);
            refusals.add(refusal);
            if (refusal.isEmpty()) {
                allowed.add(each.deletion());
            }
        }
        Deque<ObjectDeletion.Outcome> done =
                new ArrayDeque<>(store.objects().delete(bucket, allowed));
        return refusals.stream()
                .map(refusal ->
                        refusal.<ObjectDeletion.Outcome>map(ObjectDeletion.Refused::new)
                                .orElseGet(done::removeFirst))
                .toList();
    }

    private Optional<ServiceException> refusal(S3Request request, Bucket bucket, Wanted wanted)
            throws IOException {
        ObjectDeletion deletion = wanted.deletion();
        Optional<String> versionId = deletion.versionId();
        String action = versionId.isPresent() ? "s3:DeleteObjectVersion" : "s3:DeleteObject";
        Optional<String> denial =
                access.denial(
                        request,
                        action,
                        access.target(bucket, deletion.key(), versionId),
                        wanted.keys());
        if (denial.isPresent()) {
            return Optional.of(S3Error.ACCESS_DENIED.because("%s", denial.get()));
        }
        try {
            Objects.checkKey(deletion.key());
        } catch (ServiceException tooLong) {
            return Optional.of(tooLong);
        }
        boolean neverWas =
                versionId.isPresent()
                        && !store.objects().mayHaveBeen(versionId.get())
                        && store.objects().find(bucket, deletion.key(), versionId).isEmpty();
        return neverWas ? Optional.of(S3Error.NO_SUCH_VERSION.refusal()) : Optional.empty();
    }

    private static void write(
            XmlWriter xml, ObjectDeletion deletion, ObjectDeletion.Outcome outcome, boolean quiet) {
        switch (outcome) {
            case ObjectDeletion.Deleted deleted -> {
                if (!quiet) {
                    writeDeleted(xml, deletion, deleted);
                }
            }
            case ObjectDeletion.Refused refused -> writeError(xml, deletion, refused.why());
        }
    }

    private static void writeDeleted(
            XmlWriter xml, ObjectDeletion deletion, ObjectDeletion.Deleted deleted) {
        xml.start("Deleted")
                .element("Key", deletion.key())
                .element("VersionId", deletion.versionId());
        if (deleted.marker()) {
            xml.element("DeleteMarker", true).element("DeleteMarkerVersionId", deleted.versionId());
        }
        xml.end();
    }

    private static void writeError(
            XmlWriter xml, ObjectDeletion deletion, ServiceException refusal) {
        xml.start("Error")
                .element("Key", deletion.key())
                .element("VersionId", deletion.versionId())
                .element("Code", refusal.code())
                .element("Message", refusal.text())
                .end();
    }
}
