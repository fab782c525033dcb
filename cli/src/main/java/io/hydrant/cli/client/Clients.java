package io.hydrant.cli.client;

import io.hydrant.cli.program.CommandFailure;
import io.hydrant.producer.StreamAddress;
import io.hydrant.s3.CredentialsPlace;
import io.hydrant.s3.Trust;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.sts.StsClient;

/// The AWS clients of one command, each made when it is first asked for: to make one costs tens of
/// milliseconds. Used by the thread that runs the command; the clients themselves may be shared.
public final class Clients implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);

    private final CommandTarget target;
    private final SdkHttpClient http;
    private @Nullable FirehoseClient firehose;
    private @Nullable CloudFormationClient cloudFormation;
    private @Nullable S3Client s3;
    private @Nullable IamClient iam;

    /// Once the server was asked whether there is one.
    private boolean isOtherKnown;

    private Optional<S3Client> other = Optional.empty();

    /// Whether buckets are the server's own.
    private final Map<String, Boolean> own = new HashMap<>();

    private @Nullable StsClient sts;

    public Clients(CommandTarget target) {
        this(target, CONNECT_TIMEOUT, ANSWER_TIMEOUT);
    }

    /// @param connecting how long the server may take for a connection
    /// @param answering how long it may be silent
    public Clients(CommandTarget target, Duration connecting, Duration answering) {
        this.target = target;
        this.http = http(target.trusted(), connecting, answering);
    }

    static SdkHttpClient http(List<Path> trusted, Duration connecting, Duration answering) {
        UrlConnectionHttpClient.Builder builder =
                UrlConnectionHttpClient.builder()
                        .connectionTimeout(connecting)
                        .socketTimeout(answering);
        if (!trusted.isEmpty()) {
            TrustManager[] trust = trust(trusted);
            builder.tlsTrustManagersProvider(() -> trust);
        }
        return builder.build();
    }

    private static TrustManager[] trust(List<Path> trusted) {
        try {
            return Trust.inThe(trusted);
        } catch (NoSuchFileException e) {
            throw new CommandFailure(
                    "There is no file " + e.getFile() + ", which is to say whom to trust.",
                    "AWS_CA_BUNDLE names it: correct that, or take it away with `unset AWS_CA_BUNDLE`.");
        } catch (IOException e) {
            throw new CommandFailure(
                    String.valueOf(e.getMessage()),
                    "Look at AWS_CA_BUNDLE, and at tls in the data directory.");
        }
    }

    public CommandTarget target() {
        return target;
    }

    public FirehoseClient firehose() {
        if (firehose == null) {
            firehose = configured(FirehoseClient.builder()).build();
        }
        return firehose;
    }

    public CloudFormationClient cloudFormation() {
        if (cloudFormation == null) {
            cloudFormation = configured(CloudFormationClient.builder()).build();
        }
        return cloudFormation;
    }

    public S3Client s3() {
        if (s3 == null) {
            s3 =
                    configured(S3Client.builder(), new ListedKeys())
                            .forcePathStyle(!target.isAws())
                            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                            .build();
        }
        return s3;
    }

    /// The S3 that has a bucket: the server's own store, unless it has another S3 and not this
    /// bucket.
    public S3Client s3(String bucket) {
        Optional<S3Client> other = otherS3();
        return other.isEmpty() || isOwn(bucket) ? s3() : other.get();
    }

    /// All S3s that the server delivers into.
    public List<S3Client> everyS3() {
        List<S3Client> all = new ArrayList<>(List.of(s3()));
        otherS3().ifPresent(all::add);
        return all;
    }

    private boolean isOwn(String bucket) {
        return own.computeIfAbsent(
                bucket,
                name -> {
                    try {
                        s3().headBucket(head -> head.bucket(name));
                        return true;
                    } catch (S3Exception e) {
                        return e.statusCode() != 404;
                    }
                });
    }

    private Optional<S3Client> otherS3() {
        if (!isOtherKnown) {
            isOtherKnown = true;
            other = target.isAws() ? Optional.empty() : pages().otherS3().map(this::connected);
        }
        return other;
    }

    /// With a key of the same place as the server's, on this side.
    private S3Client connected(OtherS3 place) {
        String credentials = target.s3Credentials().orElse(place.credentials());
        S3ClientBuilder builder =
                S3Client.builder()
                        .credentialsProvider(CredentialsPlace.named(credentials).provider())
                        .httpClient(http)
                        .overrideConfiguration(settings ->
                                settings.retryStrategy(AwsRetryStrategy.standardRetryStrategy())
                                        .executionInterceptors(List.of(new ListedKeys())))
                        .forcePathStyle(place.pathStyle())
                        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                        .serviceConfiguration(service -> service.chunkedEncodingEnabled(false));
        place.endpoint().ifPresent(builder::endpointOverride);
        place.region().map(Region::of).ifPresent(builder::region);
        return builder.build();
    }

    public IamClient iam() {
        if (iam == null) {
            iam = configured(IamClient.builder()).build();
        }
        return iam;
    }

    public StsClient sts() {
        if (sts == null) {
            sts = configured(StsClient.builder()).build();
        }
        return sts;
    }

    /// What requests are sent by: lives as long as these clients.
    public SdkHttpClient http() {
        return http;
    }

    /// The delivery stream of that name.
    public StreamAddress stream(String name) {
        return target.endpoint()
                .map(endpoint ->
                        new StreamAddress(name, endpoint, target.region(), target.credentials()))
                .orElseGet(() -> StreamAddress.inAws(name, target.region(), target.credentials()));
    }

    /// Hydrant's own pages.
    public HydrantPages pages() {
        return new HydrantPages(target, http);
    }

    private <B extends AwsClientBuilder<B, ?> & SdkSyncClientBuilder<B, ?>> B configured(
            B builder, ExecutionInterceptor... interceptors) {
        target.endpoint().ifPresent(builder::endpointOverride);
        return builder.region(target.region())
                .credentialsProvider(target.credentials())
                .httpClient(http)
                .overrideConfiguration(settings ->
                        settings.retryStrategy(AwsRetryStrategy.standardRetryStrategy())
                                .executionInterceptors(List.of(interceptors)));
    }

    @Override
    public void close() {
        http.close();
    }
}
