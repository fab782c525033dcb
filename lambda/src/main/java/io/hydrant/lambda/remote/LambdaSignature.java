package io.hydrant.lambda.remote;

import io.hydrant.core.transform.lambda.Functions.NotInvokedException;
import io.hydrant.core.transform.lambda.LambdaError;
import io.hydrant.lambda.FunctionArn;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.RegionMetadata;

/// Signs requests to Lambda with whatever credentials AWS's own chain finds: environment, profile,
/// container, machine. Safe for use from many threads.
final class LambdaSignature {
    /// So long it is believed that there are no credentials: finding that out may take seconds.
    private static final Duration ABSENCE = Duration.ofMinutes(5);

    private final boolean mayLackCredentials;
    private final InstantSource clock;
    private final DefaultCredentialsProvider credentials =
            DefaultCredentialsProvider.builder().build();
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
    private volatile Instant absentUntil = Instant.MIN;

    /// @param mayLackCredentials whether an endpoint may be content with a signature that proves
    ///   nothing, as stand-ins of AWS are
    LambdaSignature(boolean mayLackCredentials, InstantSource clock) {
        this.mayLackCredentials = mayLackCredentials;
        this.clock = clock;
    }

    /// Where Lambda is, in a region of AWS.
    static URI endpoint(String region) {
        RegionMetadata known = Region.of(region).metadata();
        String domain = known == null ? "amazonaws.com" : known.partition().dnsSuffix();
        return URI.create("https://lambda." + region + "." + domain);
    }

    /// The headers that a POST of these bytes must have.
    Map<String, List<String>> headers(URI address, byte[] payload, FunctionArn function)
            throws NotInvokedException {
        AwsCredentials identity = identity(function);
        SdkHttpRequest request =
                SdkHttpRequest.builder()
                        .method(SdkHttpMethod.POST)
                        .uri(address)
                        .putHeader("Content-Type", "application/json")
                        .build();
        return signer.sign(toSign ->
                        toSign.identity(identity)
                                .request(request)
                                .payload(() -> new ByteArrayInputStream(payload))
                                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "lambda")
                                .putProperty(AwsV4HttpSigner.REGION_NAME, function.region()))
                .request()
                .headers();
    }

    /// Where there are none, the account is the key's id: stand-ins of AWS know accounts by that.
    private AwsCredentials identity(FunctionArn function) throws NotInvokedException {
        if (mayLackCredentials && clock.instant().isBefore(absentUntil)) {
            return AwsBasicCredentials.create(function.account(), "none");
        }
        try {
            return credentials.resolveCredentials();
        } catch (SdkException e) {
            if (!mayLackCredentials) {
                throw LambdaError.INVOKE_ACCESS_DENIED.because(
                        "the server finds no credentials of AWS: start it with AWS_PROFILE, or with"
                                + " AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
            }
            absentUntil = clock.instant().plus(ABSENCE);
            return AwsBasicCredentials.create(function.account(), "none");
        }
    }
}
