package io.hydrant.server.cloudformation;

import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.cloudformation.stack.StackResource;

/// Writes the resources of stacks.
final class ResourceXml {
    private ResourceXml() {}

    /// What every operation shows of a resource.
    static void common(XmlWriter xml, StackResource resource) {
        xml.element("LogicalResourceId", resource.logicalId())
                .element("PhysicalResourceId", resource.physicalId())
                .element("ResourceType", resource.type())
                .element("ResourceStatus", resource.status().name())
                .element("ResourceStatusReason", resource.reason());
    }

    static void drift(XmlWriter xml) {
        xml.start("DriftInformation").element("StackResourceDriftStatus", "NOT_CHECKED").end();
    }
}
