package io.hydrant.core.cloudformation.resource;

import io.hydrant.aws.json.JsonRequest;
import io.hydrant.core.glue.DataCatalog;
import io.hydrant.core.glue.GlueDatabase;
import io.hydrant.core.glue.GlueDatabases;
import io.hydrant.core.glue.GlueError;
import io.hydrant.core.glue.GlueShapes;
import io.hydrant.core.glue.GlueTable;
import io.hydrant.core.glue.GlueTables;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.core.iam.ResourcePolicy;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import tools.jackson.databind.node.ObjectNode;

/// `AWS::Glue::Table`. Its physical id is its name, as Glue keeps it; its database stands in its
/// properties.
final class GlueTableResource implements ResourceType {
    private static final int NAME_MAX = 255;

    private static final ResourceDescription DESCRIPTION =
            new ResourceDescription(
                    "AWS::Glue::Table",
                    "Glue",
                    GlueSchemas.TABLE,
                    Set.of("CatalogId", "DatabaseName"),
                    Optional.empty(),
                    Set.of(),
                    false,
                    Optional.empty());

    private final DataCatalog catalog;
    private final Authority authority;
    private final RandomGenerator random;

    GlueTableResource(DataCatalog catalog, Authority authority, RandomGenerator random) {
        this.catalog = catalog;
        this.authority = authority;
        this.random = random;
    }

    @Override
    public ResourceDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Claim prepare(DesiredResource desired) throws ResourceFailure, IOException {
        String name =
                name(desired)
                        .orElseGet(() -> new PhysicalName(random).lowerCase(desired, NAME_MAX));
        require(desired.actor(), "glue:CreateTable", database(desired.properties()), name);
        input(desired, name);
        String database = catalog.databases().get(database(desired.properties())).name();
        if (catalog.tables().find(database, name).isPresent()) {
            throw GlueError.ALREADY_EXISTS.because("Table already exists.");
        }
        return new Claim(name, GlueDatabases.newId(random));
    }

    private static String database(ObjectNode properties) {
        return new Properties(properties).required("DatabaseName");
    }

    private static Optional<String> name(DesiredResource desired) {
        return new Properties(desired.properties())
                .structure("TableInput")
                .text("Name")
                .map(name -> name.toLowerCase(Locale.ROOT));
    }

    /// The TableInput of a request.
    private ObjectNode input(DesiredResource desired, String name) {
        catalog.requireOwn(new Properties(desired.properties()).text("CatalogId"));
        ObjectNode input = (ObjectNode) desired.properties().path("TableInput").deepCopy();
        input.put("Name", name);
        return JsonRequest.check(input, GlueShapes.TABLE_INPUT);
    }

    @Override
    public Map<String, String> create(DesiredResource desired, Claim claim) throws IOException {
        catalog.tables()
                .create(
                        database(desired.properties()),
                        input(desired, claim.physicalId()),
                        desired.actor().principal().arn(),
                        claim.mark());
        return Map.of();
    }

    @Override
    public boolean stands(PhysicalResource current) throws IOException {
        return found(current).isPresent();
    }

    /// The table, unless it is gone or another has its name by now.
    private Optional<GlueTable> found(PhysicalResource current) throws IOException {
        for (ObjectNode given : current.given()) {
            Optional<GlueTable> table =
                    catalog.tables()
                            .find(database(given), current.physicalId())
                            .filter(known -> current.bears(known.id()));
            if (table.isPresent()) {
                return table;
            }
        }
        return Optional.empty();
    }

    /// What changes nothing makes no version.
    @Override
    public Map<String, String> update(PhysicalResource current, DesiredResource desired)
            throws ResourceFailure, IOException {
        String name = current.physicalId();
        GlueTable table =
                found(current).orElseThrow(() -> ResourceFailure.notFound(DESCRIPTION, name));
        require(desired.actor(), "glue:UpdateTable", table.database(), name);
        if (!name(desired).orElse(name).equals(name)) {
            throw new ResourceFailure(
                    HandlerErrorCode.INVALID_REQUEST,
                    "Hydrant does not support renaming a table: give the resource another logical"
                            + " id.");
        }
        ObjectNode input = input(desired, name);
        if (!input.equals(table.input())) {
            catalog.tables()
                    .update(
                            table.database(),
                            input,
                            new GlueTables.Update(Optional.empty(), Optional.of(table.id()), true));
        }
        return Map.of();
    }

    @Override
    public void delete(PhysicalResource current) throws ResourceFailure, IOException {
        Optional<GlueTable> table = found(current);
        if (table.isPresent()) {
            String database = table.get().database();
            require(current.actor(), "glue:DeleteTable", database, current.physicalId());
            catalog.tables().delete(database, current.physicalId(), Optional.of(table.get().id()));
        }
    }

    /// The database's tags are keys of the question about it alone.
    private void require(Actor actor, String action, String database, String table)
            throws ResourceFailure, IOException {
        RequestKeys keys =
                catalog.databases().find(database).map(GlueDatabase::keys).orElse(RequestKeys.NONE);
        for (String resource : catalog.arns().upToTable(database, table)) {
            boolean isDatabase = catalog.arns().databaseOf(resource).isPresent();
            authority.require(
                    actor,
                    action,
                    resource,
                    isDatabase ? keys : RequestKeys.NONE,
                    ResourcePolicy.NONE);
        }
    }
}
