package io.hydrant.core.objectstore.setting;

import io.hydrant.aws.xml.XmlElement;
import io.hydrant.core.objectstore.S3Error;
import java.util.Optional;

/// Transfer acceleration.
final class Accelerate implements Setting {
    @Override
    public String root() {
        return "AccelerateConfiguration";
    }

    @Override
    public SettingSchema schema() {
        return SettingSchema.structure(
                SettingSchema.one("Status", SettingSchema.oneOf("Enabled", "Suspended")));
    }

    /// What never was begun cannot be suspended.
    @Override
    public Optional<XmlElement> kept(XmlElement root, Place place) {
        if (place.bucket().contains(".")) {
            throw S3Error.INVALID_REQUEST.because(
                    "S3 Transfer Acceleration is not supported for buckets with periods (.) in"
                            + " their names");
        }
        boolean suspended = root.textOf("Status").filter("Suspended"::equals).isPresent();
        return suspended && !place.isSet() ? Optional.empty() : Optional.of(root);
    }
}
