package io.hydrant.core.cloudformation.stack;

import io.hydrant.core.catalog.Database;
import io.hydrant.core.cloudformation.template.ParameterValues;
import io.hydrant.core.cloudformation.template.PseudoParameters;
import io.hydrant.core.cloudformation.template.Template;
import io.hydrant.core.cloudformation.template.TemplateInstance;
import io.hydrant.core.cloudformation.template.TemplateReader;
import io.hydrant.core.cloudformation.template.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Optional;

/// Makes template instances of what stacks were asked to be.
public final class Instances {
    private final Database catalog;
    private final TemplateReader reader;
    private final String region;
    private final String account;

    public Instances(Database catalog, TemplateReader reader, String region, String account) {
        this.catalog = catalog;
        this.reader = reader;
        this.region = region;
        this.account = account;
    }

    /// What the stack's own settings come to.
    public TemplateInstance of(Stack stack) {
        return of(
                reader.read(stack.settings().templateBody()),
                stack.settings(),
                stack.id(),
                stack.name());
    }

    public TemplateInstance of(Template template, StackSettings settings, String id, String name) {
        return TemplateInstance.of(
                template,
                new ParameterValues(new LinkedHashMap<>(settings.values())),
                PseudoParameters.of(account, region, id, name, settings.notificationArns()),
                this::exported);
    }

    private Optional<Value> exported(String name) {
        try {
            return catalog.read(connection -> ExportTable.find(connection, name))
                    .map(Export::value)
                    .map(Value.Text::of);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
