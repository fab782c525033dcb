package io.hydrant.producer;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/// A delivery stream, where it is, and as whom to send to it.
///
/// @param endpoint of Hydrant, or of Firehose in AWS
/// @param region what requests are signed for
public record StreamAddress(
        String stream, URI endpoint, Region region, AwsCredentialsProvider credentials) {

    /// A stream in AWS itself.
    public static StreamAddress inAws(
            String stream, Region region, AwsCredentialsProvider credentials) {
        String domain = region.metadata().partition().dnsSuffix();
        URI endpoint = URI.create("https://firehose." + region.id() + "." + domain);
        return new StreamAddress(stream, endpoint, region, credentials);
    }
}
