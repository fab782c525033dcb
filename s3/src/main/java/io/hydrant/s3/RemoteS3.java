package io.hydrant.s3;

import io.hydrant.core.objectstore.RemoteBuckets;
import io.hydrant.core.objectstore.WriterPermissions;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.TrustManager;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.ListBucketsResponse;
import software.amazon.awssdk.services.sts.StsClient;

/// A remote S3: one client for all streams, whose requests bring their own credentials where roles
/// are assumed. Safe for use from many threads.
public final class RemoteS3 implements AutoCloseable {
    /// More than delivery puts at once, and templates and checks besides.
    private static final int CONNECTIONS_MAX = 64;

    private static final Duration PROBING = Duration.ofSeconds(4);
    private static final Logger LOG = System.getLogger(RemoteS3.class.getName());

    private final RemoteS3Settings settings;
    private final Region region;
    private final AwsCredentialsProvider credentials;
    private final SdkHttpClient http;
    private final S3Client client;
    private final StoreReach reach = new StoreReach(System::nanoTime);

    /// Connects to nobody yet.
    ///
    /// @throws IOException when the certificates cannot be read
    public static RemoteS3 open(RemoteS3Settings settings, String regionOtherwise)
            throws IOException {
        return new RemoteS3(settings, regionOtherwise);
    }

    private RemoteS3(RemoteS3Settings settings, String regionOtherwise) throws IOException {
        this.settings = settings;
        this.region = region(settings, regionOtherwise);
        this.credentials = settings.credentials().provider();
        this.http = http(settings);
        this.client = configured(S3Client.builder()).build();
    }

    private static Region region(RemoteS3Settings settings, String otherwise) {
        if (settings.region().isPresent()) {
            return Region.of(settings.region().get());
        }
        if (!settings.isAws()) {
            return Region.of(otherwise);
        }
        try {
            return DefaultAwsRegionProviderChain.builder().build().getRegion();
        } catch (SdkException nobodySays) {
            return Region.of(otherwise);
        }
    }

    private static SdkHttpClient http(RemoteS3Settings settings) throws IOException {
        PutLimits limits = settings.limits();
        Apache5HttpClient.Builder builder =
                Apache5HttpClient.builder()
                        .maxConnections(CONNECTIONS_MAX)
                        .connectionTimeout(limits.connecting())
                        .socketTimeout(limits.silence())
                        .tcpKeepAlive(true);
        Optional<Path> certificates = settings.certificates();
        if (certificates.isPresent()) {
            TrustManager[] trust = Trust.inThe(List.of(certificates.get()));
            builder.tlsTrustManagersProvider(() -> trust);
        }
        return builder.build();
    }

    /// Whole objects with their lengths and nothing woven into them: what every S3 understands.
    private S3ClientBuilder configured(S3ClientBuilder builder) {
        settings.endpoint().ifPresent(builder::endpointOverride);
        return builder.region(region)
                .credentialsProvider(credentials)
                .httpClient(http)
                .forcePathStyle(settings.inPath())
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .serviceConfiguration(service -> service.chunkedEncodingEnabled(false))
                .overrideConfiguration(of -> {
                    patience(of);
                    of.addExecutionInterceptor(reach);
                });
    }

    private void patience(ClientOverrideConfiguration.Builder of) {
        PutLimits limits = settings.limits();
        of.apiCallAttemptTimeout(limits.answering())
                .apiCallTimeout(limits.all(0))
                .retryStrategy(
                        AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(limits.attempts())
                                .build());
    }

    /// Whether it can be used from here, as calls have shown.
    public StoreReach reach() {
        return reach;
    }

    /// Calls it, for [#reach] to say how that went: a call that every S3 knows, and that needs a
    /// right key and clock.
    public void probe() {
        try {
            ListBucketsResponse answer =
                    client.listBuckets(list ->
                            list.overrideConfiguration(of ->
                                    of.apiCallAttemptTimeout(PROBING).apiCallTimeout(PROBING)));
            LOG.log(Level.TRACE, () -> "The S3 answers: " + answer);
        } catch (SdkException | IllegalStateException e) {
            LOG.log(Level.DEBUG, "The S3 does not let itself be asked", e);
        }
    }

    public RemoteS3Settings settings() {
        return settings;
    }

    public Region region() {
        return region;
    }

    /// With the key of the settings; requests may bring others.
    public S3Client client() {
        return client;
    }

    AwsCredentialsProvider credentials() {
        return credentials;
    }

    SdkHttpClient http() {
        return http;
    }

    /// A client of STS with the key of the settings.
    StsClient sts() {
        return StsClient.builder()
                .region(region)
                .credentialsProvider(credentials)
                .httpClient(http)
                .overrideConfiguration(this::patience)
                .build();
    }

    /// Delivers into it.
    ///
    /// @param permissions what Hydrant lets roles do, where the store knows none of them
    /// @param externalId that roles of AWS are assumed with
    public RemoteSink sink(WriterPermissions permissions, String externalId) {
        Writers writers =
                settings.isAws()
                        ? new Writers.Assumed(new RoleCredentials(sts(), region, externalId))
                        : new Writers.OwnKey(permissions, credentials);
        return new RemoteSink(this, writers);
    }

    /// Its buckets.
    public RemoteBuckets buckets() {
        return new RemoteBucketCalls(this);
    }

    /// Breaks off whatever takes longer than it may at a stop: the server ends soon, and what was
    /// under way is put again by the next.
    public void endSoon() {
        Duration patience = settings.limits().stopping();
        Thread.ofVirtual()
                .name("s3-end")
                .start(() -> {
                    try {
                        Thread.sleep(patience);
                        http.close();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
    }

    @Override
    public void close() {
        client.close();
        http.close();
    }
}
