package io.hydrant.core.glue;

import io.hydrant.core.catalog.Database;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import tools.jackson.databind.node.ObjectNode;

/// The databases of a data catalog. Names come in whatever case. Every change is durable when it
/// returns, and refused with a [io.hydrant.aws.ServiceException] of [GlueError].
public final class GlueDatabases {
    private final Database catalog;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final GlueLimits limits;

    GlueDatabases(
            Database catalog, InstantSource clock, RandomGenerator random, GlueLimits limits) {
        this.catalog = catalog;
        this.clock = clock;
        this.random = random;
        this.limits = limits;
    }

    /// Tells a database or table from all others.
    public static String newId(RandomGenerator random) {
        return "%016x%016x".formatted(random.nextLong(), random.nextLong());
    }

    public GlueDatabase create(ObjectNode input, Map<String, String> tags) throws IOException {
        return create(input, tags, newId(random));
    }

    /// @param input a DatabaseInput, of the right types
    public GlueDatabase create(ObjectNode input, Map<String, String> tags, String id)
            throws IOException {
        ObjectNode given = GlueInputs.database(input);
        GlueDatabase database =
                new GlueDatabase(
                        given.path("Name").stringValue(),
                        id,
                        clock.instant(),
                        given,
                        new TreeMap<>(checked(tags)));
        return catalog.write(connection -> {
            if (GlueRows.database(connection, database.name()).isPresent()) {
                throw GlueError.ALREADY_EXISTS.because("Database already exists.");
            }
            GlueLimits.check(GlueRows.databaseCount(connection), limits.databases(), "databases");
            GlueRows.insert(connection, database);
            return database;
        });
    }

    public Optional<GlueDatabase> find(String name) throws IOException {
        String folded = DataCatalog.folded(name);
        return catalog.read(connection -> GlueRows.database(connection, folded));
    }

    public GlueDatabase get(String name) throws IOException {
        return find(name).orElseThrow(() -> GlueError.noDatabase(name));
    }

    /// In order of their names.
    public GluePage<GlueDatabase> page(Optional<String> after, int max) throws IOException {
        return catalog.read(connection ->
                Pages.of(
                        GlueRows.databaseNames(connection, after.orElse(""), max + 1),
                        max,
                        name -> GlueRows.database(connection, name),
                        database -> database.input().toString().length()));
    }

    /// Gives it another definition.
    public GlueDatabase update(String name, ObjectNode input) throws IOException {
        return update(name, Optional.empty(), input);
    }

    /// @param id that it must have, if one is given: another of its name is not there for this
    public GlueDatabase update(String name, Optional<String> id, ObjectNode input)
            throws IOException {
        ObjectNode given = GlueInputs.database(input);
        String folded = DataCatalog.folded(name);
        if (!given.path("Name").stringValue().equals(folded)) {
            throw GlueError.notSupported("renaming a database");
        }
        return catalog.write(connection -> {
            GlueDatabase old =
                    GlueRows.database(connection, folded)
                            .filter(found -> id.isEmpty() || id.get().equals(found.id()))
                            .orElseThrow(() -> GlueError.noDatabase(name));
            GlueDatabase changed =
                    new GlueDatabase(old.name(), old.id(), old.created(), given, old.tags());
            GlueRows.update(connection, changed);
            return changed;
        });
    }

    /// Deletes it with all its tables.
    public void delete(String name) throws IOException {
        delete(name, Optional.empty());
    }

    /// @param id that it must have, if one is given
    public void delete(String name, Optional<String> id) throws IOException {
        String folded = DataCatalog.folded(name);
        int count = catalog.write(connection -> GlueRows.deleteDatabase(connection, folded, id));
        if (count == 0) {
            throw GlueError.noDatabase(name);
        }
    }

    /// A key that is there gets the new value.
    public GlueDatabase tag(String name, Map<String, String> more) throws IOException {
        return changeTags(
                name,
                old -> {
                    Map<String, String> all = new LinkedHashMap<>(old);
                    all.putAll(more);
                    return all;
                });
    }

    public GlueDatabase untag(String name, Collection<String> keys) throws IOException {
        return changeTags(
                name,
                old -> {
                    Map<String, String> left = new LinkedHashMap<>(old);
                    left.keySet().removeAll(keys);
                    return left;
                });
    }

    @FunctionalInterface
    private interface TagChange {
        Map<String, String> of(Map<String, String> tags);
    }

    private GlueDatabase changeTags(String name, TagChange change) throws IOException {
        return catalog.write(connection -> {
            GlueDatabase old =
                    GlueRows.database(connection, DataCatalog.folded(name))
                            .orElseThrow(() -> GlueError.noDatabase(name));
            GlueDatabase tagged = old.withTags(checked(change.of(old.tags())));
            GlueRows.update(connection, tagged);
            return tagged;
        });
    }

    private static Map<String, String> checked(Map<String, String> tags) {
        if (tags.size() > GlueDatabase.TAGS_MAX) {
            throw GlueError.INVALID_INPUT.because(
                    "A resource may have at most %d tags.", GlueDatabase.TAGS_MAX);
        }
        for (String key : tags.keySet()) {
            if (key.regionMatches(true, 0, "aws:", 0, 4)) {
                throw GlueError.INVALID_INPUT.because("Tag keys must not begin with aws:.");
            }
        }
        return tags;
    }
}
