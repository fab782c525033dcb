package io.hydrant.core.cloudformation;

import io.hydrant.core.cloudformation.template.CloudFormationError;
import io.hydrant.core.cloudformation.template.Output;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
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
        for (Export export : wanted) {
            checkFree(export);
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
            String owner =
                    StackTable.byId(connection, taken.get().stackId())
                            .map(Stack::name)
                            .orElse(taken.get().stackId());
            throw CloudFormationError.VALIDATION.because(
                    "Export with name %s is already exported by stack %s", export.name(), owner);
        }
    }

    private void refuseIfUsed(Export was) throws SQLException {
        List<String> users = ExportTable.importers(connection, was.name());
        if (!users.isEmpty()) {
            throw CloudFormationError.VALIDATION.because(
                    "Export %s cannot be updated as it is in use by %s",
                    was.name(), String.join(", ", users));
        }
    }

    /// Why the stack cannot be deleted, if others use what it exports.
    Optional<String> deletionProblem() throws SQLException {
        for (Export export : ExportTable.of(connection, stackId)) {
            List<String> users = ExportTable.importers(connection, export.name());
            if (!users.isEmpty()) {
                return Optional.of(
                        "Delete canceled. Cannot delete export %s as it is in use by %s."
                                .formatted(export.name(), String.join(", ", users)));
            }
        }
        return Optional.empty();
    }
}
