package io.hydrant.core.glue;

import io.hydrant.core.catalog.Database;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The data catalog of one account and region. Nothing of it is kept in memory: every question is
/// one to the database. Safe for use from many threads.
public final class DataCatalog {
    private final GlueArns arns;
    private final GlueDatabases databases;
    private final GlueTables tables;

    public DataCatalog(
            Database catalog,
            String region,
            String account,
            InstantSource clock,
            RandomGenerator random) {
        this(catalog, region, account, clock, random, GlueLimits.AWS);
    }

    DataCatalog(
            Database catalog,
            String region,
            String account,
            InstantSource clock,
            RandomGenerator random,
            GlueLimits limits) {
        this.arns = new GlueArns(region, account);
        this.databases = new GlueDatabases(catalog, clock, random, limits);
        this.tables = new GlueTables(catalog, clock, random, limits);
    }

    /// As Glue keeps names of databases and tables.
    static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    public GlueArns arns() {
        return arns;
    }

    public GlueDatabases databases() {
        return databases;
    }

    public GlueTables tables() {
        return tables;
    }

    /// There is one catalog, named by its account.
    ///
    /// @throws io.hydrant.aws.ServiceException EntityNotFoundException when another is meant
    public void requireOwn(Optional<String> catalogId) {
        if (catalogId.isPresent() && !catalogId.get().equals(arns.account())) {
            throw GlueError.ENTITY_NOT_FOUND.because("Catalog %s not found.", catalogId.get());
        }
    }
}
