package io.hydrant.core.objectstore.setting;

import io.hydrant.aws.xml.XmlElement;
import java.util.Optional;

/// Who pays for requests.
final class RequestPayment implements Setting {
    @Override
    public String root() {
        return "RequestPaymentConfiguration";
    }

    @Override
    public SettingSchema schema() {
        return SettingSchema.structure(
                SettingSchema.one("Payer", SettingSchema.oneOf("BucketOwner", "Requester")));
    }

    @Override
    public Optional<XmlElement> kept(XmlElement root, Place place) {
        return Optional.of(root);
    }
}
