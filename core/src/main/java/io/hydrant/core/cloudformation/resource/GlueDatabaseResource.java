package io.hydrant.core.cloudformation.resource;

import io.hydrant.aws.json.JsonRequest;
import io.hydrant.core.glue.DataCatalog;
import io.hydrant.core.glue.GlueDatabase;
import io.hydrant.core.glue.GlueDatabases;
import io.hydrant.core.glue.GlueError;
import io.hydrant.core.glue.GlueShapes;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.core.iam.ResourcePolicy;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import tools.jackson.databind.node.ObjectNode;

/// `AWS::Glue::Database`. Its physical id is its name, as Glue keeps it.
final class GlueDatabaseResource implements ResourceType {
    private static final int NAME_MAX = 255;

    private static final ResourceDescription DESCRIPTION =
            new ResourceDescription(
                    "AWS::Glue::Database",
                    "Glue",
                    GlueSchemas.DATABASE,
                    Set.of("DatabaseName"),
                    Optional.of("DatabaseName"),
                    Set.of(),
                    false,
                    Optional.of("DatabaseName"));

    private final DataCatalog catalog;
    private final Authority authority;
    private final RandomGenerator random;

    GlueDatabaseResource(DataCatalog catalog, Authority authority, RandomGenerator random) {
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
        require(desired.actor(), "glue:CreateDatabase", name);
        input(desired, name);
        if (catalog.databases().find(name).isPresent()) {
            throw GlueError.ALREADY_EXISTS.because("Database already exists.");
        }
        return new Claim(name, GlueDatabases.newId(random));
    }

    /// In lower case; templates may give it in either of two places.
    private static Optional<String> name(DesiredResource desired) throws ResourceFailure {
        Properties properties = new Properties(desired.properties());
        Optional<String> outer = properties.text("DatabaseName");
        Optional<String> inner = properties.structure("DatabaseInput").text("Name");
        if (outer.isPresent() && inner.isPresent() && !outer.equals(inner)) {
            throw new ResourceFailure(
                    HandlerErrorCode.INVALID_REQUEST,
                    "DatabaseName and the Name of DatabaseInput are two different names.");
        }
        return outer.or(() -> inner).map(name -> name.toLowerCase(Locale.ROOT));
    }

    /// The DatabaseInput of a request.
    private ObjectNode input(DesiredResource desired, String name) {
        Properties properties = new Properties(desired.properties());
        catalog.requireOwn(properties.text("CatalogId"));
        ObjectNode input = (ObjectNode) desired.properties().path("DatabaseInput").deepCopy();
        input.put("Name", name);
        return JsonRequest.check(input, GlueShapes.DATABASE_INPUT);
    }

    @Override
    public Map<String, String> create(DesiredResource desired, Claim claim) throws IOException {
        catalog.databases().create(input(desired, claim.physicalId()), Map.of(), claim.mark());
        return Map.of();
    }

    @Override
    public boolean stands(PhysicalResource current) throws IOException {
        return found(current).isPresent();
    }

    private Optional<GlueDatabase> found(PhysicalResource current) throws IOException {
        return catalog.databases()
                .find(current.physicalId())
                .filter(database -> current.bears(database.id()));
    }

    /// A name of DatabaseInput that changes is a renaming, which Glue refuses here.
    @Override
    public Map<String, String> update(PhysicalResource current, DesiredResource desired)
            throws ResourceFailure, IOException {
        String name = current.physicalId();
        require(desired.actor(), "glue:UpdateDatabase", name);
        if (found(current).isEmpty()) {
            throw ResourceFailure.notFound(DESCRIPTION, name);
        }
        ObjectNode input = input(desired, name(desired).orElse(name));
        catalog.databases().update(name, current.mark(), input);
        return Map.of();
    }

    @Override
    public void delete(PhysicalResource current) throws ResourceFailure, IOException {
        Optional<GlueDatabase> database = found(current);
        if (database.isPresent()) {
            requireOn(
                    current.actor(),
                    "glue:DeleteDatabase",
                    catalog.arns().withAllOf(current.physicalId()),
                    database.get().keys());
            catalog.databases().delete(current.physicalId(), Optional.of(database.get().id()));
        }
    }

    private void require(Actor actor, String action, String name)
            throws ResourceFailure, IOException {
        requireOn(
                actor,
                action,
                catalog.arns().upToDatabase(name),
                catalog.databases().find(name).map(GlueDatabase::keys).orElse(RequestKeys.NONE));
    }

    /// The database's tags are keys of the question about it alone.
    private void requireOn(Actor actor, String action, List<String> resources, RequestKeys keys)
            throws ResourceFailure {
        for (String resource : resources) {
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
