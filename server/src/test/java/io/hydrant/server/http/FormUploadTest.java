package io.hydrant.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.core.iam.Principal;
import io.hydrant.server.http.RawClient.Answer;
import io.hydrant.server.http.protocol.S3Handler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Uploads by forms that botocore 1.43 signed, with its clock held at 12:00, for ten minutes.
class FormUploadTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    /// Private, `text/…`, `x-amz-meta-a` of 1, 2 to 10 bytes, into `bucket` below `up/`.
    private static final String POLICY =
            "eyJleHBpcmF0aW9uIjogIjIwMjYtMTEtMjJUMTI6MTA6MDBaIiwgImNvbmRpdGlvbnMiOiBbeyJhY2wiOiAicHJp"
                    + "dmF0ZSJ9LCBbInN0YXJ0cy13aXRoIiwgIiRDb250ZW50LVR5cGUiLCAidGV4dC8iXSwgeyJ4LWFtei1tZXRh"
                    + "LWEiOiAiMSJ9LCBbImNvbnRlbnQtbGVuZ3RoLXJhbmdlIiwgMiwgMTBdLCB7ImJ1Y2tldCI6ICJidWNrZXQi"
                    + "fSwgWyJzdGFydHMtd2l0aCIsICIka2V5IiwgInVwLyJd";

    @Test
    void aFormWithItsPolicySignedIsStoredAsAPut() throws IOException {
        try (RunningListener listener = RunningListener.start(() -> NOW)) {
            Answer answer = post(listener, signed(), "hello");
            assertThat(answer.status()).isEqualTo(204);
            assertThat(answer.header("ETag")).isEqualTo("\"etag\"");
            assertThat(listener.objects.at("/bucket/up/a%20b.txt")).asString().isEqualTo("hello");
            S3Handler.Request put = listener.objects.request("PUT /bucket/up/a%20b.txt");
            assertThat(put.caller().principal()).isEqualTo(RunningListener.ROOT);
            assertThat(put.head().headers().get("content-type")).contains("text/plain");
            assertThat(put.head().headers().get("x-amz-meta-a")).contains("1");
            assertThat(put.head().headers().get("x-amz-acl")).contains("private");
        }
    }

    @Test
    void theOldSignatureIsGoodToo() throws IOException {
        try (RunningListener listener = RunningListener.start(() -> NOW)) {
            assertThat(post(listener, signedInTheOldWay(), "hello").status()).isEqualTo(204);
        }
    }

    @Test
    void theFormChoosesItsAnswer() throws IOException {
        try (RunningListener listener = RunningListener.trusting()) {
            Map<String, String> fields = new LinkedHashMap<>();
            fields.put("key", "k");
            fields.put("success_action_status", "201");
            Answer created = post(listener, fields, "hello");
            assertThat(created.status()).isEqualTo(201);
            assertThat(created.body())
                    .contains("<Bucket>bucket</Bucket><Key>k</Key><ETag>&quot;etag&quot;</ETag>");
            fields.put("success_action_status", "200");
            assertThat(post(listener, fields, "hello").status()).isEqualTo(200);
            fields.put("success_action_redirect", "http://example.com/done");
            Answer redirect = post(listener, fields, "");
            assertThat(redirect.status()).isEqualTo(303);
            assertThat(redirect.header("Location"))
                    .isEqualTo("http://example.com/done?bucket=bucket&key=k&etag=%22etag%22");
        }
    }

    @Test
    void whatThePolicyDoesNotAllowIsRefused() throws IOException {
        try (RunningListener listener = RunningListener.start(() -> NOW)) {
            assertRefused(listener, with("key", "elsewhere"), "hello", "Policy Condition failed");
            assertRefused(listener, with("acl", "public-read"), "hello", "\"$acl\"");
            assertRefused(
                    listener,
                    with("x-amz-meta-b", "2"),
                    "hello",
                    "Extra input fields: x-amz-meta-b");
            assertRefused(listener, signed(), "hello world", "<Code>EntityTooLarge</Code>");
            assertRefused(listener, signed(), "h", "<Code>EntityTooSmall</Code>");
            assertThat(post(listener, with("x-ignore-me", "2"), "hello").status()).isEqualTo(204);
        }
        try (RunningListener late = RunningListener.start(() -> NOW.plusSeconds(600))) {
            assertRefused(late, signed(), "hello", "Invalid according to Policy: Policy expired.");
        }
    }

    @Test
    void aPolicyThatWasChangedIsRefused() throws IOException {
        try (RunningListener listener = RunningListener.start(() -> NOW)) {
            Map<String, String> changed = signedInTheOldWay();
            changed.put("policy", POLICY + "LFsiZXEiXV19");
            assertRefused(listener, changed, "hello", "<Code>SignatureDoesNotMatch</Code>");
            Map<String, String> unknown = signedInTheOldWay();
            unknown.put("AWSAccessKeyId", "AKIANOBODY");
            assertRefused(listener, unknown, "hello", "<Code>InvalidAccessKeyId</Code>");
        }
    }

    @Test
    void whoSignsByHalvesIsToldWhatIsMissing() throws IOException {
        try (RunningListener listener = RunningListener.start(() -> NOW)) {
            Map<String, String> names =
                    Map.of(
                            "x-amz-signature", "X-Amz-Signature",
                            "x-amz-algorithm", "X-Amz-Algorithm",
                            "x-amz-credential", "X-Amz-Credential",
                            "x-amz-date", "X-Amz-Date",
                            "policy", "Policy");
            names.forEach((field, name) -> assertMissing(listener, signed(), field, name));
            names = Map.of("signature", "Signature", "AWSAccessKeyId", "AWSAccessKeyId");
            names.forEach(
                    (field, name) -> assertMissing(listener, signedInTheOldWay(), field, name));
            Map<String, String> date = with("x-amz-date", "20261123T120000Z");
            assertRefused(listener, date, "hello", "AuthorizationQueryParametersError");
            Map<String, String> algorithm = with("x-amz-algorithm", "AWS4-HMAC-SHA1");
            assertRefused(listener, algorithm, "hello", "<Code>InvalidRequest</Code>");
        }
    }

    private static void assertMissing(
            RunningListener listener, Map<String, String> fields, String field, String name) {
        fields.remove(field);
        try {
            Answer answer = post(listener, fields, "hello");
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body())
                    .contains("<Code>InvalidArgument</Code>")
                    .contains("Bucket POST must contain a field named '" + name + "'.  If it is")
                    .contains("<ArgumentName>" + name + "</ArgumentName>");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aFormWithAPolicyThatNobodySignedComesFromAStranger() throws IOException {
        try (RunningListener listener = RunningListener.start(() -> NOW)) {
            Map<String, String> fields = common();
            fields.put("policy", POLICY + "XX0=");
            assertThat(post(listener, fields, "hello").status()).isEqualTo(204);
            assertThat(listener.objects.request("PUT /bucket/up/a%20b.txt").caller().principal())
                    .isInstanceOf(Principal.Anonymous.class);
            fields.put("acl", "public-read");
            assertRefused(listener, fields, "hello", "Policy Condition failed");
        }
    }

    @Test
    void aFieldThatWouldBePassedOverOrIsThereTwiceIsRefused() throws IOException {
        try (RunningListener listener = RunningListener.trusting()) {
            for (String field : List.of("x-amz-copy-source", "x-amz-nonsense", "X-Amz-Mfa")) {
                Map<String, String> fields = Map.of("key", "k", field, "b/secret");
                assertThat(post(listener, fields, "hello").status()).isEqualTo(501);
            }
            for (List<String> twice :
                    List.of(
                            List.of("key", "Key"),
                            List.of("acl", "x-amz-acl"),
                            List.of("x-amz-meta-a", "X-AMZ-META-A"))) {
                Map<String, String> fields = new LinkedHashMap<>();
                twice.forEach(field -> fields.put(field, "private"));
                fields.putIfAbsent("key", "k");
                assertRefused(listener, fields, "hello", "more than once");
            }
            assertRefused(
                    listener, Map.of("key", "k", "tagging", "no xml"), "hello", "MalformedXML");
            assertThat(listener.objects.has("/bucket/k")).isFalse();
        }
    }

    @Test
    void whatIsNoAddressOfAPageIsAsIfItWereNotThere() throws IOException {
        try (RunningListener listener = RunningListener.trusting()) {
            for (String redirect :
                    List.of(
                            "done.html",
                            "/done",
                            "//example.com/x",
                            "javascript:alert(1)",
                            "http://",
                            "http://example.com/a b",
                            "http://example.com/\nSet-Cookie: a=b",
                            "")) {
                Answer answer =
                        post(
                                listener,
                                Map.of("key", "k", "success_action_redirect", redirect),
                                "hello");
                assertThat(answer.status()).as(redirect).isEqualTo(204);
                assertThat(answer.header("Set-Cookie")).isEmpty();
            }
            Map<String, String> page =
                    Map.of("key", "k", "redirect", "https://example.com/done?a=1#end");
            assertThat(post(listener, page, "hello").header("Location"))
                    .isEqualTo(
                            "https://example.com/done?a=1&bucket=bucket&key=k&etag=%22etag%22#end");
        }
    }

    @Test
    void aFileWithoutANameGivesTheKeyNone() throws IOException {
        try (RunningListener listener = RunningListener.trusting()) {
            String field = "--b\nContent-Disposition: form-data; name=\"%s\"\n\n%s\n";
            String body =
                    field.formatted("key", "up/${filename}")
                            + field.formatted("file", "hello")
                            + "--b--\n";
            assertThat(send(listener, body).status()).isEqualTo(204);
            assertThat(listener.objects.at("/bucket/up/%24%7Bfilename%7D"))
                    .asString()
                    .isEqualTo("hello");
        }
    }

    @Test
    void onlyABucketTakesForms() throws IOException {
        try (RunningListener listener = RunningListener.trusting()) {
            for (String path : List.of("/buc/ket", "/bucket/k", "/", "/bucket?uploads")) {
                assertThat(send(listener, path, body(Map.of("key", "k"), "hello")).status())
                        .as(path)
                        .isEqualTo(405);
            }
            assertThat(listener.objects.has("/bucket/k")).isFalse();
        }
    }

    @Test
    void malformedFormsAreRefused() throws IOException {
        try (RunningListener listener = RunningListener.trusting()) {
            assertRefused(listener, Map.of("a", "b"), "hello", "field named 'key'");
            assertRefused(
                    listener,
                    Map.of("key", "k", "x", "y".repeat(20_480)),
                    "hello",
                    "<Code>MaxPostPreDataLengthExceededError</Code>");
            assertThat(send(listener, "no boundary in here").body())
                    .contains("<Code>MalformedPOSTRequest</Code>");
            assertThat(
                            send(listener, "--b\nContent-Disposition: form-data; name=\"key\"\n\nk")
                                    .body())
                    .contains("<Code>MalformedPOSTRequest</Code>");
            assertThat(
                            send(
                                            listener,
                                            "--b\nContent-Disposition: form-data;"
                                                    + " name=\"key\"\n\nk\n--b--\n")
                                    .body())
                    .contains("exactly one file upload");
        }
    }

    private static void assertRefused(
            RunningListener listener, Map<String, String> fields, String file, String reason)
            throws IOException {
        Answer answer = post(listener, fields, file);
        assertThat(answer.status()).isBetween(400, 403);
        assertThat(answer.body()).contains(reason.replace("\"", "&quot;"));
    }

    private static Map<String, String> with(String field, String value) {
        Map<String, String> fields = signed();
        fields.put(field, value);
        return fields;
    }

    private static Map<String, String> signed() {
        Map<String, String> fields = common();
        fields.put("x-amz-algorithm", "AWS4-HMAC-SHA256");
        fields.put("x-amz-credential", "AKIAROOTROOTROOTROOT/20261122/us-east-1/s3/aws4_request");
        fields.put("x-amz-date", "20261122T120000Z");
        fields.put(
                "policy",
                POLICY
                        + "LCB7IngtYW16LWFsZ29yaXRobSI6ICJBV1M0LUhNQUMtU0hBMjU2In0sIHsieC1hbXotY3JlZGVu"
                        + "dGlhbCI6ICJBS0lBUk9PVFJPT1RST09UUk9PVC8yMDI2MTEyMi91cy1lYXN0LTEvczMvYXdzNF9y"
                        + "ZXF1ZXN0In0sIHsieC1hbXotZGF0ZSI6ICIyMDI2MTEyMlQxMjAwMDBaIn1dfQ==");
        fields.put(
                "x-amz-signature",
                "9c7cc7b09a3c017a138318bc98149c4438c026dee7d0f0f50287832edfeb29ed");
        return fields;
    }

    private static Map<String, String> signedInTheOldWay() {
        Map<String, String> fields = common();
        fields.put("AWSAccessKeyId", "AKIAROOTROOTROOTROOT");
        fields.put("policy", POLICY + "XX0=");
        fields.put("signature", "LVc+zEWNXDWEeHkkoaS4xhKSOGI=");
        return fields;
    }

    private static Map<String, String> common() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("acl", "private");
        fields.put("Content-Type", "text/plain");
        fields.put("x-amz-meta-a", "1");
        fields.put("key", "up/${filename}");
        return fields;
    }

    private static Answer post(RunningListener listener, Map<String, String> fields, String file)
            throws IOException {
        return send(listener, body(fields, file));
    }

    private static String body(Map<String, String> fields, String file) {
        StringBuilder body = new StringBuilder();
        fields.forEach((name, value) ->
                body.append("--b\nContent-Disposition: form-data; name=\"")
                        .append(name)
                        .append("\"\n\n")
                        .append(value)
                        .append('\n'));
        body.append("--b\nContent-Disposition: form-data; name=\"file\"; filename=\"a b.txt\"\n")
                .append("Content-Type: text/x\n\n")
                .append(file)
                .append("\n--b--\n");
        return body.toString();
    }

    private static Answer send(RunningListener listener, String body) throws IOException {
        return send(listener, "/bucket", body);
    }

    private static Answer send(RunningListener listener, String path, String body)
            throws IOException {
        String onTheWire = body.replace("\n", "\r\n");
        int length = onTheWire.getBytes(StandardCharsets.ISO_8859_1).length;
        try (RawClient client = new RawClient(listener.port())) {
            client.send(
                    "POST "
                            + path
                            + " HTTP/1.1\nHost: localhost\nContent-Length: "
                            + length
                            + "\nContent-Type: multipart/form-data; boundary=b\n\n");
            client.send(body);
            return client.read();
        }
    }
}
