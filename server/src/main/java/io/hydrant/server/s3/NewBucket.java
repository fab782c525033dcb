package io.hydrant.server.s3;

import io.hydrant.aws.xml.XmlElement;
import io.hydrant.core.objectstore.S3Error;
import io.hydrant.core.objectstore.TagSet;
import java.util.Optional;
import java.util.TreeMap;

/// What CreateBucket's document asks for, which may be absent. Directory buckets are not served.
record NewBucket(Optional<String> location, TagSet tags) {
    /// @throws io.hydrant.aws.ServiceException for what is malformed, or not a bucket's
    static NewBucket of(byte[] document) {
        if (document.length == 0) {
            return new NewBucket(Optional.empty(), new TagSet(new TreeMap<>()));
        }
        XmlElement root = S3Xml.parse(document);
        if (!root.name().equals("CreateBucketConfiguration")) {
            throw S3Error.MALFORMED_XML.refusal();
        }
        TagSet tags = new TagSet(new TreeMap<>());
        for (XmlElement child : root.children()) {
            switch (child.name()) {
                case "LocationConstraint" -> {}
                case "Tags" -> tags = TagSet.ofElements(child.children()).forNewBucket();
                case "Location", "Bucket" ->
                        throw S3Error.NOT_IMPLEMENTED.because(
                                "Hydrant does not support directory buckets");
                default -> throw S3Error.MALFORMED_XML.refusal();
            }
        }
        Optional<String> location =
                root.textOf("LocationConstraint").filter(text -> !text.isEmpty());
        return new NewBucket(location, tags);
    }
}
