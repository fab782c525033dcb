package io.hydrant.server.s3;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.core.iam.Identity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectAttributes;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.TaggingDirective;

/// Which actions a request takes: with just these it is done, and without any one of them it is
/// denied.
class S3ActionsTest {
    @TempDir Path folder;
    private RunningS3 server;
    private S3Client root;
    private AwsCredentials ana;
    private String version = "";

    @BeforeEach
    void start() throws IOException {
        server = new RunningS3(folder);
        root = server.client(RunningS3.ROOT);
        root.createBucket(create -> create.bucket("films"));
        root.putBucketVersioning(
                put -> put.bucket("films").versioningConfiguration(v -> v.status("Enabled")));
        version =
                root.putObject(
                                put -> put.bucket("films").key("tagged").tagging("a=1"),
                                RequestBody.fromString("x"))
                        .versionId();
        root.putObject(put -> put.bucket("films").key("plain"), RequestBody.fromString("x"));
        ana = server.user("ana", policy(List.of("s3:ListBucket"), List.of()));
    }

    @AfterEach
    void stop() throws IOException {
        root.close();
        server.close();
    }

    @Test
    void aRequestTakesAllTheActionsThatAwsAsksForAndNoMore() throws IOException {
        try (S3Client s3 = server.client(ana)) {
            for (Map.Entry<String, Consumer<S3Client>> request : requests().entrySet()) {
                List<String> actions = List.of(request.getKey().split(":.*", -1)[0].split(" "));
                List<String> needed = actions.stream().map(action -> "s3:" + action).toList();
                allow(needed, List.of());
                assertThatCode(() -> request.getValue().accept(s3))
                        .as(request.getKey() + " with " + needed)
                        .doesNotThrowAnyException();
                for (String action : needed) {
                    allow(List.of("s3:*"), List.of(action));
                    assertThatThrownBy(() -> request.getValue().accept(s3))
                            .as(request.getKey() + " without " + action)
                            .isInstanceOfSatisfying(
                                    S3Exception.class,
                                    refusal -> assertDenied(refusal, request.getKey()));
                }
            }
        }
    }

    private static void assertDenied(S3Exception refusal, String request) {
        if (refusal.statusCode() != 403) {
            throw new AssertionError(request, refusal);
        }
    }

    /// By the actions that they take, and a word for the request.
    private Map<String, Consumer<S3Client>> requests() {
        Map<String, Consumer<S3Client>> all = new TreeMap<>();
        RequestBody body = RequestBody.fromString("x");
        all.put("ListAllMyBuckets: ListBuckets", S3Client::listBuckets);
        all.put("ListBucket: HeadBucket", s3 -> s3.headBucket(r -> r.bucket("films")));
        all.put("GetBucketLocation: location", s3 -> s3.getBucketLocation(r -> r.bucket("films")));
        all.put("PutObject: put", s3 -> s3.putObject(r -> r.bucket("films").key("n"), body));
        all.put(
                "PutObject PutObjectTagging: put with tags",
                s3 -> s3.putObject(r -> r.bucket("films").key("n").tagging("a=1"), body));
        all.put(
                "PutObject PutObjectAcl: put with an ACL",
                s3 ->
                        s3.putObject(
                                r ->
                                        r.bucket("films")
                                                .key("n")
                                                .acl(ObjectCannedACL.BUCKET_OWNER_FULL_CONTROL),
                                body));
        all.put(
                "PutObject PutObjectTagging: upload with tags",
                s3 -> s3.createMultipartUpload(r -> r.bucket("films").key("n").tagging("a=1")));
        all.put("GetObject: get", s3 -> s3.getObjectAsBytes(r -> r.bucket("films").key("plain")));
        all.put("GetObject: head", s3 -> s3.headObject(r -> r.bucket("films").key("plain")));
        all.put(
                "GetObjectVersion: get a version",
                s3 -> s3.getObjectAsBytes(r -> r.bucket("films").key("tagged").versionId(version)));
        all.put(
                "GetObject GetObjectAttributes: attributes",
                s3 ->
                        s3.getObjectAttributes(r ->
                                r.bucket("films")
                                        .key("plain")
                                        .objectAttributes(ObjectAttributes.E_TAG)));
        all.put(
                "GetObjectVersion GetObjectVersionAttributes: attributes of a version",
                s3 ->
                        s3.getObjectAttributes(r ->
                                r.bucket("films")
                                        .key("tagged")
                                        .versionId(version)
                                        .objectAttributes(ObjectAttributes.E_TAG)));
        all.put(
                "GetObjectVersionAcl: ACL of a version",
                s3 -> s3.getObjectAcl(r -> r.bucket("films").key("tagged").versionId(version)));
        all.put(
                "GetObjectVersionTagging: tags of a version",
                s3 -> s3.getObjectTagging(r -> r.bucket("films").key("tagged").versionId(version)));
        all.put("GetObject PutObject: copy", s3 -> copy(s3, "plain", TaggingDirective.COPY));
        all.put(
                "GetObject GetObjectTagging PutObject PutObjectTagging: copy with its tags",
                s3 -> copy(s3, "tagged", TaggingDirective.COPY));
        all.put(
                "GetObject PutObject PutObjectTagging: copy with other tags",
                s3 ->
                        s3.copyObject(r ->
                                r.sourceBucket("films")
                                        .sourceKey("tagged")
                                        .destinationBucket("films")
                                        .destinationKey("n")
                                        .taggingDirective(TaggingDirective.REPLACE)
                                        .tagging("b=2")));
        all.put("DeleteObject: delete", s3 -> s3.deleteObject(r -> r.bucket("films").key("n")));
        all.put(
                "DeleteBucketWebsite: website",
                s3 -> s3.deleteBucketWebsite(r -> r.bucket("films")));
        return all;
    }

    private static void copy(S3Client s3, String key, TaggingDirective directive) {
        s3.copyObject(r ->
                r.sourceBucket("films")
                        .sourceKey(key)
                        .destinationBucket("films")
                        .destinationKey("n")
                        .taggingDirective(directive));
    }

    private void allow(List<String> actions, List<String> denied) throws IOException {
        server.iam.putInlinePolicy(Identity.Kind.USER, "ana", "inline", policy(actions, denied));
    }

    private static String policy(List<String> allowed, List<String> denied) {
        String deny =
                denied.isEmpty()
                        ? ""
                        : ",{'Effect':'Deny','Action':['%s'],'Resource':'*'}"
                                .formatted(String.join("','", denied));
        return ("{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Action':['%s'],'Resource':'*'}"
                                .formatted(String.join("','", allowed))
                        + deny
                        + "]}")
                .replace('\'', '"');
    }
}
