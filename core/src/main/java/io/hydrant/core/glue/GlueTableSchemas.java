package io.hydrant.core.glue;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.conversion.TableName;
import io.hydrant.core.conversion.TableRefusedException;
import io.hydrant.core.conversion.TableSchemas;
import io.hydrant.core.conversion.TableVersion;
import io.hydrant.core.conversion.TableVersion.CatalogColumn;
import io.hydrant.core.iam.Authorization;
import io.hydrant.core.iam.AuthorizationRequest;
import io.hydrant.core.iam.Circumstances;
import io.hydrant.core.iam.Principal;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.core.iam.ResourcePolicy;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The columns of the tables of a data catalog, for those who may read them.
public final class GlueTableSchemas implements TableSchemas {
    private final DataCatalog catalog;
    private final Authorization authorizer;
    private final InstantSource clock;

    public GlueTableSchemas(DataCatalog catalog, Authorization authorizer, InstantSource clock) {
        this.catalog = catalog;
        this.authorizer = authorizer;
        this.clock = clock;
    }

    @Override
    public TableVersion find(Principal caller, TableName table) throws TableRefusedException {
        boolean isNewest = table.versionId().equals(LATEST);
        try {
            requirePermission(caller, isNewest ? "glue:GetTable" : "glue:GetTableVersion", table);
            requireHere(table);
            return columns(
                    catalog.tables()
                            .version(
                                    table.databaseName(),
                                    table.tableName(),
                                    isNewest ? Optional.empty() : Optional.of(table.versionId())));
        } catch (ServiceException refusal) {
            throw new TableRefusedException(refusal.code(), refusal.text());
        } catch (IOException e) {
            throw new TableRefusedException(
                    "InternalServiceException",
                    "The data catalog could not be read: " + e.getMessage());
        }
    }

    private void requirePermission(Principal caller, String action, TableName table) {
        Circumstances now = Circumstances.ofService(clock.instant(), catalog.arns().region());
        for (String resource : catalog.arns().upToTable(table.databaseName(), table.tableName())) {
            authorizer.require(
                    new AuthorizationRequest(
                            caller,
                            action,
                            resource,
                            now,
                            RequestKeys.NONE,
                            ResourcePolicy.NONE,
                            catalog.arns().account()),
                    GlueError.ACCESS_DENIED);
        }
    }

    /// One account and one region are served.
    private void requireHere(TableName table) {
        catalog.requireOwn(Optional.of(table.catalogId()));
        if (!table.region().equals(catalog.arns().region())) {
            throw GlueError.ENTITY_NOT_FOUND.because(
                    "Database %s not found: Hydrant has the tables of %s, and none of %s.",
                    table.databaseName(), catalog.arns().region(), table.region());
        }
    }

    private static TableVersion columns(GlueTable table) {
        List<CatalogColumn> columns =
                table.input()
                        .path("StorageDescriptor")
                        .path("Columns")
                        .valueStream()
                        .map(GlueTableSchemas::column)
                        .toList();
        return new TableVersion(table.versionId(), columns);
    }

    private static CatalogColumn column(JsonNode column) {
        return new CatalogColumn(
                column.path("Name").stringValue(), column.path("Type").asString(""));
    }
}
