package io.hydrant.core.objectstore.setting;

import io.hydrant.aws.ServiceException;
import io.hydrant.aws.xml.XmlElement;
import io.hydrant.core.objectstore.S3Error;
import java.util.Optional;

/// Where a log of accesses is to be put.
final class Logging implements Setting {
    private static final SettingSchema KEY_FORMAT =
            SettingSchema.structure(
                    SettingSchema.maybe("SimplePrefix", SettingSchema.text()),
                    SettingSchema.maybe(
                            "PartitionedPrefix",
                            SettingSchema.structure(
                                    SettingSchema.maybe(
                                            "PartitionDateSource",
                                            SettingSchema.oneOf("EventTime", "DeliveryTime")))));

    /// Grants are let through here, to be refused with a word on them.
    private static final SettingSchema GRANT =
            SettingSchema.structure(
                    SettingSchema.one(
                            "Grantee",
                            SettingSchema.structure(
                                    SettingSchema.maybe("ID", SettingSchema.text()),
                                    SettingSchema.maybe("DisplayName", SettingSchema.text()),
                                    SettingSchema.maybe("EmailAddress", SettingSchema.text()),
                                    SettingSchema.maybe("URI", SettingSchema.text()))),
                    SettingSchema.one(
                            "Permission", SettingSchema.oneOf("FULL_CONTROL", "READ", "WRITE")));

    @Override
    public String root() {
        return "BucketLoggingStatus";
    }

    @Override
    public SettingSchema schema() {
        return SettingSchema.structure(
                SettingSchema.maybe(
                        "LoggingEnabled",
                        SettingSchema.structure(
                                SettingSchema.one("TargetBucket", SettingSchema.text()),
                                SettingSchema.one("TargetPrefix", SettingSchema.text()),
                                SettingSchema.maybe(
                                        "TargetGrants",
                                        SettingSchema.structure(SettingSchema.any("Grant", GRANT))),
                                SettingSchema.maybe("TargetObjectKeyFormat", KEY_FORMAT))));
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
