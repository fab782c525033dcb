package io.hydrant.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.objectstore.RemoteBuckets;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Asks a remote S3 about its buckets, with Hydrant's own key. Settings are sent as the documents
/// that they are. Safe for use from many threads.
final class RemoteBucketCalls implements RemoteBuckets {
    private static final int ANSWER_MAX = 1024 * 1024;
    private static final Pattern CODE = Pattern.compile("<Code>([^<]*)</Code>");
    private static final Pattern MESSAGE = Pattern.compile("<Message>([^<]*)</Message>");

    private final RemoteS3 remote;
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

    RemoteBucketCalls(RemoteS3 remote) {
        this.remote = remote;
    }

    private record Answer(int status, String text) {
        boolean isDone() {
            return status / 100 == 2;
        }

        ServiceException refusal() {
            return new ServiceException(
                    status,
                    found(CODE).orElse("Status" + status),
                    found(MESSAGE).orElse("The S3 that was asked answered with status " + status));
        }

        private Optional<String> found(Pattern pattern) {
            Matcher matcher = pattern.matcher(text);
            return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
        }
    }

    /// A 403 may mean a bucket of somebody else's, or that nothing at all is answered to this key.
    @Override
    public boolean has(String bucket) throws IOException {
        try {
            remote.client().headBucket(head -> head.bucket(bucket));
            return true;
        } catch (S3Exception e) {
            return switch (e.statusCode()) {
                case 404 -> false;
                case 301, 307, 400 -> true;
                case 403 -> knowsUs();
                default -> throw new IOException(Refusals.words(e, remote.settings().name()), e);
            };
        } catch (SdkException e) {
            throw unanswered(e);
        }
    }

    private boolean knowsUs() throws IOException {
        try {
            remote.client().listBuckets();
            return true;
        } catch (SdkException e) {
            throw new IOException(
                    "%s does not answer to the key of this server: %s"
                            .formatted(remote.settings().name(), Refusals.words(e)),
                    e);
        }
    }

    @Override
    public void create(String bucket) throws IOException {
        try {
            String region = remote.region().id();
            boolean isNamed = !region.equals("us-east-1") && remote.settings().isAws();
            remote.client()
                    .createBucket(create -> {
                        create.bucket(bucket);
                        if (isNamed) {
                            create.createBucketConfiguration(of -> of.locationConstraint(region));
                        }
                    });
        } catch (S3Exception e) {
            throw refused(e);
        } catch (SdkException e) {
            throw unanswered(e);
        }
    }

    @Override
    public void delete(String bucket) throws IOException {
        try {
            remote.client().deleteBucket(delete -> delete.bucket(bucket));
        } catch (S3Exception e) {
            if (e.statusCode() != 404) {
                throw refused(e);
            }
        } catch (SdkException e) {
            throw unanswered(e);
        }
    }

    private static ServiceException refused(S3Exception e) {
        String message = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorMessage();
        return new ServiceException(
                e.statusCode(),
                Refusals.code(e).orElse("Status" + e.statusCode()),
                message == null ? Refusals.words(e, "the S3") : message);
    }

    private IOException unanswered(SdkException e) {
        return new IOException(
                "%s cannot be reached: %s".formatted(remote.settings().name(), Refusals.words(e)),
                e);
    }

    @Override
    public Optional<String> document(String bucket, String subResource) throws IOException {
        Answer answer = call(SdkHttpMethod.GET, bucket, subResource, "");
        if (answer.status() == 404) {
            return Optional.empty();
        }
        if (!answer.isDone()) {
            throw answer.refusal();
        }
        return Optional.of(answer.text());
    }

    @Override
    public void put(String bucket, String subResource, String document) throws IOException {
        Answer answer = call(SdkHttpMethod.PUT, bucket, subResource, document);
        if (!answer.isDone()) {
            throw answer.refusal();
        }
    }

    @Override
    public void remove(String bucket, String subResource) throws IOException {
        Answer answer = call(SdkHttpMethod.DELETE, bucket, subResource, "");
        if (!answer.isDone() && answer.status() != 404) {
            throw answer.refusal();
        }
    }

    private Answer call(SdkHttpMethod method, String bucket, String subResource, String body)
            throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        SdkHttpRequest.Builder request =
                SdkHttpRequest.builder()
                        .method(method)
                        .uri(address(bucket))
                        .putRawQueryParameter(subResource, (String) null);
        if (bytes.length > 0) {
            request.putHeader("Content-Type", "application/xml")
                    .putHeader("Content-Length", Integer.toString(bytes.length))
                    .putHeader("Content-MD5", Base64.getEncoder().encodeToString(Etags.md5(body)));
        }
        ContentStreamProvider content = () -> new ByteArrayInputStream(bytes);
        try {
            SignedRequest signed =
                    signer.sign(toSign ->
                            toSign.identity(remote.credentials().resolveCredentials())
                                    .request(request.build())
                                    .payload(content)
                                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                                    .putProperty(AwsV4HttpSigner.REGION_NAME, remote.region().id())
                                    .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                                    .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false));
            HttpExecuteRequest.Builder execution =
                    HttpExecuteRequest.builder().request(signed.request());
            if (bytes.length > 0) {
                execution.contentStreamProvider(content);
            }
            HttpExecuteResponse response = remote.http().prepareRequest(execution.build()).call();
            String text = "";
            if (response.responseBody().isPresent()) {
                try (InputStream in = response.responseBody().get()) {
                    text = new String(in.readNBytes(ANSWER_MAX), UTF_8);
                }
            }
            return new Answer(response.httpResponse().statusCode(), text);
        } catch (SdkException e) {
            throw unanswered(e);
        }
    }

    /// As the SDK would call it.
    private URI address(String bucket) {
        try {
            URI object =
                    remote.client().utilities().getUrl(of -> of.bucket(bucket).key("k")).toURI();
            String path = object.getRawPath();
            return new URI(
                    object.getScheme()
                            + "://"
                            + object.getRawAuthority()
                            + path.substring(0, path.length() - 1));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
