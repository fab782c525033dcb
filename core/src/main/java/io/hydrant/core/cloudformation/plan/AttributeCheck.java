package io.hydrant.core.cloudformation.plan;

import io.hydrant.core.cloudformation.resource.ResourceTypes;
import io.hydrant.core.cloudformation.template.CloudFormationError;
import io.hydrant.core.cloudformation.template.TemplateInstance;

/// Whether every attribute that a template asks for is one that its resource has.
public final class AttributeCheck {
    private AttributeCheck() {}

    /// @throws io.hydrant.aws.ServiceException that names the first that is not
    public static void check(TemplateInstance instance, ResourceTypes types) {
        instance.attributeUses()
                .forEach(use -> {
                    if (!types.type(use.type())
                            .description()
                            .attributes()
                            .contains(use.attribute())) {
                        throw CloudFormationError.VALIDATION.because(
                                "[Error] %s/Fn::GetAtt: Resource type %s does not support"
                                        + " attribute {%s}",
                                use.path(), use.type(), use.attribute());
                    }
                });
    }
}
