package io.hydrant.core.objectstore.setting;

import io.hydrant.aws.xml.XmlElement;
import java.util.Optional;

/// One kind of setting.
interface Setting {
    /// What it may hold.
    SettingSchema schema();

    /// The name of its root.
    String root();

    /// The document as it is kept and shown; empty when it says what is so without it.
    ///
    /// @throws io.hydrant.aws.ServiceException for what the schema cannot say
    Optional<XmlElement> kept(XmlElement root, Place place);
}
