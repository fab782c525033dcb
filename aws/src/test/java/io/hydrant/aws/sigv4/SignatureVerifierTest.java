package io.hydrant.aws.sigv4;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.aws.Headers;
import io.hydrant.aws.RequestHead;
import io.hydrant.aws.sigv4.Verification.Refused;
import io.hydrant.aws.sigv4.Verification.Unsigned;
import io.hydrant.aws.sigv4.Verification.Verified;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The signatures were made by botocore 1.43 with its clock held at [#NOW].
class SignatureVerifierTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private static final String TOKEN = "the/session+token==";
    private static final SigningRules S3 = new SigningRules.S3("");

    @Test
    void acceptsAFirehoseRequestOfBotocore() {
        assertThat(verify(firehoseRequest(), firehose(), NOW))
                .isInstanceOfSatisfying(
                        Verified.class,
                        verified -> {
                            assertThat(verified.accessKeyId()).isEqualTo("AKIDEXAMPLE");
                            assertThat(verified.region()).isEqualTo("eu-west-1");
                            assertThat(verified.service()).isEqualTo("firehose");
                        });
    }

    @Test
    void acceptsTheSameRequestAgainFromTheRememberedKey() {
        assertThat(verify(firehoseRequest(), firehose(), NOW)).isInstanceOf(Verified.class);
        assertThat(verify(firehoseRequest(), firehose(), NOW)).isInstanceOf(Verified.class);
    }

    @Test
    void refusesABodyOtherThanTheSignedOne() {
        SigningRules otherBody =
                new SigningRules.Plain("firehose", Duration.ofMinutes(5), bytes("{\"other\":1}"));
        assertThat(failure(firehoseRequest(), otherBody, NOW))
                .isInstanceOfSatisfying(
                        SignatureFailure.Mismatch.class,
                        mismatch -> {
                            assertThat(mismatch.stringToSign())
                                    .startsWith("AWS4-HMAC-SHA256\n20261122T120000Z\n");
                            assertThat(mismatch.canonicalRequest().orElseThrow())
                                    .startsWith("POST\n/\n\ncontent-type:");
                        });
    }

    @Test
    void acceptsASessionsRequestWithItsToken() {
        assertThat(verify(stsRequest(TOKEN), sts(), NOW)).isInstanceOf(Verified.class);
    }

    @Test
    void refusesASessionOnceItHasExpired() {
        SignatureVerifier later =
                new SignatureVerifier(
                        id ->
                                Optional.of(
                                        new SigningCredentials(
                                                id, SECRET, Optional.of(TOKEN), Optional.of(NOW))),
                        "us-east-1");
        assertThat(later.verify(stsRequest(TOKEN), sts(), NOW))
                .isEqualTo(new Refused(new SignatureFailure.ExpiredToken(TOKEN)));
    }

    @Test
    void refusesALongTermKeyWithAToken() {
        SignatureVerifier longTerm =
                new SignatureVerifier(id -> Optional.of(longTerm(id)), "us-east-1");
        assertThat(longTerm.verify(stsRequest(TOKEN), sts(), NOW))
                .isEqualTo(new Refused(new SignatureFailure.WrongToken(TOKEN)));
    }

    @Test
    void acceptsAnObjectKeyThatIsNotNormalised() {
        RequestHead put =
                head(
                        "PUT",
                        "/bucket/k%206%2B%C3%B1/../x//y~_.-%21",
                        "",
                        Map.of(
                                "x-amz-meta-a",
                                "  two   spaces ",
                                "content-type",
                                "text/plain; charset=utf-8",
                                "x-amz-date",
                                "20261122T120000Z",
                                "x-amz-content-sha256",
                                "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
                                "authorization",
                                "AWS4-HMAC-SHA256"
                                        + " Credential=AKIDEXAMPLE/20261122/us-east-1/s3/aws4_request,"
                                        + " SignedHeaders=content-type;host;x-amz-content-sha256;"
                                        + "x-amz-date;x-amz-meta-a, Signature="
                                        + "732cfd4bf146f28d935e3be4d9f021fb36c6b7d0089a3569f542424c5d4e57cd"));
        assertThat(verify(put, S3, NOW)).isInstanceOf(Verified.class);
    }

    @Test
    void acceptsAQueryWithNamesThatHaveNoValue() {
        assertThat(verify(s3List(Map.of()), S3, NOW)).isInstanceOf(Verified.class);
    }

    @Test
    void refusesAnS3HeaderThatWasAddedAfterSigning() {
        assertThat(failure(s3List(Map.of("x-amz-acl", "public-read")), S3, NOW))
                .isEqualTo(new SignatureFailure.UnsignedHeaders(List.of("x-amz-acl")));
    }

    @Test
    void acceptsAPresignedUrlUntilItExpires() {
        assertThat(verify(presigned(), S3, NOW)).isInstanceOf(Verified.class);
        assertThat(verify(presigned(), S3, NOW.plusSeconds(600))).isInstanceOf(Verified.class);
        assertThat(failure(presigned(), S3, NOW.plusSeconds(601)))
                .isInstanceOf(SignatureFailure.UrlExpired.class);
        assertThat(failure(presigned(), S3, NOW.minusSeconds(901)))
                .isInstanceOf(SignatureFailure.UrlNotYetValid.class);
    }

    @Test
    void refusesAPresignedUrlForLongerThanSevenDays() {
        RequestHead url = presigned();
        RequestHead longer =
                new RequestHead(
                        url.method(),
                        url.rawPath(),
                        url.rawQuery().replace("X-Amz-Expires=600", "X-Amz-Expires=604801"),
                        url.headers());
        assertThat(failure(longer, S3, NOW))
                .isEqualTo(new SignatureFailure.MalformedExpiry("604801"));
    }

    @Test
    void acceptsAnOldPresignedUrlUntilItExpires() {
        RequestHead url =
                head(
                        "GET",
                        "/bucket/a%20b%2Bc.txt",
                        "response-content-type=text%2Fplain&versionId=abc"
                                + "&AWSAccessKeyId=AKIDEXAMPLE"
                                + "&Signature=DcrMpMl3atXwph%2BZ0cv7MfUAEqI%3D&Expires=1795349400",
                        Map.of());
        Instant end = Instant.ofEpochSecond(1_795_349_400L);
        assertThat(verify(url, S3, end)).isInstanceOf(Verified.class);
        assertThat(failure(url, S3, end.plusSeconds(1)))
                .isInstanceOf(SignatureFailure.UrlExpired.class);
        assertThat(failure(withPath(url, "/bucket/other"), S3, NOW))
                .isInstanceOf(SignatureFailure.Mismatch.class);
    }

    @Test
    void anOldUrlMayCarryItsHeadersInTheQuery() {
        RequestHead url =
                head(
                        "PUT",
                        "/bucket/k",
                        "AWSAccessKeyId=ASIDEXAMPLE&Signature=CZQWwrWX6Akm3beO8pSsE7%2FwtD8%3D"
                                + "&content-type=text%2Fplain&x-amz-meta-b=2&x-amz-acl=private"
                                + "&x-amz-security-token=the%2Fsession%2Btoken%3D%3D"
                                + "&Expires=1795349400",
                        Map.of());
        assertThat(verify(url, S3, NOW)).isInstanceOf(Verified.class);
    }

    @Test
    void acceptsAPresignedCallOfAQueryService() {
        RequestHead url =
                head(
                        "GET",
                        "/",
                        "Action=GetCallerIdentity&Version=2011-06-15"
                                + "&X-Amz-Algorithm=AWS4-HMAC-SHA256"
                                + "&X-Amz-Credential=AKIDEXAMPLE%2F20261122%2Fus-east-1%2Fsts"
                                + "%2Faws4_request"
                                + "&X-Amz-Date=20261122T120000Z&X-Amz-Expires=60"
                                + "&X-Amz-SignedHeaders=host&X-Amz-Signature="
                                + "fdbd1e39175d9f808469e93d24808a68605ddb0bce9cfd5b4978aef58cb15b77",
                        Map.of());
        SigningRules rules = new SigningRules.Plain("sts", Duration.ofMinutes(15), new byte[0]);
        assertThat(verify(url, rules, NOW)).isInstanceOf(Verified.class);
    }

    @Test
    void otherServicesSignThePathEncodedTwice() {
        RequestHead get =
                head(
                        "GET",
                        "/2015-03-31/functions/a%20b/",
                        "",
                        Map.of(
                                "x-amz-date",
                                "20261122T120000Z",
                                "authorization",
                                "AWS4-HMAC-SHA256"
                                        + " Credential=AKIDEXAMPLE/20261122/us-east-1/lambda/aws4_request,"
                                        + " SignedHeaders=host;x-amz-date, Signature="
                                        + "97c9c793b7e4d5aa062e1595c2adb3bf405b513516c6ba1cc7728b806cdc15bd"));
        SigningRules rules = new SigningRules.Plain("lambda", Duration.ofMinutes(5), new byte[0]);
        assertThat(verify(get, rules, NOW)).isInstanceOf(Verified.class);
    }

    @Test
    void toleratesFiveMinutesOfClockSkewAndNoMore() {
        assertThat(verify(firehoseRequest(), firehose(), NOW.plusSeconds(300)))
                .isInstanceOf(Verified.class);
        assertThat(failure(firehoseRequest(), firehose(), NOW.plusSeconds(301)))
                .isInstanceOfSatisfying(
                        SignatureFailure.Skewed.class,
                        skewed -> assertThat(skewed.late()).isTrue());
        assertThat(failure(firehoseRequest(), firehose(), NOW.minusSeconds(301)))
                .isInstanceOfSatisfying(
                        SignatureFailure.Skewed.class,
                        skewed -> assertThat(skewed.late()).isFalse());
    }

    @Test
    void tellsWhatIsMissing() {
        RequestHead head =
                head("POST", "/", "", Map.of("authorization", "AWS4-HMAC-SHA256 Credential=x"));
        assertThat(failure(head, firehose(), NOW))
                .isEqualTo(
                        new SignatureFailure.IncompleteHeader(
                                List.of("Signature", "SignedHeaders"),
                                true,
                                "AWS4-HMAC-SHA256 Credential=x"));
        assertThat(
                        failure(
                                head("POST", "/", "X-Amz-Algorithm=AWS4-HMAC-SHA256", Map.of()),
                                firehose(),
                                NOW))
                .isEqualTo(
                        new SignatureFailure.IncompleteQuery(
                                List.of(
                                        "X-Amz-Credential",
                                        "X-Amz-Date",
                                        "X-Amz-SignedHeaders",
                                        "X-Amz-Signature")));
        assertThat(verify(head("POST", "/", "", Map.of()), firehose(), NOW))
                .isInstanceOf(Unsigned.class);
    }

    @Test
    void refusesTwoSignaturesAtOnce() {
        RequestHead both =
                head(
                        "GET",
                        "/",
                        "X-Amz-Algorithm=AWS4-HMAC-SHA256",
                        Map.of("authorization", "AWS4"));
        assertThat(failure(both, S3, NOW)).isInstanceOf(SignatureFailure.BothWays.class);
        RequestHead twoHeaders =
                new RequestHead(
                        "GET",
                        "/",
                        "",
                        new Headers(
                                Map.of(
                                        "authorization",
                                        List.of(
                                                "AWS4-HMAC-SHA256 Credential=a",
                                                "AWS4-HMAC-SHA256 Credential=b"))));
        assertThat(failure(twoHeaders, S3, NOW)).isInstanceOf(SignatureFailure.BothWays.class);
        for (String twice :
                List.of(
                        "X-Amz-Credential=a&X-Amz-Credential=b&X-Amz-Signature=c",
                        "X-Amz-Signature=a&X-Amz%2DSignature=b",
                        "X-Amz-Signature=a&AWSAccessKeyId=b&Signature=c",
                        "AWSAccessKeyId=a&Signature=b&AWSAccessKeyId=c",
                        "AWSAccessKeyId=a&Signature=b&Expires=1&Expires=2")) {
            assertThat(failure(head("GET", "/", twice, Map.of()), S3, NOW))
                    .as(twice)
                    .isInstanceOf(SignatureFailure.BothWays.class);
        }
    }

    @Test
    void refusesAnUnknownKeyAndAnotherService() {
        RequestHead request = firehoseRequest();
        SignatureVerifier empty = new SignatureVerifier(id -> Optional.empty(), "eu-west-1");
        assertThat(empty.verify(request, firehose(), NOW))
                .isEqualTo(new Refused(new SignatureFailure.UnknownKey("AKIDEXAMPLE")));
        assertThat(failure(request, sts(), NOW))
                .isEqualTo(new SignatureFailure.WrongService("sts", "firehose", false));
    }

    @Test
    void s3WantsItsPayloadAnnounced() {
        RequestHead list = s3List(Map.of());
        Map<String, List<String>> headers = new HashMap<>(list.headers().all());
        headers.remove("x-amz-content-sha256");
        RequestHead without =
                new RequestHead("GET", list.rawPath(), list.rawQuery(), new Headers(headers));
        assertThat(failure(without, S3, NOW)).isEqualTo(new SignatureFailure.PayloadNotAnnounced());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private SignatureFailure failure(RequestHead head, SigningRules rules, Instant now) {
        return ((Refused) verify(head, rules, now)).failure();
    }

    /// By a verifier in the region that the request is signed for.
    private Verification verify(RequestHead head, SigningRules rules, Instant now) {
        String region = CredentialScope.of(head).map(CredentialScope::region).orElse("us-east-1");
        return new SignatureVerifier(this::find, region).verify(head, rules, now);
    }

    private Optional<SigningCredentials> find(String id) {
        return switch (id) {
            case "AKIDEXAMPLE" -> Optional.of(longTerm(id));
            case "ASIDEXAMPLE" ->
                    Optional.of(
                            new SigningCredentials(
                                    id,
                                    SECRET,
                                    Optional.of(TOKEN),
                                    Optional.of(NOW.plusSeconds(3_600))));
            default -> Optional.empty();
        };
    }

    private static SigningCredentials longTerm(String id) {
        return new SigningCredentials(id, SECRET, Optional.empty(), Optional.empty());
    }

    private static SigningRules firehose() {
        return new SigningRules.Plain(
                "firehose", Duration.ofMinutes(5), bytes("{\"DeliveryStreamName\":\"s\"}"));
    }

    private static SigningRules sts() {
        return new SigningRules.Plain(
                "sts",
                Duration.ofMinutes(15),
                bytes("Action=GetCallerIdentity&Version=2011-06-15"));
    }

    private static RequestHead firehoseRequest() {
        return head(
                "POST",
                "/",
                "",
                Map.of(
                        "content-type",
                        "application/x-amz-json-1.1",
                        "x-amz-target",
                        "Firehose_20150804.PutRecord",
                        "x-amz-date",
                        "20261122T120000Z",
                        "authorization",
                        "AWS4-HMAC-SHA256"
                                + " Credential=AKIDEXAMPLE/20261122/eu-west-1/firehose/aws4_request,"
                                + " SignedHeaders=content-type;host;x-amz-date;x-amz-target, Signature="
                                + "b38a7d9a67554e8c71021450485a7bc45f3310f3f92ccae2a709a12742ddb04f"));
    }

    private static RequestHead stsRequest(String token) {
        return head(
                "POST",
                "/",
                "",
                Map.of(
                        "content-type",
                        "application/x-www-form-urlencoded; charset=utf-8",
                        "x-amz-security-token",
                        token,
                        "x-amz-date",
                        "20261122T120000Z",
                        "authorization",
                        "AWS4-HMAC-SHA256"
                                + " Credential=ASIDEXAMPLE/20261122/us-east-1/sts/aws4_request,"
                                + " SignedHeaders=content-type;host;x-amz-date;x-amz-security-token,"
                                + " Signature="
                                + "9a72d358aa8b84b921773747ea2b48c3b57b75d2bfd32f15e31a70e7fc16f4e7"));
    }

    private static RequestHead s3List(Map<String, String> more) {
        Map<String, String> headers = new HashMap<>(more);
        headers.put("x-amz-date", "20261122T120000Z");
        headers.put("x-amz-content-sha256", Sha256.OF_NOTHING);
        headers.put(
                "authorization",
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261122/us-east-1/s3/aws4_request,"
                        + " SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature="
                        + "ed2300534c4be93b36537dfc8dee5229f3530073587221d41eb3a56db7cdc5ea");
        return head("GET", "/bucket", "versioning&prefix=a%20b%2Fc&list-type=2", headers);
    }

    private static RequestHead presigned() {
        return head(
                "GET",
                "/bucket/a%20b.txt",
                "X-Amz-Algorithm=AWS4-HMAC-SHA256"
                        + "&X-Amz-Credential=ASIDEXAMPLE%2F20261122%2Feu-central-1%2Fs3"
                        + "%2Faws4_request"
                        + "&X-Amz-Date=20261122T120000Z&X-Amz-Expires=600"
                        + "&X-Amz-SignedHeaders=host"
                        + "&X-Amz-Security-Token=the%2Fsession%2Btoken%3D%3D&X-Amz-Signature="
                        + "cafe48db81c2e0f433b96ef32f39a4c0b2f470ea68548b73ee6e3e9718182085",
                Map.of());
    }

    private static RequestHead withPath(RequestHead head, String path) {
        return new RequestHead(head.method(), path, head.rawQuery(), head.headers());
    }

    private static RequestHead head(
            String method, String path, String query, Map<String, String> headers) {
        Map<String, List<String>> all = new HashMap<>();
        headers.forEach((name, value) -> all.put(name, List.of(value)));
        all.put("host", List.of("127.0.0.1:4566"));
        return new RequestHead(method, path, query, new Headers(all));
    }
}
