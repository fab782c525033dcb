package io.hydrant.core.iam;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.core.catalog.Database;
import io.hydrant.core.catalog.Sql;
import io.hydrant.core.catalog.TestCatalog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// What earlier versions have written of roles and policies is read, and written as they did.
class IamDocumentsTest {
    private static final String ACCOUNT = "000000000000";
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-11-22T20:00:00Z"));
    private static final String ROLE =
            """
            {"kind":"ROLE","name":"r","path":"/p/","id":"AROAQAAAAAAALDNNGBKV6",
             "created":"2026-11-26T14:54:04Z","inlinePolicies":{"in":"{}","other":"{}"},
             "attachedPolicyArns":["arn:aws:iam::000000000000:policy/m"],
             "permissionsBoundary":"arn:aws:iam::000000000000:policy/m",
             "tags":[{"key":"k","value":"v"}],
             "role":{"trustPolicy":"{}","description":"desc","maxSessionSeconds":3600},
             "makers":{"in":"maker"}}
            """;
    private static final String POLICY =
            """
            {"arn":"arn:aws:iam::000000000000:policy/m","name":"m","path":"/",
             "id":"ANPAQAAAAAAALAE6F6R65","description":null,"created":"2026-11-26T14:54:05Z",
             "updated":"2026-11-26T14:54:06Z",
             "versions":[{"id":"v1","document":"{}","created":"2026-11-26T14:54:05Z"},
               {"id":"v3","document":"{}","created":"2026-11-26T14:54:06Z"}],
             "defaultVersionId":"v3","versionsMade":3,"tags":[]}
            """;

    @TempDir Path directory;
    private Database catalog;

    @BeforeEach
    void open() throws IOException {
        catalog = TestCatalog.of(directory.resolve("catalog.db"), IamSchema.SCHEMA);
        insert("role", "r", ROLE);
        insert("policy", "arn:aws:iam::000000000000:policy/m", POLICY);
    }

    @AfterEach
    void close() throws IOException {
        catalog.close();
    }

    @Test
    void aRoleIsReadAndWrittenAsBefore() throws IOException {
        Iam iam = new Iam(catalog, ACCOUNT, CLOCK, new Random(1));
        Identity role = iam.get(Identity.Kind.ROLE, "r");
        assertThat(role.id()).isEqualTo("AROAQAAAAAAALDNNGBKV6");
        assertThat(role.arn(ACCOUNT)).isEqualTo("arn:aws:iam::000000000000:role/p/r");
        assertThat(role.maker("in")).contains("maker");
        assertThat(role.roleSettings().maxSessionSeconds()).isEqualTo(3_600);
        iam.tag(Identity.Kind.ROLE, "r", List.of(new Tag("k", "w")));
        assertDocument("r", ROLE.replace("\"v\"", "\"w\""));
    }

    /// On whose behalf an inline policy was put was not written down at first.
    @Test
    void anOldRoleHasNoMakers() throws IOException {
        insert("role", "r", ROLE.replaceAll("(?s),\\s*\"makers\".*", "}"));
        Iam iam = new Iam(catalog, ACCOUNT, CLOCK, new Random(1));
        assertThat(iam.get(Identity.Kind.ROLE, "r").maker("in")).isEmpty();
    }

    @Test
    void aManagedPolicyIsReadAndWrittenAsBefore() throws IOException {
        String arn = "arn:aws:iam::000000000000:policy/m";
        Iam iam = new Iam(catalog, ACCOUNT, CLOCK, new Random(1));
        assertThat(iam.managedPolicies().get(arn).defaultVersion().id()).isEqualTo("v3");
        iam.managedPolicies().tag(arn, List.of(new Tag("k", "w")));
        assertDocument(
                arn, POLICY.replace("\"tags\":[]", "\"tags\":[{\"key\":\"k\",\"value\":\"w\"}]"));
    }

    private void insert(String kind, String name, String document) throws IOException {
        catalog.write(connection ->
                Sql.update(
                        connection,
                        "INSERT INTO iam_entity (kind, name, document) VALUES (?, ?, ?)"
                                + " ON CONFLICT (kind, name) DO UPDATE"
                                + " SET document = excluded.document",
                        kind,
                        name,
                        document));
    }

    private void assertDocument(String name, String expected) throws IOException {
        String document =
                catalog.read(connection ->
                                Sql.first(
                                        connection,
                                        "SELECT document FROM iam_entity WHERE name = ?",
                                        row -> row.getString(1),
                                        name))
                        .orElseThrow();
        JsonMapper json = JsonMapper.builder().build();
        assertThat(json.readTree(document)).isEqualTo(json.readTree(expected));
    }
}
