package io.hydrant.core.cloudformation.stack;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.cloudformation.template.CloudFormationError;
import io.hydrant.core.cloudformation.template.Output;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The exports and imports of one stack, within one transaction.
final class Exports {
    private final Connection connection;
    private final String stackId;

    Exports(Connection connection, String stackId) {
        this.connection = connection;
        this.stackId = stackId;
    }

    /// @throws io.hydrant.aws.ServiceException when a name is another stack's, or a value that
    ///   others use would change
    void replace(Collection<Output> outputs, Set<String> imports) throws SQLException {
        List<Export> wanted = new ArrayList<>();
        for (Output output : outputs) {
            if (output.exportName().isPresent()) {
                wanted.add(new Export(output.exportName().get(), stackId, output.value()));
            }
        }
        Set<String> names = new HashSet<>();
        for (Export export : wanted) {
            checkFree(export);
            if (!names.add(export.name())) {
                throw taken(export.name(), stackId);
            }
        }
        for (Export was : ExportTable.of(connection, stackId)) {
            if (!wanted.contains(was)) {
                refuseIfUsed(was);
            }
        }
        ExportTable.replaceExports(connection, stackId, wanted);
        ExportTable.replaceImports(connection, stackId, imports);
    }

    private void checkFree(Export export) throws SQLException {
        Optional<Export> taken = ExportTable.find(connection, export.name());
        if (taken.isPresent() && !taken.get().stackId().equals(stackId)) {
            throw taken(export.name(), taken.get().stackId());
        }
    }

    private ServiceException taken(String name, String owner) throws SQLException {
        return CloudFormationError.VALIDATION.because(
                "Export with name %s is already exported by stack %s",
                name, StackTable.byId(connection, owner).map(Stack::name).orElse(owner));
    }

    private void refuseIfUsed(Export was) throws SQLException {
        List<String> users = ExportTable.importers(connection, was.name());
        if (!users.isEmpty()) {
            throw CloudFormationError.VALIDATION.because(
                    "Export %s cannot be updated as it is in use by %s",
                    was.name(), String.join(", ", users));
        }
    }

    /// Holds on to what the stack is about to use.
    ///
    /// @throws io.hydrant.aws.ServiceException when no other stack exports it
    void addImports(Set<String> names) throws SQLException {
        for (String name : names) {
            boolean exported =
                    ExportTable.find(connection, name)
                            .filter(export -> !export.stackId().equals(stackId))
                            .isPresent();
            if (!exported) {
                throw CloudFormationError.VALIDATION.because("No export named %s found.", name);
            }
            ExportTable.addImport(connection, stackId, name);
        }
    }

    /// Takes back all that the stack exports.
    ///
    /// @throws io.hydrant.aws.ServiceException when others use it
    void giveUp() throws SQLException {
        for (Export export : ExportTable.of(connection, stackId)) {
            List<String> users = ExportTable.importers(connection, export.name());
            if (!users.isEmpty()) {
                throw CloudFormationError.VALIDATION.because(
                        "Delete canceled. Cannot delete export %s as it is in use by %s.",
                        export.name(), String.join(", ", users));
            }
        }
        ExportTable.replaceExports(connection, stackId, List.of());
    }
}
