package io.hydrant.core.conversion.plan;

import io.hydrant.aws.Arn;
import io.hydrant.core.conversion.TableName;
import io.hydrant.core.conversion.TableRefusedException;
import io.hydrant.core.conversion.TableSchemas;
import io.hydrant.core.conversion.UnusableTableException;
import io.hydrant.core.iam.AssumeRoleDenied;
import io.hydrant.core.iam.Principal;
import io.hydrant.core.stream.FirehoseError;
import io.hydrant.core.stream.RoleAssumer;
import io.hydrant.core.stream.TableCheck;
import io.hydrant.core.stream.destination.Conversion;

/// The tables of streams, asked for as the role that each names for it. Safe for use from many
/// threads.
///
/// @param tables asked each time
public record StreamTables(TableSchemas tables, RoleAssumer roles) implements TableCheck {
    private static final String NO_ACCESS =
            "Access was denied when calling Glue. Please ensure that the role specified in the data"
                    + " format conversion configuration has the necessary permissions. ";

    private static final String NO_TABLE =
            "The specified table/database could not be found. Please ensure that the table/database"
                    + " exists and that the values provided in the schema configuration are"
                    + " correct, especially with regards to casing. ";

    /// Those of a server that has none.
    public static StreamTables none() {
        return new StreamTables(
                TableSchemas.none(), (_, stream) -> new Principal.Root(stream.account()));
    }

    /// How records of a stream are converted at this moment.
    ///
    /// @param conversion of which everything is there that must be
    public ConversionPlan plan(Conversion conversion, Arn stream) throws PlanRefusedException {
        Conversion.Schema schema = conversion.schema().orElseThrow();
        try {
            Principal caller = roles.assume(schema.roleArn().orElseThrow(), stream);
            ConversionPlan plan =
                    new ConversionPlan(
                            tables.find(caller, name(schema, stream)).columns(),
                            conversion
                                    .input()
                                    .flatMap(Conversion.Input::deserializer)
                                    .orElseThrow(),
                            conversion
                                    .output()
                                    .flatMap(Conversion.Output::serializer)
                                    .orElseThrow());
            plan.reader();
            if (plan.columns().isEmpty()) {
                throw new PlanRefusedException(
                        "DataFormatConversion.InvalidSchema",
                        "The schema is invalid. The table has no columns.");
            }
            return plan;
        } catch (AssumeRoleDenied e) {
            throw new PlanRefusedException(
                    "DataFormatConversion.AccessDenied", NO_ACCESS + e.getMessage());
        } catch (TableRefusedException e) {
            throw refused(e);
        } catch (UnusableTableException e) {
            throw new PlanRefusedException(
                    "DataFormatConversion.InvalidSchema",
                    "The schema is invalid. " + e.getMessage());
        }
    }

    /// With what counts where nothing is said.
    public static TableName name(Conversion.Schema schema, Arn stream) {
        return new TableName(
                schema.catalogId().orElse(stream.account()),
                schema.databaseName().orElseThrow(),
                schema.tableName().orElseThrow(),
                schema.region().orElse(stream.region()),
                schema.versionId().orElse(TableSchemas.LATEST));
    }

    private static PlanRefusedException refused(TableRefusedException e) {
        return switch (e.code()) {
            case "AccessDeniedException" ->
                    new PlanRefusedException(
                            "DataFormatConversion.AccessDenied", NO_ACCESS + e.getMessage());
            case "EntityNotFoundException" ->
                    new PlanRefusedException(
                            "DataFormatConversion.EntityNotFound", NO_TABLE + e.getMessage());
            default ->
                    new PlanRefusedException(
                            "DataFormatConversion.InvalidInput",
                            "Glue answered " + e.code() + ". " + e.getMessage());
        };
    }

    @Override
    public void check(Conversion conversion, Arn stream) {
        try {
            plan(conversion, stream);
        } catch (PlanRefusedException e) {
            throw FirehoseError.INVALID_ARGUMENT.because("%s", String.valueOf(e.getMessage()));
        }
    }
}
