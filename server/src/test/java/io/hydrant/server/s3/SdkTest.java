package io.hydrant.server.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/// The store as the AWS SDK for Java uses it.
class SdkTest {
    private static final String BUCKET = "films";

    @TempDir Path folder;
    private RunningS3 server;
    private S3Client s3;

    @BeforeEach
    void start() throws IOException {
        server = new RunningS3(folder);
        s3 = server.client(RunningS3.ROOT);
        s3.createBucket(create -> create.bucket(BUCKET));
    }

    @AfterEach
    void stop() throws IOException {
        s3.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "a/../b",
                "a//b/",
                "/a",
                "a+b c",
                "100%2Fpercent",
                "ñ/数/😀",
                "q?x=1&y",
                "~!*'();:@$,[]"
            })
    void everyKeyIsKeptAsItIs(String key) {
        put(key, "text of " + key);
        assertThat(get(key)).isEqualTo("text of " + key);
        assertThat(s3.listObjectsV2(list -> list.bucket(BUCKET)).contents())
                .extracting(S3Object::key)
                .containsExactly(key);
        s3.copyObject(copy ->
                copy.sourceBucket(BUCKET)
                        .sourceKey(key)
                        .destinationBucket(BUCKET)
                        .destinationKey(key + "2"));
        assertThat(get(key + "2")).isEqualTo("text of " + key);
        s3.deleteObject(delete -> delete.bucket(BUCKET).key(key));
        assertRefused(404, "NoSuchKey", () -> get(key));
    }

    @Test
    void headersAndMetadataComeBack() {
        s3.putObject(
                put ->
                        put.bucket(BUCKET)
                                .key("k")
                                .contentType("text/plain; charset=utf-8")
                                .contentEncoding("gzip")
                                .cacheControl("no-cache")
                                .tagging("a=1&b=2")
                                .metadata(Map.of("films", "12")),
                RequestBody.fromString("Alien"));
        var head = s3.headObject(request -> request.bucket(BUCKET).key("k"));
        assertThat(head.contentType()).isEqualTo("text/plain; charset=utf-8");
        assertThat(head.contentEncoding()).isEqualTo("gzip");
        assertThat(head.cacheControl()).isEqualTo("no-cache");
        assertThat(head.metadata()).containsEntry("films", "12");
        assertThat(head.contentLength()).isEqualTo(5);
        assertThat(head.tagCount()).isEqualTo(2);
        assertThat(s3.getObjectTagging(request -> request.bucket(BUCKET).key("k")).tagSet())
                .extracting(Tag::key)
                .containsExactly("a", "b");
    }

    @Test
    void anObjectIsCopiedOntoItselfToChangeItsMetadata() {
        put("k", "Alien");
        s3.copyObject(copy ->
                copy.sourceBucket(BUCKET)
                        .sourceKey("k")
                        .destinationBucket(BUCKET)
                        .destinationKey("k")
                        .metadataDirective(MetadataDirective.REPLACE)
                        .metadata(Map.of("seen", "yes")));
        assertThat(get("k")).isEqualTo("Alien");
        assertThat(s3.headObject(head -> head.bucket(BUCKET).key("k")).metadata())
                .containsEntry("seen", "yes");
    }

    @Test
    void rangesAreRunsOfTheBytes() {
        put("k", "0123456789");
        assertThat(range("bytes=2-4")).isEqualTo("234");
        assertThat(range("bytes=7-")).isEqualTo("789");
        assertThat(range("bytes=-3")).isEqualTo("789");
        assertThat(range("bytes=5-3")).isEqualTo("0123456789");
        assertRefused(416, "InvalidRange", () -> range("bytes=10-"));
    }

    @Test
    void conditionsAreHeldAgainstTheObject() {
        String etag = put("k", "Alien");
        assertRefused(
                304,
                "",
                () -> s3.getObjectAsBytes(get -> get.bucket(BUCKET).key("k").ifNoneMatch(etag)));
        assertRefused(
                412,
                "PreconditionFailed",
                () -> s3.getObjectAsBytes(get -> get.bucket(BUCKET).key("k").ifMatch("\"x\"")));
        assertRefused(
                412,
                "PreconditionFailed",
                () ->
                        s3.putObject(
                                put -> put.bucket(BUCKET).key("k").ifNoneMatch("*"),
                                RequestBody.fromString("another")));
        assertThat(get("k")).isEqualTo("Alien");
    }

    @Test
    void aListingHasFoldersAndPages() {
        for (String key : List.of("a", "b/1", "b/2", "c/1", "d")) {
            put(key, key);
        }
        var first = s3.listObjectsV2(list -> list.bucket(BUCKET).delimiter("/").maxKeys(2));
        assertThat(first.contents()).extracting(S3Object::key).containsExactly("a");
        assertThat(first.commonPrefixes()).extracting(CommonPrefix::prefix).containsExactly("b/");
        assertThat(first.isTruncated()).isTrue();
        var second =
                s3.listObjectsV2(list ->
                        list.bucket(BUCKET)
                                .delimiter("/")
                                .continuationToken(first.nextContinuationToken()));
        assertThat(second.contents()).extracting(S3Object::key).containsExactly("d");
        assertThat(second.commonPrefixes()).extracting(CommonPrefix::prefix).containsExactly("c/");
        var old = s3.listObjects(list -> list.bucket(BUCKET).delimiter("/").maxKeys(2));
        assertThat(old.nextMarker()).isEqualTo("b/");
        assertThat(
                        s3.listObjects(list ->
                                        list.bucket(BUCKET).delimiter("/").marker(old.nextMarker()))
                                .commonPrefixes())
                .extracting(CommonPrefix::prefix)
                .containsExactly("c/");
    }

    @Test
    void versionsAreKeptUntilEachIsDeleted() {
        s3.putBucketVersioning(put ->
                put.bucket(BUCKET)
                        .versioningConfiguration(
                                versioning -> versioning.status(BucketVersioningStatus.ENABLED)));
        put("k", "first");
        put("k", "second");
        var marker = s3.deleteObject(delete -> delete.bucket(BUCKET).key("k"));
        assertThat(marker.deleteMarker()).isTrue();
        assertRefused(404, "NoSuchKey", () -> get("k"));
        assertRefused(
                405,
                "MethodNotAllowed",
                () ->
                        s3.getObjectAsBytes(
                                get -> get.bucket(BUCKET).key("k").versionId(marker.versionId())));
        ListObjectVersionsResponse all = s3.listObjectVersions(list -> list.bucket(BUCKET));
        assertThat(all.versions()).hasSize(2);
        assertThat(all.deleteMarkers()).hasSize(1);
        assertRefused(409, "BucketNotEmpty", this::deleteBucket);
        List<ObjectIdentifier> everything = new ArrayList<>();
        all.versions()
                .forEach(version -> everything.add(identifier(version.key(), version.versionId())));
        all.deleteMarkers()
                .forEach(each -> everything.add(identifier(each.key(), each.versionId())));
        assertThat(
                        s3.deleteObjects(delete ->
                                        delete.bucket(BUCKET)
                                                .delete(keys -> keys.objects(everything)))
                                .deleted())
                .hasSize(3);
        deleteBucket();
        assertRefused(404, "NoSuchBucket", this::deleteBucket);
    }

    @Test
    void anUploadInPartsIsChecked() {
        String id =
                s3.createMultipartUpload(create ->
                                create.bucket(BUCKET)
                                        .key("k")
                                        .checksumAlgorithm(ChecksumAlgorithm.CRC32))
                        .uploadId();
        UploadPartResponse part =
                s3.uploadPart(
                        upload ->
                                upload.bucket(BUCKET)
                                        .key("k")
                                        .uploadId(id)
                                        .partNumber(7)
                                        .checksumAlgorithm(ChecksumAlgorithm.CRC32),
                        RequestBody.fromString("Alien"));
        assertThat(s3.listParts(list -> list.bucket(BUCKET).key("k").uploadId(id)).parts())
                .hasSize(1);
        CompletedPart completed =
                CompletedPart.builder()
                        .partNumber(7)
                        .eTag(part.eTag())
                        .checksumCRC32(part.checksumCRC32())
                        .build();
        var whole =
                s3.completeMultipartUpload(complete ->
                        complete.bucket(BUCKET)
                                .key("k")
                                .uploadId(id)
                                .multipartUpload(parts -> parts.parts(completed)));
        assertThat(whole.eTag()).endsWith("-1\"");
        assertThat(whole.checksumCRC32()).endsWith("-1");
        assertThat(get("k")).isEqualTo("Alien");
    }

    @Test
    void aPermissionThatIsMissingIsNamed() throws IOException {
        put("open/k", "Alien");
        put("closed/k", "Alien");
        var reader =
                server.user(
                        "reader",
                        """
                        {"Version":"2012-10-17","Statement":{"Effect":"Allow",
                         "Action":"s3:GetObject","Resource":"arn:aws:s3:::films/open/*"}}
                        """);
        try (S3Client limited = server.client(reader)) {
            limited.getObjectAsBytes(get -> get.bucket(BUCKET).key("open/k"));
            assertRefused(
                    403,
                    "AccessDenied",
                    () -> limited.getObjectAsBytes(get -> get.bucket(BUCKET).key("open/none")));
            assertThatThrownBy(() ->
                            limited.getObjectAsBytes(get -> get.bucket(BUCKET).key("closed/k")))
                    .hasMessageContaining(
                            "User: arn:aws:iam::123456789012:user/reader is not authorized to"
                                    + " perform: s3:GetObject on resource:"
                                    + " \"arn:aws:s3:::films/closed/k\" because no identity-based"
                                    + " policy allows the s3:GetObject action");
        }
    }

    @Test
    void strangersReadWhatTheBucketsPolicyOpens() throws Exception {
        put("public/k", "Alien");
        put("k", "Alien");
        assertThat(anonymous("GET", "/films/public/k").statusCode()).isEqualTo(403);
        s3.deletePublicAccessBlock(delete -> delete.bucket(BUCKET));
        s3.putBucketPolicy(put ->
                put.bucket(BUCKET)
                        .policy(
                                """
                                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*",
                                 "Action":"s3:GetObject","Resource":"arn:aws:s3:::films/public/*"}]}
                                """));
        assertThat(anonymous("GET", "/films/public/k").body()).isEqualTo("Alien");
        assertThat(anonymous("GET", "/films/k").body())
                .contains("<Code>AccessDenied</Code><Message>Access Denied</Message>");
        assertRefused(
                400,
                "MalformedPolicy",
                () -> s3.putBucketPolicy(put -> put.bucket(BUCKET).policy("no JSON")));
    }

    @Test
    void whatIsNotServedIsRefusedAndChangesNothing() throws Exception {
        s3.deletePublicAccessBlock(delete -> delete.bucket(BUCKET));
        s3.putBucketPolicy(put ->
                put.bucket(BUCKET)
                        .policy(
                                """
                                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*",
                                 "Action":"s3:*","Resource":["arn:aws:s3:::films","arn:aws:s3:::films/*"]}]}
                                """));
        for (String query : List.of("inventory", "analytics", "noSuchThing")) {
            HttpResponse<String> refused = anonymous("DELETE", "/films?" + query);
            assertThat(refused.statusCode()).as(query).isEqualTo(501);
            assertThat(refused.body()).contains("<Code>NotImplemented</Code>");
        }
        assertThat(anonymous("PUT", "/films/k?torrent").statusCode()).isEqualTo(405);
        s3.headBucket(head -> head.bucket(BUCKET));
        assertRefused(404, "NoSuchKey", () -> get("k"));
    }

    @Test
    void settingsThatWereNeverMadeHaveTheirCodes() {
        assertRefused(404, "NoSuchTagSet", () -> s3.getBucketTagging(get -> get.bucket(BUCKET)));
        assertRefused(
                404, "NoSuchBucketPolicy", () -> s3.getBucketPolicy(get -> get.bucket(BUCKET)));
        assertRefused(
                404, "NoSuchCORSConfiguration", () -> s3.getBucketCors(get -> get.bucket(BUCKET)));
        assertRefused(
                404,
                "ObjectLockConfigurationNotFoundError",
                () -> s3.getObjectLockConfiguration(get -> get.bucket(BUCKET)));
        assertRefused(
                404,
                "ServerSideEncryptionConfigurationNotFoundError",
                () -> s3.getBucketEncryption(get -> get.bucket(BUCKET)));
        assertThat(s3.getBucketLocation(get -> get.bucket(BUCKET)).locationConstraintAsString())
                .isNullOrEmpty();
    }

    private static ObjectIdentifier identifier(String key, String versionId) {
        return ObjectIdentifier.builder().key(key).versionId(versionId).build();
    }

    private void deleteBucket() {
        s3.deleteBucket(delete -> delete.bucket(BUCKET));
    }

    private String put(String key, String text) {
        return s3.putObject(put -> put.bucket(BUCKET).key(key), RequestBody.fromString(text))
                .eTag();
    }

    private String get(String key) {
        return s3.getObjectAsBytes(get -> get.bucket(BUCKET).key(key)).asUtf8String();
    }

    private String range(String range) {
        var got = s3.getObjectAsBytes(get -> get.bucket(BUCKET).key("k").range(range));
        GetObjectResponse response = got.response();
        assertThat(response.contentLength()).isEqualTo(got.asByteArray().length);
        return got.asUtf8String();
    }

    private HttpResponse<String> anonymous(String method, String path) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(server.uri().resolve(path))
                            .method(method, HttpRequest.BodyPublishers.noBody())
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    private static void assertRefused(int status, String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        refusal -> {
                            assertThat(refusal.statusCode()).isEqualTo(status);
                            if (!code.isEmpty()) {
                                assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(code);
                            }
                        });
    }
}
