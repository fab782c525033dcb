package io.hydrant.server.s3;

import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.objectstore.Bucket;
import io.hydrant.core.objectstore.S3Error;
import io.hydrant.core.objectstore.S3Store;
import io.hydrant.server.http.protocol.S3Handler.Response;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// ListBuckets, all or by prefix and region, in pages when asked for.
final class ListBuckets implements S3Operation {
    private static final int BUCKETS_MAX = 10_000;

    /// AWS's, as of 2026. Any other name is a mistake, unless it is this server's own.
    private static final Set<String> REGIONS =
            Set.of(
                    "af-south-1",
                    "ap-east-1",
                    "ap-east-2",
                    "ap-northeast-1",
                    "ap-northeast-2",
                    "ap-northeast-3",
                    "ap-south-1",
                    "ap-south-2",
                    "ap-southeast-1",
                    "ap-southeast-2",
                    "ap-southeast-3",
                    "ap-southeast-4",
                    "ap-southeast-5",
                    "ap-southeast-6",
                    "ap-southeast-7",
                    "ca-central-1",
                    "ca-west-1",
                    "cn-north-1",
                    "cn-northwest-1",
                    "eu-central-1",
                    "eu-central-2",
                    "eu-north-1",
                    "eu-south-1",
                    "eu-south-2",
                    "eu-west-1",
                    "eu-west-2",
                    "eu-west-3",
                    "il-central-1",
                    "me-central-1",
                    "me-south-1",
                    "mx-central-1",
                    "sa-east-1",
                    "us-east-1",
                    "us-east-2",
                    "us-gov-east-1",
                    "us-gov-west-1",
                    "us-west-1",
                    "us-west-2");

    private final S3Store store;
    private final S3Access access;

    ListBuckets(S3Store store, S3Access access) {
        this.store = store;
        this.access = access;
    }

    @Override
    public void answer(S3Request request, Response response) throws IOException {
        access.requireOnAccount(request, "s3:ListAllMyBuckets");
        Optional<String> prefix = given(request, "prefix");
        Optional<String> region = given(request, "bucket-region").map(this::checkedRegion);
        Optional<String> after = given(request, "continuation-token").map(ContinuationToken::key);
        int max = request.number("max-buckets", BUCKETS_MAX, BUCKETS_MAX);
        List<Bucket> found =
                store.buckets().all().stream()
                        .filter(bucket -> bucket.name().startsWith(prefix.orElse("")))
                        .filter(bucket -> bucket.name().compareTo(after.orElse("")) > 0)
                        .filter(bucket -> region.isEmpty() || bucket.region().equals(region.get()))
                        .toList();
        boolean paged =
                request.parameter("max-buckets").isPresent()
                        || request.parameter("prefix").isPresent()
                        || region.isPresent()
                        || after.isPresent();
        XmlWriter xml = S3Xml.document("ListAllMyBucketsResult");
        Owner.write(xml, "Owner", store.account());
        xml.start("Buckets");
        found.stream().limit(max).forEach(bucket -> write(xml, bucket, paged));
        xml.end();
        if (max > 0 && found.size() > max) {
            xml.element("ContinuationToken", ContinuationToken.ofKey(found.get(max - 1).name()));
        }
        S3Xml.send(response, xml.element("Prefix", prefix).end());
    }

    /// An empty value asks for nothing.
    private static Optional<String> given(S3Request request, String name) {
        return request.parameter(name).filter(text -> !text.isEmpty());
    }

    private String checkedRegion(String region) {
        if (!REGIONS.contains(region) && !region.equals(store.region())) {
            throw S3Error.INVALID_ARGUMENT
                    .because("Argument value %s is not a valid AWS Region", region)
                    .with("ArgumentName", "bucket-region");
        }
        return region;
    }

    private static void write(XmlWriter xml, Bucket bucket, boolean paged) {
        xml.start("Bucket")
                .element("Name", bucket.name())
                .element("CreationDate", S3Xml.listTime(bucket.created()));
        if (paged) {
            xml.element("BucketRegion", bucket.region()).element("BucketArn", bucket.arn());
        }
        xml.end();
    }
}
