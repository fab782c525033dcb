package io.hydrant.producer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import tools.jackson.core.JacksonException;

/// Puts records by Firehose's own protocol: encoded straight into a request's bytes, which are
/// signed once and sent once. The SDK's client would build an object for every record and repeat
/// requests on its own, so that nobody knew which of them may have been taken twice. For use by
/// several threads.
final class FirehoseWire {
    private final StreamAddress destination;
    private final SdkHttpClient http;
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
    private final ConcurrentLinkedQueue<PutBody> bodies = new ConcurrentLinkedQueue<>();

    FirehoseWire(StreamAddress destination, SdkHttpClient http) {
        this.destination = destination;
        this.http = http;
    }

    /// One record by PutRecord.
    ///
    /// @throws NotSentException when it certainly was not taken
    /// @throws IOException when nobody knows whether it was
    StreamAnswer put(Outgoing one, @Nullable RequestToken token) throws IOException {
        PutBody body = borrowBody();
        try {
            body.single(one);
            return exchange("PutRecord", body, token, 1);
        } finally {
            bodies.add(body);
        }
    }

    /// All of them by PutRecordBatch; fails like [#put].
    StreamAnswer putBatch(List<? extends Outgoing> records, @Nullable RequestToken token)
            throws IOException {
        PutBody body = borrowBody();
        try {
            body.batchOf(records);
            return exchange("PutRecordBatch", body, token, records.size());
        } finally {
            bodies.add(body);
        }
    }

    private PutBody borrowBody() {
        PutBody body = bodies.poll();
        return body == null ? new PutBody(destination.stream()) : body;
    }

    private StreamAnswer exchange(
            String operation, PutBody body, @Nullable RequestToken token, int records)
            throws IOException {
        HttpExecuteResponse response = call(operation, body, token);
        int status = response.httpResponse().statusCode();
        byte[] answer = answerOf(response);
        if (status != 200) {
            return new StreamAnswer.Refused(AnswerBody.refusal(answer, status));
        }
        boolean repeatsAreHarmless =
                token != null
                        && response.httpResponse()
                                .firstMatchingHeader(RequestToken.HEADER)
                                .filter(token.text()::equals)
                                .isPresent();
        try {
            return operation.equals("PutRecord")
                    ? AnswerBody.single(answer, repeatsAreHarmless)
                    : AnswerBody.batch(answer, records, status, repeatsAreHarmless);
        } catch (JacksonException e) {
            throw new IOException(
                    destination.endpoint() + " did not answer as Firehose does: " + e.getMessage(),
                    e);
        }
    }

    private HttpExecuteResponse call(String operation, PutBody body, @Nullable RequestToken token)
            throws IOException {
        SignedRequest signed = signed(operation, body, token);
        HttpExecuteRequest.Builder request =
                HttpExecuteRequest.builder()
                        .request(
                                signed.request().toBuilder()
                                        .putHeader(
                                                "Content-Length", Integer.toString(body.length()))
                                        .build());
        signed.payload().ifPresent(request::contentStreamProvider);
        try {
            return http.prepareRequest(request.build()).call();
        } catch (IOException e) {
            throw isBeforeSending(e) ? new NotSentException(e) : e;
        }
    }

    private SignedRequest signed(String operation, PutBody body, @Nullable RequestToken token) {
        SdkHttpRequest.Builder request =
                SdkHttpRequest.builder()
                        .method(SdkHttpMethod.POST)
                        .uri(destination.endpoint())
                        .encodedPath("/")
                        .putHeader("Content-Type", "application/x-amz-json-1.1")
                        .putHeader("X-Amz-Target", "Firehose_20150804." + operation);
        if (token != null) {
            request.putHeader(RequestToken.HEADER, token.text());
        }
        AwsCredentials identity = destination.credentials().resolveCredentials();
        SdkHttpRequest unsigned = request.build();
        ContentStreamProvider content =
                () -> new ByteArrayInputStream(body.bytes(), 0, body.length());
        return signer.sign(toSign ->
                toSign.identity(identity)
                        .request(unsigned)
                        .payload(content)
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "firehose")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, destination.region().id()));
    }

    private static byte[] answerOf(HttpExecuteResponse response) throws IOException {
        if (response.responseBody().isEmpty()) {
            return new byte[0];
        }
        try (InputStream body = response.responseBody().get()) {
            return body.readAllBytes();
        }
    }

    private static boolean isBeforeSending(IOException failure) {
        return failure instanceof ConnectException
                || failure instanceof UnknownHostException
                || failure instanceof NoRouteToHostException
                || failure instanceof SSLHandshakeException
                || (failure instanceof SocketTimeoutException
                        && String.valueOf(failure.getMessage()).startsWith("Connect"));
    }
}
