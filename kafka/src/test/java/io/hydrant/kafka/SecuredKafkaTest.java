package io.hydrant.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.core.log.RecordBatch;
import io.hydrant.testing.KafkaCluster;
import io.hydrant.testing.Wait;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Kafka over TLS, with a password and with rights: those that docs/operations/kafka.md names are
/// enough, and what is missing is named.
@Timeout(180)
class SecuredKafkaTest {
    private static final String SIGN_IN =
            "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%1$s\" password=\"%2$s\"";

    private static final List<AclOperation> ON_TOPICS =
            List.of(
                    AclOperation.CREATE,
                    AclOperation.DESCRIBE,
                    AclOperation.DESCRIBE_CONFIGS,
                    AclOperation.READ,
                    AclOperation.WRITE,
                    AclOperation.DELETE);

    @TempDir static Path folder;
    private static KafkaCluster cluster;

    @BeforeAll
    static void start() throws Exception {
        keytool(
                "-genkeypair",
                "-alias",
                "broker",
                "-keyalg",
                "EC",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "san=ip:127.0.0.1",
                "-validity",
                "2");
        keytool("-exportcert", "-rfc", "-alias", "broker", "-file", certificate().toString());
        cluster =
                KafkaCluster.start(
                        folder,
                        1,
                        new KafkaCluster.Listening(
                                "SASL_SSL",
                                """
                                ssl.keystore.type=PKCS12
                                ssl.keystore.location=%1$s
                                ssl.keystore.password=changeit
                                ssl.truststore.type=PEM
                                ssl.truststore.location=%2$s
                                sasl.enabled.mechanisms=PLAIN
                                sasl.mechanism.inter.broker.protocol=PLAIN
                                listener.name.clients.plain.sasl.jaas.config=%3$s \\
                                  user_broker="secret" user_hydrant="geheim" user_nobody="nada";
                                authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
                                super.users=User:broker;User:ANONYMOUS
                                """
                                        .formatted(
                                                folder.resolve("broker.p12"),
                                                certificate(),
                                                SIGN_IN.formatted("broker", "secret"))));
        allow();
    }

    private static Path certificate() {
        return folder.resolve("broker.pem");
    }

    private static void keytool(String... words) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(words));
        command.addAll(
                List.of(
                        "-keystore",
                        folder.resolve("broker.p12").toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    private static void allow() throws Exception {
        List<AclBinding> rights = new ArrayList<>();
        ON_TOPICS.forEach(
                operation -> rights.add(right(ResourceType.TOPIC, "hydrant.", operation)));
        rights.add(right(ResourceType.GROUP, "hydrant.", AclOperation.READ));
        rights.add(right(ResourceType.TOPIC, "elsewhere.", AclOperation.DESCRIBE));
        Map<String, Object> settings = new HashMap<>(connection("broker", "secret"));
        settings.put("bootstrap.servers", cluster.brokers());
        try (Admin admin = Admin.create(settings)) {
            admin.createAcls(rights).all().get(30, TimeUnit.SECONDS);
        }
    }

    private static AclBinding right(ResourceType type, String prefix, AclOperation operation) {
        return new AclBinding(
                new ResourcePattern(type, prefix, PatternType.PREFIXED),
                new AccessControlEntry("User:hydrant", "*", operation, AclPermissionType.ALLOW));
    }

    private static Map<String, String> connection(String user, String password) {
        return Map.of(
                "security.protocol", "SASL_SSL",
                "sasl.mechanism", "PLAIN",
                "sasl.jaas.config", SIGN_IN.formatted(user, password) + ";",
                "ssl.truststore.type", "PEM",
                "ssl.truststore.location", certificate().toString());
    }

    private static KafkaSettings settings(String prefix, Map<String, String> connection) {
        return new KafkaSettings(cluster.brokers(), connection, prefix, true);
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void theRightsThatTheManualNamesAreEnough(@TempDir Path data) throws Exception {
        KafkaSettings settings = settings("hydrant.", connection("hydrant", "geheim"));
        try (Machine machine = new Machine(data, settings);
                NodeGroup group = NodeGroup.join(settings, "one", () -> Duration.ZERO)) {
            KafkaLogs logs = machine.begin();
            for (int i = 0; i < 300; i++) {
                logs.append("films", RecordBatch.of(List.of("a film".repeat(50).getBytes(UTF_8))));
            }
            KafkaLog log = logs.log("films");
            long epoch = log.takeOver().epoch();
            assertThat(log.end().position()).isEqualTo(300);
            log.checkpoint(epoch, new byte[] {1});
            log.trim(300);
            Wait.seconds(30)
                    .until(
                            "what is delivered is removed",
                            () -> log.counted().begin().offset() > 0);
            Wait.seconds(40).until("it is in the group", group::owned, owned -> owned > 0);
            assertThat(group.trouble()).isEmpty();
            logs.delete("films");
            assertThat(logs.damage("films")).isEmpty();
        }
    }

    @Test
    void aWrongPasswordIsToldAtTheStart(@TempDir Path data) throws IOException {
        KafkaSettings settings = settings("hydrant.", connection("hydrant", "guess"));
        try (Machine machine = new Machine(data, settings)) {
            assertThatThrownBy(machine::begin)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("Authentication failed");
        }
    }

    @Test
    void aRightThatIsMissingIsToldAtTheStart(@TempDir Path data) throws IOException {
        KafkaSettings settings = settings("elsewhere.", connection("hydrant", "geheim"));
        try (Machine machine = new Machine(data, settings)) {
            assertThatThrownBy(machine::begin)
                    .isInstanceOf(IOException.class)
                    .hasMessageContainingAll("elsewhere.start-check", "uthoriz");
        }
    }

    @Test
    void whoMayNotJoinTheGroupSaysWhichRightIsMissing() throws Exception {
        KafkaSettings settings = settings("hydrant.", connection("hydrant", "geheim"));
        try (NodeGroup first = NodeGroup.join(settings, "first", () -> Duration.ZERO)) {
            assertThat(first.slots()).isPositive(); // the topic is there
        }
        KafkaSettings nobody = settings("hydrant.", connection("nobody", "nada"));
        assertThatThrownBy(() -> NodeGroup.join(nobody, "two", () -> Duration.ZERO))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("hydrant.slots");
    }
}
