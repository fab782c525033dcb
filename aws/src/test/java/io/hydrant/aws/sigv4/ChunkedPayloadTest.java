package io.hydrant.aws.sigv4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.aws.ServiceException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The signed examples are those of Amazon's documentation: 66,560 letters `a` in two chunks.
class ChunkedPayloadTest {
    private static final Payload.Chunked UNSIGNED = new Payload.Chunked(false, true);
    private static final Payload.Chunked SIGNED = new Payload.Chunked(true, false);
    private static final Payload.Chunked SIGNED_WITH_TRAILER = new Payload.Chunked(true, true);
    private static final String CHUNKS =
            """
            10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648
            %s
            400;chunk-signature=0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497
            %s
            0;chunk-signature=b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9

            """;
    private static final String CHUNKS_WITH_TRAILER =
            """
            10000;chunk-signature=b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2
            %s
            400;chunk-signature=1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7
            %s
            0;chunk-signature=2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992
            x-amz-checksum-crc32c:sOO8/Q==
            x-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435

            """;

    @Test
    void verifiesTheDocumentedExampleOfSignedChunks() throws IOException {
        ChunkedPayload payload = signed(documented(CHUNKS), SIGNED, SEED, Set.of());
        assertThat(payload.readAllBytes()).hasSize(66_560).containsOnly('a');
        assertThat(payload.trailers()).isEmpty();
    }

    @Test
    void verifiesTheDocumentedExampleOfSignedChunksWithATrailer() throws IOException {
        ChunkedPayload payload =
                signed(
                        documented(CHUNKS_WITH_TRAILER),
                        SIGNED_WITH_TRAILER,
                        SEED_WITH_TRAILER,
                        Set.of("x-amz-checksum-crc32c"));
        assertThat(payload.readAllBytes()).hasSize(66_560);
        assertThat(payload.trailers()).containsEntry("x-amz-checksum-crc32c", "sOO8/Q==");
    }

    @Test
    void refusesAChangedByteAChangedTrailerAndAMissingTrailerSignature() {
        String chunks = documented(CHUNKS);
        assertRefused(
                signed(chunks.replaceFirst("aaaa\r\n400", "aaab\r\n400"), SIGNED, SEED, Set.of()),
                "SignatureDoesNotMatch");
        String trailer = documented(CHUNKS_WITH_TRAILER);
        assertRefused(
                signed(
                        trailer.replace("sOO8", "sOO9"),
                        SIGNED_WITH_TRAILER,
                        SEED_WITH_TRAILER,
                        Set.of()),
                "SignatureDoesNotMatch");
        assertRefused(
                signed(
                        trailer.replaceAll("x-amz-trailer-signature:[0-9a-f]+\r\n", ""),
                        SIGNED_WITH_TRAILER,
                        SEED_WITH_TRAILER,
                        Set.of()),
                "SignatureDoesNotMatch");
    }

    @Test
    void refusesChunksInAnotherOrderAndChunksWithoutSignature() {
        String chunks = documented(CHUNKS);
        assertRefused(
                signed(chunks.substring(chunks.indexOf("400;")), SIGNED, SEED, Set.of()),
                "SignatureDoesNotMatch");
        assertRefused(
                signed("1\r\na\r\n0\r\n\r\n", SIGNED, SEED, Set.of()), "SignatureDoesNotMatch");
    }

    @Test
    void readsWhatBotocoreSendsOverTls() throws IOException {
        ChunkedPayload payload =
                unsigned(
                        "8\r\n{\"a\":1}\n\r\n0\r\nx-amz-checksum-crc32:dOijRg==\r\n\r\n",
                        OptionalLong.of(8),
                        Set.of("x-amz-checksum-crc32"));
        assertThat(new String(payload.readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("{\"a\":1}\n");
        assertThat(payload.trailers()).containsEntry("x-amz-checksum-crc32", "dOijRg==");
    }

    @Test
    void isVerifiedForAReaderThatStopsAtTheAnnouncedLength() throws IOException {
        ChunkedPayload payload =
                unsigned(
                        "3\r\nabc\r\n0\r\nx-amz-checksum-crc32:x\r\n\r\n",
                        OptionalLong.of(3),
                        Set.of());
        assertThat(payload.readNBytes(3)).hasSize(3);
        assertThat(payload.trailers()).containsKey("x-amz-checksum-crc32");
        ChunkedPayload broken =
                unsigned("3\r\nabc\r\n1\r\nd\r\n0\r\n\r\n", OptionalLong.of(3), Set.of());
        assertThatThrownBy(() -> broken.readNBytes(4)).isInstanceOf(ServiceException.class);
    }

    @Test
    void refusesFewerAndMoreBytesThanAnnounced() {
        String four = "4\r\nabcd\r\n0\r\n\r\n";
        assertRefused(unsigned(four, OptionalLong.of(3), Set.of()), "IncompleteBody");
        assertRefused(unsigned(four, OptionalLong.of(5), Set.of()), "IncompleteBody");
    }

    @Test
    void refusesABodyThatEndsEarly() {
        assertRefused(unsigned("4\r\nab", OptionalLong.empty(), Set.of()), "IncompleteBody");
        assertRefused(unsigned("4\r\nabcd\r\n", OptionalLong.empty(), Set.of()), "IncompleteBody");
        assertRefused(unsigned("", OptionalLong.empty(), Set.of()), "IncompleteBody");
    }

    @Test
    void refusesATrailerThatWasAnnouncedAndDoesNotCome() {
        assertRefused(
                unsigned("1\r\na\r\n0\r\n\r\n", OptionalLong.of(1), Set.of("x-amz-checksum-crc32")),
                "MalformedTrailerError");
    }

    @Test
    void refusesMalformedSizesAndEndlessLines() {
        assertRefused(unsigned("xyz\r\n", OptionalLong.empty(), Set.of()), "InvalidRequest");
        assertRefused(unsigned("-1\r\n", OptionalLong.empty(), Set.of()), "InvalidRequest");
        assertRefused(
                unsigned("1;" + "x".repeat(20_000), OptionalLong.empty(), Set.of()),
                "InvalidRequest");
        assertRefused(unsigned("1\r\nabc", OptionalLong.empty(), Set.of()), "InvalidRequest");
        assertRefused(
                unsigned(
                        "0\r\n" + "a:b\r\n".repeat(10_000) + "\r\n",
                        OptionalLong.empty(),
                        Set.of()),
                "MalformedTrailerError");
    }

    @Test
    void aHashedPayloadIsCheckedWithItsLastByte() throws IOException {
        byte[] body = "hello".getBytes(StandardCharsets.UTF_8);
        HashedPayload right =
                new HashedPayload(
                        new ByteArrayInputStream(body), Sha256.hex(body), OptionalLong.of(5));
        assertThat(right.readAllBytes()).isEqualTo(body);
        HashedPayload wrong =
                new HashedPayload(
                        new ByteArrayInputStream(body), Sha256.OF_NOTHING, OptionalLong.of(5));
        assertThatThrownBy(() -> wrong.readNBytes(5))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        refusal ->
                                assertThat(refusal.code()).isEqualTo("XAmzContentSHA256Mismatch"));
        HashedPayload ofUnknownLength =
                new HashedPayload(
                        new ByteArrayInputStream(body), Sha256.OF_NOTHING, OptionalLong.empty());
        assertThatThrownBy(ofUnknownLength::readAllBytes).isInstanceOf(ServiceException.class);
    }

    private static final String SEED =
            "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9";
    private static final String SEED_WITH_TRAILER =
            "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e";

    private static String documented(String chunks) {
        return chunks.formatted("a".repeat(65_536), "a".repeat(1_024)).replace("\n", "\r\n");
    }

    private static void assertRefused(ChunkedPayload payload, String code) {
        assertThatThrownBy(payload::readAllBytes)
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    private static ChunkedPayload unsigned(
            String framed, OptionalLong length, Set<String> trailers) {
        return new ChunkedPayload(stream(framed), UNSIGNED, Optional.empty(), trailers, length);
    }

    private static ChunkedPayload signed(
            String framed, Payload.Chunked kind, String seed, Set<String> trailers) {
        CredentialScope scope =
                new CredentialScope("AKIAIOSFODNN7EXAMPLE", "20130524", "us-east-1", "s3");
        SigningCredentials credentials =
                new SigningCredentials(
                        "AKIAIOSFODNN7EXAMPLE",
                        "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                        Optional.empty(),
                        Optional.empty());
        byte[] key = new SigningKeys().keyFor(credentials, scope);
        assertThat(HexFormat.of().formatHex(key)).hasSize(64);
        SeedSignature start = new SeedSignature(key, "20130524T000000Z", scope.text(), seed);
        return new ChunkedPayload(
                stream(framed), kind, Optional.of(start), trailers, OptionalLong.of(66_560));
    }

    private static ByteArrayInputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
