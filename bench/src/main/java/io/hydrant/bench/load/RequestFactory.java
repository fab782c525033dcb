package io.hydrant.bench.load;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/// Makes requests down to the last byte before the clock runs, so that sending one costs the driver
/// no more than the bytes it carries. A signature holds five minutes.
public final class RequestFactory {
    /// So many different ones of each kind go round: none is in a cache because it came just
    /// before.
    private static final int DIFFERENT = 32;

    private static final String LETTERS =
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ";

    private final MeasuredServer target;
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

    public RequestFactory(MeasuredServer target) {
        this.target = target;
    }

    /// PutRecordBatch requests of so many records of so many bytes each, a line feed at the end.
    List<PreparedRequest> batches(String stream, int records, int recordBytes) {
        SplittableRandom random = new SplittableRandom(records * 31L + recordBytes);
        List<PreparedRequest> requests = new ArrayList<>();
        for (int i = 0; i < DIFFERENT; i++) {
            requests.add(batch(stream, random, records, recordBytes));
        }
        return requests;
    }

    /// One PutRecordBatch request of so many records of so many bytes each, a line feed at the end.
    public PreparedRequest batch(
            String stream, SplittableRandom random, int records, int recordBytes) {
        List<String> entries = new ArrayList<>();
        for (int record = 0; record < records; record++) {
            entries.add(entry(random, recordBytes));
        }
        return batch(stream, entries);
    }

    /// PutRecordBatch requests of so many documents of so many bytes each.
    List<PreparedRequest> batches(
            String stream, int records, int recordBytes, ProcessedRecords kind) {
        SplittableRandom random = new SplittableRandom(recordBytes);
        List<PreparedRequest> requests = new ArrayList<>();
        for (int i = 0; i < DIFFERENT; i++) {
            List<String> entries =
                    kind.batch(random, records, recordBytes).stream()
                            .map(RequestFactory::entry)
                            .toList();
            requests.add(batch(stream, entries));
        }
        return requests;
    }

    private PreparedRequest batch(String stream, List<String> entries) {
        return request(
                "PutRecordBatch",
                "{\"DeliveryStreamName\":\"%s\",\"Records\":[%s]}"
                        .formatted(stream, String.join(",", entries)));
    }

    /// PutRecord requests.
    List<PreparedRequest> singles(String stream, int recordBytes) {
        SplittableRandom random = new SplittableRandom(recordBytes);
        List<PreparedRequest> requests = new ArrayList<>();
        for (int i = 0; i < DIFFERENT; i++) {
            requests.add(
                    request(
                            "PutRecord",
                            "{\"DeliveryStreamName\":\"%s\",\"Record\":%s}"
                                    .formatted(stream, entry(random, recordBytes))));
        }
        return requests;
    }

    private static String entry(SplittableRandom random, int bytes) {
        byte[] record = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            record[i] = (byte) LETTERS.charAt(random.nextInt(LETTERS.length()));
        }
        record[bytes - 1] = '\n';
        return entry(record);
    }

    private static String entry(byte[] record) {
        return "{\"Data\":\"" + Base64.getEncoder().encodeToString(record) + "\"}";
    }

    private PreparedRequest request(String operation, String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        SdkHttpRequest unsigned =
                SdkHttpRequest.builder()
                        .method(SdkHttpMethod.POST)
                        .uri(URI.create(target.endpoint() + "/"))
                        .putHeader("Content-Type", "application/x-amz-json-1.1")
                        .putHeader("X-Amz-Target", "Firehose_20150804." + operation)
                        .build();
        SdkHttpRequest signed =
                signer.sign(request ->
                                request.identity(
                                                AwsCredentialsIdentity.create(
                                                        target.accessKeyId(),
                                                        target.secretAccessKey()))
                                        .request(unsigned)
                                        .payload(ContentStreamProvider.fromByteArray(body))
                                        .putProperty(
                                                AwsV4HttpSigner.SERVICE_SIGNING_NAME, "firehose")
                                        .putProperty(AwsV4HttpSigner.REGION_NAME, target.region()))
                        .request();
        return onTheWire(signed, body);
    }

    private PreparedRequest onTheWire(SdkHttpRequest signed, byte[] body) {
        StringBuilder head = new StringBuilder("POST / HTTP/1.1\r\namz-sdk-invocation-id: ");
        int idAt = head.length();
        head.append(PreparedRequest.anyId()).append("\r\namz-sdk-request: attempt=1; max=3");
        head.append("\r\nHost: ").append(target.host());
        for (Map.Entry<String, List<String>> header : signed.headers().entrySet()) {
            if (!header.getKey().equalsIgnoreCase("Host")) {
                head.append("\r\n").append(header.getKey()).append(": ");
                head.append(String.join(",", header.getValue()));
            }
        }
        head.append("\r\nContent-Length: ").append(body.length).append("\r\n\r\n");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            bytes.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
            bytes.write(body);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        return new PreparedRequest(
                ByteBuffer.allocateDirect(bytes.size()).put(bytes.toByteArray()).flip(), idAt);
    }
}
