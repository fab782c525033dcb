package io.hydrant.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hydrant.core.crypto.MasterKeySource;
import io.hydrant.core.iam.Secret;
import io.hydrant.testing.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.Tag;

/// Parameters in a catalog that servers share in PostgreSQL.
class SsmOfNodesTest {
    private static final RootCredentials ROOT =
            new RootCredentials(
                    "AKIAROOTROOTROOTROOT", new Secret("0123456789012345678901234567890123456789"));

    @TempDir Path folder;

    @Test
    void whatOneNodeWritesTheOtherReads() throws Exception {
        assumeTrue(PostgresServer.isInstalled(), "PostgreSQL is not installed");
        String url =
                PostgresServer.shared().urlOf("s" + UUID.randomUUID().toString().replace("-", ""));
        Path master = folder.resolve("master.key");
        Files.writeString(master, HexFormat.of().formatHex(new byte[32]));
        try (RunningAccount one = node("one", url, master);
                RunningAccount two = node("two", url, master);
                SsmClient first = one.client(SsmClient.builder(), one.root());
                SsmClient second = two.client(SsmClient.builder(), two.root())) {
            first.putParameter(p ->
                    p.name("/n/a")
                            .value("1")
                            .type(ParameterType.STRING)
                            .tags(Tag.builder().key("k").value("v").build()));
            second.putParameter(p -> p.name("/n/a").value("2").overwrite(true));
            first.labelParameterVersion(l -> l.name("/n/a").parameterVersion(1L).labels("old"));
            first.putParameter(
                    p -> p.name("/n/Z/s").value("s3cr3t").type(ParameterType.SECURE_STRING));
            assertThat(value(second, "/n/a")).isEqualTo("2");
            assertThat(value(second, "/n/a:old")).isEqualTo("1");
            assertThat(
                            second
                                    .getParametersByPathPaginator(
                                            g -> g.path("/n").recursive(true).maxResults(1))
                                    .stream()
                                    .flatMap(page -> page.parameters().stream())
                                    .map(Parameter::name))
                    .containsExactly("/n/Z/s", "/n/a");
            assertThat(value(second, "/n/Z/s")).doesNotContain("s3cr3t");
            second.deleteParameter(d -> d.name("/n/a"));
            assertThatThrownBy(() -> value(first, "/n/a"))
                    .isInstanceOf(ParameterNotFoundException.class);
        }
        try (RunningAccount two = node("two", url, master);
                SsmClient second = two.client(SsmClient.builder(), two.root())) {
            Parameter secret =
                    second.getParameter(g -> g.name("/n/Z/s").withDecryption(true)).parameter();
            assertThat(secret.value()).isEqualTo("s3cr3t");
        }
    }

    private static String value(SsmClient client, String name) {
        return client.getParameter(g -> g.name(name)).parameter().value();
    }

    private RunningAccount node(String name, String url, Path master) throws IOException {
        return new RunningAccount(
                ServerSettings.local(folder.resolve(name))
                        .with(ROOT)
                        .with(DatabaseSettings.of(url).shared())
                        .with(new MasterKeySource.GivenFile(master)));
    }
}
