package io.hydrant.server.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.core.objectstore.ChecksumAlgorithm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Uploads in parts on the wire: their checksums, guards, and what is told of them afterwards.
class PartsTest {
    private static final String LARGE = "a".repeat(5 * 1024 * 1024);
    private static final String SMALL = "the end";

    @TempDir Path folder;

    private RunningS3 s3;
    private Wire wire;

    @BeforeEach
    void start() throws IOException {
        s3 = RunningS3.trusting(folder);
        wire = new Wire(s3.uri());
        wire.put("/films", "");
        wire.put("/films/source", "0123456789");
    }

    @AfterEach
    void stop() throws IOException {
        s3.close();
    }

    private static String sum(ChecksumAlgorithm algorithm, String text) {
        return algorithm.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private String begin(String... headers) {
        return wire.call("POST", "/films/k?uploads", "", headers).text("UploadId");
    }

    private static String part(String id, int number) {
        return "/films/k?partNumber=" + number + "&uploadId=" + id;
    }

    private Wire.Answer complete(String id, String parts, String... headers) {
        return wire.call(
                "POST",
                "/films/k?uploadId=" + id,
                "<CompleteMultipartUpload>" + parts + "</CompleteMultipartUpload>",
                headers);
    }

    private static String listed(int number, String etag, String... checksums) {
        return "<Part><PartNumber>"
                + number
                + "</PartNumber><ETag>"
                + etag
                + "</ETag>"
                + String.join("", checksums)
                + "</Part>";
    }

    private static String element(ChecksumAlgorithm algorithm, String value) {
        return "<" + algorithm.element() + ">" + value + "</" + algorithm.element() + ">";
    }

    @Test
    void compositeChecksumsAreToldPartByPart() {
        ChecksumAlgorithm sha = ChecksumAlgorithm.SHA256;
        String id = begin("x-amz-checksum-algorithm", "SHA256");
        String first = sum(sha, LARGE);
        String second = sum(sha, SMALL);
        String one = wire.put(part(id, 1), LARGE, sha.header(), first).header("ETag");
        String two = wire.put(part(id, 2), SMALL, sha.header(), second).header("ETag");
        String parts = listed(1, one, element(sha, first)) + listed(2, two, element(sha, second));
        String wrong = listed(1, one, element(sha, second)) + listed(2, two, element(sha, second));
        Wire.Answer refused = complete(id, wrong);
        assertThat(refused.summary()).isEqualTo("400 BadDigest");
        assertThat(refused.text("Message"))
                .isEqualTo("The sha256 you specified for part 1 did not match what we received.");
        assertThat(complete(id, listed(1, one) + listed(2, two)).text("Message"))
                .contains("It was missing for part 1");

        Wire.Answer done = complete(id, parts);
        String composite = done.text(sha.element());
        assertThat(composite).endsWith("-2");
        String bare = composite.substring(0, composite.length() - 2);
        assertThat(complete(id, parts, sha.header(), composite).summary()).isEqualTo("200");
        assertThat(complete(id, parts, sha.header(), bare).summary()).isEqualTo("200");
        assertThat(complete(id, parts, sha.header(), bare + "-3").summary())
                .isEqualTo("400 BadDigest");
        assertThat(complete(id, parts, ChecksumAlgorithm.CRC32.header(), "AAAAAA==").summary())
                .isEqualTo("400 InvalidRequest");
        assertThat(complete(id, parts, "x-amz-checksum-type", "FULL_OBJECT").summary())
                .isEqualTo("400 InvalidRequest");

        Wire.Answer attributes = attributes("x-amz-max-parts", "1");
        assertThat(attributes.text(sha.element())).isEqualTo(bare);
        assertThat(attributes.texts(sha.element())).containsExactly(bare, first);
        assertThat(attributes.text("PartsCount")).isEqualTo("2");
        assertThat(attributes.text("NextPartNumberMarker")).isEqualTo("1");
        assertThat(attributes.text("IsTruncated")).isEqualTo("true");
        Wire.Answer rest = attributes("x-amz-part-number-marker", "1");
        assertThat(rest.texts("PartNumber")).containsExactly("2");
        assertThat(rest.texts("Size")).containsExactly(Integer.toString(SMALL.length()));
        assertThat(rest.texts(sha.element())).containsExactly(bare, second);
        assertThat(rest.text("IsTruncated")).isEqualTo("false");

        Wire.Answer partTwo = read("/films/k?partNumber=2");
        assertThat(partTwo.body()).isEqualTo(SMALL);
        assertThat(partTwo.header(sha.header())).isEqualTo(second);
        assertThat(partTwo.header("x-amz-checksum-type")).isEqualTo("COMPOSITE");
        assertThat(partTwo.header("x-amz-mp-parts-count")).isEqualTo("2");
        assertThat(read("/films/k", "Range", "bytes=0-").header(sha.header())).isEqualTo(composite);
        assertThat(read("/films/k", "Range", "bytes=0-5").header(sha.header())).isEmpty();
    }

    private Wire.Answer attributes(String... headers) {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 0, headers.length);
        all[headers.length] = "x-amz-object-attributes";
        all[headers.length + 1] = "Checksum,ObjectParts";
        return wire.call("GET", "/films/k?attributes", "", all);
    }

    private Wire.Answer read(String path, String... headers) {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 0, headers.length);
        all[headers.length] = "x-amz-checksum-mode";
        all[headers.length + 1] = "ENABLED";
        return wire.call("GET", path, "", all);
    }

    /// As the SDK for Java does it unless it is told otherwise.
    @Test
    void aPartMayHaveAChecksumThatItsUploadDidNotAskFor() {
        ChecksumAlgorithm crc = ChecksumAlgorithm.CRC32;
        String id = begin();
        String etag = wire.put(part(id, 1), SMALL, crc.header(), sum(crc, SMALL)).header("ETag");
        assertThat(complete(id, listed(1, etag, element(crc, "AAAAAA=="))).summary())
                .isEqualTo("400 BadDigest");
        assertThat(
                        complete(
                                        id,
                                        listed(
                                                1,
                                                etag,
                                                element(
                                                        ChecksumAlgorithm.SHA1,
                                                        sum(ChecksumAlgorithm.SHA1, SMALL))))
                                .summary())
                .isEqualTo("400 BadDigest");
        assertThat(
                        complete(id, listed(1, etag, "<ChecksumXXHASH64>AAAA</ChecksumXXHASH64>"))
                                .summary())
                .isEqualTo("501 NotImplemented");
        Wire.Answer done = complete(id, listed(1, etag, element(crc, sum(crc, SMALL))));
        assertThat(done.text("ChecksumCRC64NVME"))
                .isEqualTo(sum(ChecksumAlgorithm.CRC64NVME, SMALL));
        assertThat(done.text("ChecksumType")).isEqualTo("FULL_OBJECT");
        assertThat(complete(id, listed(1, etag, element(crc, sum(crc, SMALL)))).summary())
                .isEqualTo("200");
    }

    @Test
    void everyAlgorithmCanBeThatOfAnUpload() {
        for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
            String id = begin("x-amz-checksum-algorithm", algorithm.name());
            String sum = sum(algorithm, SMALL);
            String etag = wire.put(part(id, 1), SMALL, algorithm.header(), sum).header("ETag");
            assertThat(complete(id, listed(1, etag, element(algorithm, sum))).summary())
                    .as(algorithm.name())
                    .isEqualTo("200");
            assertThat(read("/films/k").header(algorithm.header())).isNotEmpty();
        }
    }

    @Test
    void aGuardThatStoppedHoldingMeanwhileIsAConflict() {
        String before = wire.put("/films/k", "before").header("ETag");
        String id = begin();
        String etag = wire.put(part(id, 1), SMALL).header("ETag");
        String meanwhile = wire.put("/films/k", "meanwhile").header("ETag");
        Wire.Answer conflict = complete(id, listed(1, etag), "If-Match", meanwhile);
        assertThat(conflict.summary()).isEqualTo("409 ConditionalRequestConflict");
        assertThat(conflict.text("Condition")).isEqualTo("If-Match");
        assertThat(conflict.text("Key")).isEqualTo("k");
        assertThat(complete(id, listed(1, etag), "If-Match", before).summary())
                .isEqualTo("412 PreconditionFailed");
        assertThat(complete(id, listed(1, etag), "If-None-Match", "*").summary())
                .isEqualTo("412 PreconditionFailed");
        wire.call("DELETE", "/films/k", "");
        assertThat(complete(id, listed(1, etag), "If-None-Match", "*").summary())
                .isEqualTo("409 ConditionalRequestConflict");
        assertThat(wire.get("/films/k").summary()).isEqualTo("404 NoSuchKey");
    }

    @Test
    void aListWithoutPartsIsNone() {
        String id = begin();
        for (String list : List.of("", "<CompleteMultipartUpload/>")) {
            Wire.Answer known = wire.call("POST", "/films/k?uploadId=" + id, list);
            assertThat(known.summary()).isEqualTo("400 InvalidRequest");
            assertThat(known.text("Message")).isEqualTo("You must specify at least one part");
            assertThat(wire.call("POST", "/films/k?uploadId=unknown", list).summary())
                    .isEqualTo("404 NoSuchUpload");
        }
        assertThat(wire.call("POST", "/films/k?uploadId=" + id, "<Other/>").summary())
                .isEqualTo("400 MalformedXML");
    }

    @Test
    void aPartThatIsNotThereIsNamedWithItsBareEtag() {
        String id = begin();
        Wire.Answer refused = complete(id, listed(1, "\"abc\""));
        assertThat(refused.summary()).isEqualTo("400 InvalidPart");
        assertThat(refused.text("ETag")).isEqualTo("abc");
    }

    @Test
    void aRangeOfACopysSourceIsWithinIt() {
        String id = begin();
        assertThat(copy(id, "bytes=0-100").text("Message"))
                .isEqualTo("Range specified is not valid for source object of size: 10");
        assertThat(copy(id, "bytes=0-100").summary()).isEqualTo("400 InvalidArgument");
        assertThat(copy(id, "bytes=100-200").text("Message"))
                .isEqualTo("The specified copy range is invalid for the source object size");
        assertThat(copy(id, "bytes=100-200").summary()).isEqualTo("400 InvalidRequest");
        for (String malformed :
                List.of("bytes=5-2", "bytes=5-", "bytes=-5", "0-5", "bytes=0-1,3-4")) {
            assertThat(copy(id, malformed).text("Message"))
                    .startsWith("The x-amz-copy-source-range value must be of the form");
        }
        Wire.Answer copied = copy(id, "bytes=2-4");
        assertThat(copied.summary()).isEqualTo("200");
        assertThat(copied.header("x-amz-server-side-encryption")).isEmpty();
        complete(id, listed(1, copied.text("ETag")));
        assertThat(wire.get("/films/k").body()).isEqualTo("234");
    }

    private Wire.Answer copy(String id, String range) {
        return wire.put(
                part(id, 1),
                "",
                "x-amz-copy-source",
                "films/source",
                "x-amz-copy-source-range",
                range);
    }

    @Test
    void theBeginningTellsTheEncryption() {
        assertThat(wire.call("POST", "/films/k?uploads", "").header("x-amz-server-side-encryption"))
                .isEmpty();
        assertThat(
                        wire.call(
                                        "POST",
                                        "/films/k?uploads",
                                        "",
                                        "x-amz-server-side-encryption",
                                        "AES256")
                                .header("x-amz-server-side-encryption"))
                .isEqualTo("AES256");
    }

    @Test
    void whatOneAsksOfAnObjectHasAName() {
        wire.put("/films/k", "x");
        assertThat(
                        wire.call(
                                        "GET",
                                        "/films/k?attributes",
                                        "",
                                        "x-amz-object-attributes",
                                        "ETag,Colour")
                                .summary())
                .isEqualTo("400 InvalidArgument");
        assertThat(attributes("x-amz-max-parts", "many").summary())
                .isEqualTo("400 InvalidArgument");
    }
}
