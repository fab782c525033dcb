package io.hydrant.server.s3;

import io.hydrant.core.objectstore.TagSet;
import java.util.SortedMap;

/// The tags that a request gives an object in its header `x-amz-tagging`.
final class Tags {
    private Tags() {}

    /// @throws io.hydrant.aws.ServiceException InvalidArgument, InvalidTag, BadRequest
    static SortedMap<String, String> ofHeader(S3Request request) {
        return TagSet.ofHeader(request.header("x-amz-tagging").orElse("")).forObject().tags();
    }
}
