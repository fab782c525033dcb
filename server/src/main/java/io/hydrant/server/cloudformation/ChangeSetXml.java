package io.hydrant.server.cloudformation;

import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.cloudformation.ChangeSet;
import io.hydrant.core.cloudformation.plan.ResourceChange;

/// Writes change sets.
final class ChangeSetXml {
    private ChangeSetXml() {}

    /// What both lists and descriptions show.
    ///
    /// @param values whether properties before and after are shown: the reason of a change set that
    ///   did not fail is that some are missing
    static void identity(XmlWriter xml, ChangeSet changeSet, boolean values) {
        boolean failed = changeSet.status() == ChangeSet.Status.FAILED;
        xml.element("ChangeSetName", changeSet.name())
                .element("ChangeSetId", changeSet.id())
                .element("StackId", changeSet.stackId())
                .element("StackName", changeSet.stackName())
                .element("Description", changeSet.description())
                .element("CreationTime", changeSet.created())
                .element("ExecutionStatus", changeSet.executionStatus().name())
                .element("Status", changeSet.status().name())
                .element("StatusReason", changeSet.reason().filter(reason -> failed || values));
    }

    /// `values` asks for properties before and after.
    static void change(XmlWriter xml, ResourceChange change, boolean values) {
        xml.element("Type", "Resource")
                .start("ResourceChange")
                .element("PolicyAction", change.policyAction())
                .element("Action", change.action().text())
                .element("LogicalResourceId", change.logicalId())
                .element("PhysicalResourceId", change.physicalId())
                .element("ResourceType", change.type())
                .element("Replacement", change.replacement());
        Lists.texts(xml, "Scope", change.scope());
        Lists.structures(xml, "Details", change.details(), detail -> detail(xml, detail, values));
        if (values) {
            xml.element("BeforeContext", change.before());
            xml.element("AfterContext", change.after());
        }
        xml.end();
    }

    private static void detail(XmlWriter xml, ResourceChange.Detail detail, boolean values) {
        xml.start("Target").element("Attribute", detail.attribute());
        if (!detail.name().isEmpty()) {
            xml.element("Name", detail.name());
        }
        xml.element("RequiresRecreation", detail.requiresRecreation());
        if (values && !detail.name().isEmpty()) {
            values(xml, detail);
        }
        xml.end()
                .element("Evaluation", detail.evaluation())
                .element("ChangeSource", detail.changeSource())
                .element("CausingEntity", detail.causingEntity());
    }

    private static void values(XmlWriter xml, ResourceChange.Detail detail) {
        String kind = detail.before().isEmpty() ? "Add" : "Modify";
        xml.element("Path", "/Properties/" + detail.name())
                .element("BeforeValue", detail.before())
                .element("AfterValue", detail.after())
                .element("AttributeChangeType", detail.after().isEmpty() ? "Remove" : kind);
    }
}
