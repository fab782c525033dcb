package io.hydrant.server.cloudformation;

import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.cloudformation.template.Capabilities;
import io.hydrant.core.cloudformation.template.Template;

/// Writes which acknowledgement a template needs.
final class CapabilitiesXml {
    private CapabilitiesXml() {}

    /// Nothing when it needs none.
    static void write(XmlWriter xml, Template template) {
        Capabilities capabilities = Capabilities.of(template);
        if (!capabilities.required().isEmpty()) {
            Lists.texts(xml, "Capabilities", capabilities.required());
            xml.element("CapabilitiesReason", capabilities.reason());
        }
    }
}
