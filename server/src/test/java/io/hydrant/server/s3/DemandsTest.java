package io.hydrant.server.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.core.objectstore.ChecksumAlgorithm;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whatever a request asks is done or refused, and what is refused has changed nothing.
class DemandsTest {
    private static final String MD5_OF_BYTES =
            ChecksumAlgorithm.MD5.of("bytes".getBytes(StandardCharsets.UTF_8));

    @TempDir Path folder;

    private RunningS3 s3;
    private Wire wire;

    @BeforeEach
    void start() throws IOException {
        s3 = RunningS3.trusting(folder);
        wire = new Wire(s3.uri());
        wire.put("/films", "");
        wire.put("/films/k", "bytes");
    }

    @AfterEach
    void stop() throws IOException {
        s3.close();
    }

    /// Headers of S3's model, and some of nobody's, that ask for what is not done: each with a
    /// value that S3 would take.
    private static final List<String> NOWHERE =
            List.of(
                    "x-amz-object-lock-mode=GOVERNANCE",
                    "x-amz-object-lock-retain-until-date=2030-01-01T00:00:00Z",
                    "x-amz-object-lock-legal-hold=ON",
                    "x-amz-write-offset-bytes=5",
                    "x-amz-mfa=123 456",
                    "x-amz-if-match-size=9999",
                    "x-amz-if-match-last-modified-time=Wed, 21 Oct 2015 07:28:00 GMT",
                    "x-amz-if-match-initiated-time=Wed, 21 Oct 2015 07:28:00 GMT",
                    "x-amz-rename-source=films/other",
                    "x-amz-rename-source-if-match=abc",
                    "x-amz-client-token=1",
                    "x-amz-new-guard=strict");

    @Test
    void whatIsNotDoneIsRefusedOnEveryOperation() {
        String upload = begin();
        for (String header : NOWHERE) {
            String[] pair = header.split("=", 2);
            for (List<String> request : everyOperation(upload)) {
                Wire.Answer answer =
                        wire.call(
                                request.get(0),
                                request.get(1),
                                request.get(2),
                                with(request, pair[0], pair[1]));
                assertThat(answer.status()).as(request + " with " + header).isEqualTo(501);
            }
        }
        assertUntouched(upload);
    }

    /// Of a change, the conditions of reads and the guards that are not judged there.
    @Test
    void aConditionThatIsNotJudgedIsRefused() {
        String upload = begin();
        for (List<String> request : everyOperation(upload)) {
            boolean changes = !List.of("GET", "HEAD").contains(request.get(0));
            if (changes) {
                for (String header :
                        List.of("If-Modified-Since", "If-Unmodified-Since", "Content-Range")) {
                    assertThat(
                                    wire.call(
                                                    request.get(0),
                                                    request.get(1),
                                                    request.get(2),
                                                    with(request, header, "x"))
                                            .status())
                            .as(request + " with " + header)
                            .isEqualTo(501);
                }
            }
        }
        for (List<String> request :
                List.of(
                        List.of("DELETE", "/films/k", "", "If-None-Match", "*"),
                        List.of("DELETE", "/films/k?uploadId=" + upload, "", "If-Match", "*"),
                        List.of("PUT", part(upload), "bytes", "If-Match", "\"x\""),
                        List.of("POST", "/films?delete", deleteAll(), "If-Match", "\"x\""),
                        List.of("PUT", "/films/k?tagging", "<Tagging/>", "If-Match", "\"x\""))) {
            assertThat(
                            wire.call(
                                            request.get(0),
                                            request.get(1),
                                            request.get(2),
                                            request.get(3),
                                            request.get(4))
                                    .summary())
                    .as("%s", request)
                    .isEqualTo("501 NotImplemented");
        }
        assertUntouched(upload);
    }

    /// What a copy is told to take over means nothing where nothing is copied.
    @Test
    void aDirectiveForACopyIsRefusedWhereNothingIsCopied() {
        String upload = begin();
        for (List<String> request : everyOperation(upload)) {
            boolean isCopy = request.get(0).equals("PUT") && request.get(1).equals("/films/c");
            for (String name : List.of("x-amz-metadata-directive", "x-amz-tagging-directive")) {
                int status =
                        wire.call(
                                        request.get(0),
                                        request.get(1),
                                        request.get(2),
                                        with(request, name, "COPY"))
                                .status();
                assertThat(status).as(request + " with " + name).isEqualTo(isCopy ? 200 : 501);
            }
        }
    }

    private void assertUntouched(String upload) {
        assertThat(wire.get("/films/k").body()).isEqualTo("bytes");
        assertThat(wire.get("/films").texts("Key")).containsExactly("k");
        assertThat(wire.get("/films/k?uploadId=" + upload).texts("PartNumber")).isEmpty();
    }

    private static List<List<String>> everyOperation(String upload) {
        return List.of(
                List.of("PUT", "/films/k", "other"),
                List.of("PUT", "/films/c", "", "x-amz-copy-source", "films/k"),
                List.of("GET", "/films/k", ""),
                List.of("HEAD", "/films/k", ""),
                List.of("DELETE", "/films/k", ""),
                List.of("POST", "/films?delete", deleteAll(), "Content-MD5", "x"),
                List.of("GET", "/films/k?attributes", "", "x-amz-object-attributes", "ETag"),
                List.of("POST", "/films/k?uploads", ""),
                List.of("PUT", part(upload), "other"),
                List.of("PUT", part(upload), "", "x-amz-copy-source", "films/k"),
                List.of("POST", "/films/k?uploadId=" + upload, "<CompleteMultipartUpload/>"),
                List.of("DELETE", "/films/k?uploadId=" + upload, ""),
                List.of("GET", "/films/k?uploadId=" + upload, ""),
                List.of("PUT", "/other", ""),
                List.of("DELETE", "/films", ""));
    }

    private static String[] with(List<String> request, String name, String value) {
        return request.size() > 3
                ? new String[] {request.get(3), request.get(4), name, value}
                : new String[] {name, value};
    }

    private String begin() {
        return wire.call("POST", "/films/k?uploads", "").text("UploadId");
    }

    private static String part(String upload) {
        return "/films/k?partNumber=1&uploadId=" + upload;
    }

    private static String deleteAll() {
        return "<Delete><Object><Key>k</Key></Object></Delete>";
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "x-amz-server-side-encryption, true, 400 InvalidArgument",
                "x-amz-server-side-encryption, aes256, 400 InvalidArgument",
                "x-amz-server-side-encryption, NOT_SET, 400 InvalidArgument",
                "x-amz-server-side-encryption, aws:fsx, 400 InvalidArgument",
                "x-amz-server-side-encryption, AES256, 200",
                "x-amz-server-side-encryption, aws:kms, 400 KMS.NotFoundException",
                "x-amz-server-side-encryption, aws:kms:dsse, 501 NotImplemented",
                "x-amz-server-side-encryption-aws-kms-key-id, key, 400 InvalidArgument",
                "x-amz-server-side-encryption-bucket-key-enabled, yes, 400 InvalidArgument",
                "x-amz-storage-class, COPPER, 400 InvalidStorageClass",
                "x-amz-storage-class, standard, 400 InvalidStorageClass",
                "x-amz-storage-class, OUTPOSTS, 400 InvalidStorageClass",
                "x-amz-storage-class, GLACIER, 501 NotImplemented",
                "x-amz-storage-class, DEEP_ARCHIVE, 501 NotImplemented",
                "x-amz-storage-class, STANDARD_IA, 200",
                "x-amz-website-redirect-location, elsewhere, 400 InvalidRedirectLocation",
                "x-amz-website-redirect-location, /there, 200",
                "x-amz-request-payer, me, 400 InvalidArgument",
                "x-amz-request-payer, requester, 200",
                "x-amz-expected-bucket-owner, 0000, 400 InvalidBucketOwnerAWSAccountID",
                "x-amz-expected-bucket-owner, 000000000001, 403 AccessDenied",
                "x-amz-expected-bucket-owner, 123456789012, 200",
                "x-amz-bypass-governance-retention, true, 400 InvalidArgument"
            })
    void aHeadersValueIsOneThatItCanHave(String header, String value, String summary) {
        assertThat(wire.put("/films/put", "bytes", header, value).summary()).isEqualTo(summary);
        assertThat(
                        wire.put("/films/copy", "", "x-amz-copy-source", "films/k", header, value)
                                .summary())
                .isEqualTo(summary);
        assertThat(wire.call("POST", "/films/up?uploads", "", header, value).summary())
                .isEqualTo(summary);
    }

    @Test
    void theSourcesOwnerIsComparedToo() {
        assertThat(copyWith("x-amz-source-expected-bucket-owner", "000000000001").summary())
                .isEqualTo("403 AccessDenied");
        assertThat(copyWith("x-amz-source-expected-bucket-owner", "me").summary())
                .isEqualTo("400 InvalidBucketOwnerAWSAccountID");
        assertThat(copyWith("x-amz-source-expected-bucket-owner", "123456789012").summary())
                .isEqualTo("200");
    }

    private Wire.Answer copyWith(String header, String value) {
        return wire.put("/films/copy", "", "x-amz-copy-source", "films/k", header, value);
    }

    @Test
    void aBucketOfAnotherKindIsNotMade() {
        assertThat(wire.put("/locked", "", "x-amz-bucket-object-lock-enabled", "true").summary())
                .isEqualTo("501 NotImplemented");
        assertThat(wire.put("/mine", "", "x-amz-bucket-namespace", "account-regional").summary())
                .isEqualTo("501 NotImplemented");
        assertThat(wire.get("/").texts("Name")).containsExactly("films");
        assertThat(wire.put("/plain", "", "x-amz-bucket-object-lock-enabled", "false").status())
                .isEqualTo(200);
    }

    @Test
    void aVersionIdWhereNoneIsTakenChangesNothing() {
        for (List<String> request :
                List.of(
                        List.of("PUT", "/films/k?versionId=null"),
                        List.of("POST", "/films/k?uploads&versionId=null"),
                        List.of("DELETE", "/films?versionId=null"),
                        List.of("PUT", "/films/k?partNumber=1"))) {
            assertThat(wire.call(request.get(0), request.get(1), "other").summary())
                    .as("%s", request)
                    .isEqualTo("400 InvalidArgument");
        }
        assertThat(wire.get("/films/k").body()).isEqualTo("bytes");
    }

    @Test
    void refusedConditionsSayWhy() {
        Wire.Answer value = wire.put("/films/k", "other", "If-None-Match", "\"abc\"");
        assertThat(value.text("Header")).isEqualTo("If-None-Match");
        assertThat(value.text("additionalMessage"))
                .isEqualTo(
                        "We don't accept the provided value of If-None-Match header for this API");
        Wire.Answer both = wire.put("/films/k", "other", "If-None-Match", "*", "If-Match", "\"a\"");
        assertThat(both.text("Header")).isEqualTo("If-Match,If-None-Match");
        assertThat(both.text("additionalMessage"))
                .isEqualTo("Multiple conditional request headers present in the request");
        assertThat(wire.put("/films/k", "other", "If-Match", "*").summary())
                .isEqualTo("501 NotImplemented");
    }

    @Test
    void aSourcesConditionsAreNamedAsS3NamesThem() {
        String etag = wire.call("HEAD", "/films/k", "").header("ETag");
        String past = "Wed, 21 Oct 2015 07:28:00 GMT";
        assertThat(condition("x-amz-copy-source-if-match", "\"no\""))
                .isEqualTo("x-amz-copy-source-If-Match");
        assertThat(condition("x-amz-copy-source-if-none-match", etag))
                .isEqualTo("x-amz-copy-source-If-None-Match");
        assertThat(condition("x-amz-copy-source-if-unmodified-since", past))
                .isEqualTo("x-amz-copy-source-If-Unmodified-Since");
        String now = wire.call("HEAD", "/films/k", "").header("Last-Modified");
        assertThat(condition("x-amz-copy-source-if-modified-since", now))
                .isEqualTo("x-amz-copy-source-If-Modified-Since");
    }

    private String condition(String header, String value) {
        Wire.Answer answer = copyWith(header, value);
        assertThat(answer.summary()).isEqualTo("412 PreconditionFailed");
        return answer.text("Condition");
    }

    @Test
    void aDateOfTheFutureIsNoCondition() {
        String future = "Tue, 01 Jan 2199 00:00:00 GMT";
        assertThat(wire.call("GET", "/films/k", "", "If-Modified-Since", future).status())
                .isEqualTo(200);
        assertThat(copyWith("x-amz-copy-source-if-modified-since", future).status()).isEqualTo(200);
    }

    @Test
    void aPresignedConditionCounts() {
        String url = "/films/once?X-Amz-Signature=0&If-None-Match=%2A";
        assertThat(wire.put(url, "first").status()).isEqualTo(200);
        assertThat(wire.put(url, "second").summary()).isEqualTo("412 PreconditionFailed");
        assertThat(wire.put(url, "second", "If-None-Match", "\"x\"").summary())
                .isEqualTo("412 PreconditionFailed");
        assertThat(wire.get("/films/once").body()).isEqualTo("first");
        String match = "/films/once?X-Amz-Signature=0&if-match=%22no%22";
        assertThat(wire.put(match, "second").summary()).isEqualTo("412 PreconditionFailed");
        assertThat(wire.put(url + "&if-none-match=%2A", "second").summary())
                .isEqualTo("400 InvalidArgument");
    }

    /// The SDK for JavaScript presigns the CRC32 of nothing.
    @Test
    void aPresignedChecksumIsNoClaimAboutTheBody() {
        String url =
                "/films/k?X-Amz-Signature=0&x-amz-checksum-crc32=AAAAAA%3D%3D"
                        + "&x-amz-sdk-checksum-algorithm=CRC32";
        assertThat(wire.put(url, "hello").status()).isEqualTo(200);
        assertThat(wire.put(url, "hello", "x-amz-checksum-crc32", "AAAAAA==").summary())
                .isEqualTo("400 BadDigest");
    }

    @Test
    void aDeletionMayAskThatThereIsSomething() {
        assertThat(wire.call("DELETE", "/films/none", "", "If-Match", "*").summary())
                .isEqualTo("412 PreconditionFailed");
        assertThat(wire.call("DELETE", "/films/k", "", "If-Match", "\"no\"").summary())
                .isEqualTo("412 PreconditionFailed");
        assertThat(wire.call("DELETE", "/films/k", "", "If-Match", "*").status()).isEqualTo(204);
        assertThat(wire.get("/films/k").summary()).isEqualTo("404 NoSuchKey");
    }

    @Test
    void aRangeOfWhatIsNoLongerThereIsTheWhole() {
        String etag = wire.call("HEAD", "/films/k", "").header("ETag");
        Wire.Answer same = wire.call("GET", "/films/k", "", "Range", "bytes=1-2", "If-Range", etag);
        assertThat(same.body()).isEqualTo("yt");
        Wire.Answer other =
                wire.call("GET", "/films/k", "", "Range", "bytes=1-2", "If-Range", "\"other\"");
        assertThat(other.status()).isEqualTo(200);
        assertThat(other.body()).isEqualTo("bytes");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "x-amz-checksum-sha512, AAAA, 400 InvalidRequest",
                "x-amz-checksum-md5, AAAA, 400 InvalidRequest",
                "x-amz-checksum-md5, AAAAAAAAAAAAAAAAAAAAAA==, 400 BadDigest",
                "x-amz-checksum-xxhash64, AAAAAAAAAAA=, 501 NotImplemented",
                "x-amz-checksum-xxhash3, AAAAAAAAAAA=, 501 NotImplemented",
                "x-amz-checksum-xxhash128, AAAAAAAAAAAAAAAAAAAAAA==, 501 NotImplemented",
                "x-amz-checksum-nonsense, AAAA, 400 InvalidRequest",
                "x-amz-sdk-checksum-algorithm, NONSENSE, 400 InvalidRequest",
                "x-amz-sdk-checksum-algorithm, CRC32, 400 InvalidRequest",
                "x-amz-checksum-algorithm, CRC32, 400 InvalidRequest",
                "x-amz-trailer, x-amz-checksum-nonsense, 400 InvalidRequest",
                "x-amz-trailer, x-other, 400 InvalidRequest",
                "x-amz-trailer, x-amz-checksum-crc32, 400 BadDigest"
            })
    void aChecksumIsComparedOrRefused(String header, String value, String summary) {
        assertThat(wire.put("/films/k", "other", header, value).summary()).isEqualTo(summary);
        assertThat(wire.put(part(begin()), "other", header, value).summary()).isEqualTo(summary);
        assertThat(wire.put("/films?versioning", "<x/>", header, value).summary())
                .isEqualTo(summary);
        assertThat(wire.get("/films/k").body()).isEqualTo("bytes");
    }

    @Test
    void oneChecksumIsTakenAndNotTwo() {
        Wire.Answer two =
                wire.put(
                        "/films/k",
                        "other",
                        "x-amz-checksum-crc32",
                        "AAAA",
                        "x-amz-checksum-sha512",
                        "AAAA");
        assertThat(two.summary()).isEqualTo("400 InvalidRequest");
        assertThat(two.text("Message"))
                .isEqualTo(
                        "Expecting a single x-amz-checksum- header. Multiple checksum Types are not"
                                + " allowed.");
    }

    @Test
    void everyAlgorithmIsVerifiedKeptAndShown() {
        for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
            String sum = algorithm.of("bytes".getBytes(StandardCharsets.UTF_8));
            Wire.Answer stored = wire.put("/films/s", "bytes", algorithm.header(), sum);
            assertThat(stored.header(algorithm.header())).isEqualTo(sum);
            Wire.Answer read = wire.call("GET", "/films/s", "", "x-amz-checksum-mode", "ENABLED");
            assertThat(read.header(algorithm.header())).isEqualTo(sum);
            assertThat(wire.put("/films/s", "Bytes", algorithm.header(), sum).summary())
                    .isEqualTo("400 BadDigest");
        }
        assertThat(wire.put("/films/s", "bytes").header("x-amz-checksum-crc64nvme")).isNotEmpty();
    }

    @Test
    void aWrongDigestIsAnsweredWithTheRightOne() {
        Wire.Answer refused =
                wire.put("/films/k", "bytes", "Content-MD5", "AAAAAAAAAAAAAAAAAAAAAA==");
        assertThat(refused.summary()).isEqualTo("400 BadDigest");
        assertThat(refused.text("ExpectedDigest")).isEqualTo("AAAAAAAAAAAAAAAAAAAAAA==");
        assertThat(refused.text("CalculatedDigest")).isEqualTo(MD5_OF_BYTES);
    }

    @Test
    void aPutWhoseLengthWasForgottenStoresNothing() throws IOException {
        assertThat(raw("PUT /films/k HTTP/1.1"))
                .startsWith("HTTP/1.1 411")
                .contains("MissingContentLength");
        assertThat(raw("PUT " + part(begin()) + " HTTP/1.1")).startsWith("HTTP/1.1 411");
        assertThat(wire.get("/films/k").body()).isEqualTo("bytes");
        assertThat(raw("PUT /films/c HTTP/1.1\r\nx-amz-copy-source: films/k"))
                .startsWith("HTTP/1.1 200");
        assertThat(raw("PUT /films/k HTTP/1.1\r\nContent-Length: 0")).startsWith("HTTP/1.1 200");
    }

    private String raw(String head) throws IOException {
        try (Socket socket = new Socket(s3.uri().getHost(), s3.uri().getPort())) {
            socket.getOutputStream()
                    .write(
                            (head + "\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                                    .getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    void keysAreDeletedOnlyWithADigestOfTheirList() {
        assertThat(wire.call("POST", "/films?delete", deleteAll()).summary())
                .isEqualTo("400 InvalidRequest");
        assertThat(wire.get("/films").texts("Key")).containsExactly("k");
        String sum = ChecksumAlgorithm.SHA256.of(deleteAll().getBytes(StandardCharsets.UTF_8));
        assertThat(
                        wire.call(
                                        "POST",
                                        "/films?delete",
                                        deleteAll(),
                                        "x-amz-checksum-sha256",
                                        sum)
                                .status())
                .isEqualTo(200);
        assertThat(wire.get("/films").texts("Key")).isEmpty();
    }

    @Test
    void tagsOfADeletedObjectCannotBeSet() {
        wire.put(
                "/films?versioning",
                "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>");
        wire.call("DELETE", "/films/k", "");
        for (String method : List.of("GET", "PUT", "DELETE")) {
            Wire.Answer refused =
                    wire.call(method, "/films/k?tagging", "<Tagging><TagSet/></Tagging>");
            assertThat(refused.summary()).isEqualTo("405 MethodNotAllowed");
            assertThat(refused.text("ResourceType")).isEqualTo("DeleteMarker");
            assertThat(refused.text("Method")).isEqualTo(method);
        }
    }
}
