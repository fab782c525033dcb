package io.hydrant.core.objectstore.setting;

import io.hydrant.aws.ServiceException;
import io.hydrant.aws.xml.XmlElement;
import io.hydrant.core.objectstore.S3Error;
import java.util.Optional;

/// Where a log of accesses is to be put.
final class Logging implements Setting {
    private static final Schema KEY_FORMAT =
            Schema.structure(
                    Schema.maybe("SimplePrefix", Schema.text()),
                    Schema.maybe(
                            "PartitionedPrefix",
                            Schema.structure(
                                    Schema.maybe(
                                            "PartitionDateSource",
                                            Schema.oneOf("EventTime", "DeliveryTime")))));

    /// Grants are let through here, to be refused with a word on them.
    private static final Schema GRANT =
            Schema.structure(
                    Schema.one(
                            "Grantee",
                            Schema.structure(
                                    Schema.maybe("ID", Schema.text()),
                                    Schema.maybe("DisplayName", Schema.text()),
                                    Schema.maybe("EmailAddress", Schema.text()),
                                    Schema.maybe("URI", Schema.text()))),
                    Schema.one("Permission", Schema.oneOf("FULL_CONTROL", "READ", "WRITE")));

    @Override
    public String root() {
        return "BucketLoggingStatus";
    }

    @Override
    public Schema schema() {
        return Schema.structure(
                Schema.maybe(
                        "LoggingEnabled",
                        Schema.structure(
                                Schema.one("TargetBucket", Schema.text()),
                                Schema.one("TargetPrefix", Schema.text()),
                                Schema.maybe(
                                        "TargetGrants",
                                        Schema.structure(Schema.any("Grant", GRANT))),
                                Schema.maybe("TargetObjectKeyFormat", KEY_FORMAT))));
    }

    @Override
    public Optional<XmlElement> kept(XmlElement root, Place place) {
        Optional<XmlElement> enabled = root.child("LoggingEnabled");
        if (enabled.isEmpty()) {
            return Optional.empty();
        }
        String target = enabled.get().textOf("TargetBucket").orElseThrow();
        if (!place.buckets().test(target)) {
            throw new ServiceException(
                            400,
                            "InvalidTargetBucketForLogging",
                            "The target bucket for logging does not exist")
                    .with("TargetBucket", target);
        }
        boolean grants =
                enabled.get()
                        .child("TargetGrants")
                        .filter(list -> !list.children().isEmpty())
                        .isPresent();
        if (grants) {
            throw S3Error.NOT_IMPLEMENTED.because("Hydrant does not support TargetGrants");
        }
        return Optional.of(root);
    }
}
