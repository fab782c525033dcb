package io.hydrant.aws.sigv4;

import io.hydrant.aws.Headers;
import io.hydrant.aws.RequestHead;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/// The check of a signature that the AWS SDK made: the head, and the hash of the whole body. The
/// derived key is remembered, as it is from the second request of a day on.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SignatureBenchmark {
    private static final Instant NOW = Instant.parse("2026-11-22T20:00:00Z");
    private static final SigningCredentials KNOWN =
            new SigningCredentials(
                    "AKIDEXAMPLE",
                    "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
                    Optional.empty(),
                    Optional.empty());

    private final SignatureVerifier verifier =
            new SignatureVerifier(
                    id -> Optional.of(KNOWN).filter(k -> k.accessKeyId().equals(id)), "us-east-1");
    private final Signed small = new Signed(200);
    private final Signed large = new Signed(68 * 1024);

    public SignatureBenchmark() {
        if (!(verify(small) instanceof Verification.Verified)
                || !(verify(large) instanceof Verification.Verified)) {
            throw new IllegalStateException("A signature to measure is refused");
        }
    }

    @Benchmark
    public Object bodyOf200Bytes() {
        return verify(small);
    }

    /// What 500 records of 100 bytes come to.
    @Benchmark
    public Object bodyOf68Kibibytes() {
        return verify(large);
    }

    private Verification verify(Signed request) {
        return verifier.verify(
                request.head,
                new SigningRules.Plain("firehose", Duration.ofMinutes(5), request.body),
                NOW);
    }

    private static final class Signed {
        private final byte[] body;
        private final RequestHead head;

        Signed(int bodyBytes) {
            body = new byte[bodyBytes];
            new Random(7).nextBytes(body);
            head = new RequestHead("POST", "/", "", new Headers(headers(body)));
        }
    }

    private static Map<String, List<String>> headers(byte[] body) {
        SdkHttpRequest unsigned =
                SdkHttpRequest.builder()
                        .method(SdkHttpMethod.POST)
                        .uri(URI.create("http://127.0.0.1:4566/"))
                        .putHeader("Content-Type", "application/x-amz-json-1.1")
                        .putHeader("X-Amz-Target", "Firehose_20150804.PutRecordBatch")
                        .build();
        SdkHttpRequest signed =
                AwsV4HttpSigner.create()
                        .sign(request ->
                                request.identity(
                                                AwsCredentialsIdentity.create(
                                                        KNOWN.accessKeyId(),
                                                        KNOWN.secretAccessKey()))
                                        .request(unsigned)
                                        .payload(ContentStreamProvider.fromByteArray(body))
                                        .putProperty(
                                                AwsV4HttpSigner.SERVICE_SIGNING_NAME, "firehose")
                                        .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                                        .putProperty(
                                                HttpSigner.SIGNING_CLOCK,
                                                Clock.fixed(NOW, ZoneOffset.UTC)))
                        .request();
        Map<String, List<String>> headers = new HashMap<>(signed.headers());
        headers.put("Content-Length", List.of(Integer.toString(body.length)));
        return headers;
    }
}
