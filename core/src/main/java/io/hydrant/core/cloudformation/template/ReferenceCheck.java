package io.hydrant.core.cloudformation.template;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Whether every name that a template uses is one it declares.
final class ReferenceCheck {
    private final Template template;
    private final Set<String> values = new HashSet<>(PseudoParameters.NAMES);

    ReferenceCheck(Template template) {
        this.template = template;
        values.addAll(template.parameters().keySet());
    }

    /// As far as it can be told without parameter values: every resource counts as there, and both
    /// branches of every `Fn::If`.
    void check() {
        checkRules();
        checkConditions();
        check(Branches.BOTH, template.resources().keySet());
        checkOutputs(Branches.BOTH, template.resources().keySet(), template.outputs().values());
    }

    /// With conditions decided: `existing` are the resources whose condition holds.
    void check(Branches branches, Set<String> existing) {
        List<ResourceDeclaration> resources =
                template.resources().values().stream()
                        .filter(resource -> existing.contains(resource.logicalId()))
                        .toList();
        Set<String> unresolved = new LinkedHashSet<>();
        for (ResourceDeclaration resource : resources) {
            References references = References.of(resource.expressions(), branches);
            checkConditionNames(references.conditions());
            checkAttributes(references, existing);
            unresolved.addAll(missing(references.resourcesBeside(values), existing));
            unresolved.addAll(missing(resource.dependsOn(), template.resources().keySet()));
        }
        if (!unresolved.isEmpty()) {
            throw CloudFormationError.VALIDATION.because(
                    "Template format error: Unresolved resource dependencies [%s] in the Resources"
                            + " block of the template",
                    String.join(", ", unresolved));
        }
    }

    private static void checkAttributes(References references, Set<String> existing) {
        for (String name : missing(references.attributes(), existing)) {
            throw CloudFormationError.VALIDATION.because(
                    "Template error: instance of Fn::GetAtt references undefined resource %s",
                    name);
        }
    }

    /// The same for outputs: those whose condition is not false.
    void checkOutputs(
            Branches branches, Set<String> existing, Collection<OutputDeclaration> outputs) {
        Set<String> unresolved = new LinkedHashSet<>();
        for (OutputDeclaration output : outputs) {
            References references = References.of(output.expressions(), branches);
            checkConditionNames(references.conditions());
            unresolved.addAll(missing(references.resourcesBeside(values), existing));
        }
        if (!unresolved.isEmpty()) {
            throw CloudFormationError.VALIDATION.because(
                    "Unresolved resource dependencies [%s] in the Outputs block of the template",
                    String.join(", ", unresolved));
        }
    }

    private static List<String> missing(Collection<String> names, Set<String> there) {
        List<String> missing = new ArrayList<>(names);
        missing.removeIf(there::contains);
        return missing;
    }

    private void checkRules() {
        template.rules().forEach(rule -> checkValuesAlone(rule.compared(), "Rules"));
    }

    private void checkConditions() {
        for (TemplateCondition condition : template.conditions().values()) {
            checkValuesAlone(condition.compared(), "Conditions");
            checkSection(condition.named(), "Conditions");
        }
        new ConditionOrder(template.conditions()).refuseCycles();
        for (ResourceDeclaration resource : template.resources().values()) {
            checkSection(resource.condition(), "Resources");
        }
        for (OutputDeclaration output : template.outputs().values()) {
            checkSection(output.condition(), "Outputs");
        }
    }

    private void checkValuesAlone(List<Expression> compared, String section) {
        References references = References.of(compared, Branches.BOTH);
        List<String> strangers = missing(references.refs(), values);
        strangers.addAll(references.attributes());
        strangers.addAll(references.substituted());
        if (!strangers.isEmpty()) {
            throw CloudFormationError.VALIDATION.because(
                    "Template format error: Unresolved dependencies [%s]. Cannot reference"
                            + " resources in the %s block of the template",
                    String.join(", ", strangers), section);
        }
    }

    private void checkSection(Optional<String> name, String section) {
        checkSection(name.stream().toList(), section);
    }

    private void checkSection(List<String> names, String section) {
        for (String name : missing(names, template.conditions().keySet())) {
            throw CloudFormationError.VALIDATION.because(
                    "Template format error: Unresolved condition dependency %s in the %s block of"
                            + " the template",
                    name, section);
        }
    }

    private void checkConditionNames(Collection<String> names) {
        for (String name : missing(names, template.conditions().keySet())) {
            throw CloudFormationError.VALIDATION.because(
                    "Template error: unresolved condition dependency %s in Fn::If", name);
        }
    }
}
