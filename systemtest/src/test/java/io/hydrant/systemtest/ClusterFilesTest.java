package io.hydrant.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// The files of `examples/cluster` that this machine cannot run, for containers and Kubernetes:
/// what they say of Hydrant is so, and they agree with one another and with the image.
class ClusterFilesTest {
    private static final Path HOME = Program.root().resolve("examples/cluster");
    private static final Path KUBERNETES = HOME.resolve("kubernetes");

    @TempDir Path folder;

    private static List<YamlValue> documents(Path file) throws IOException {
        List<YamlValue> all = new ArrayList<>();
        new Yaml(new SafeConstructor(new LoaderOptions()))
                .loadAll(Files.readString(file))
                .forEach(each -> all.add(new YamlValue(each)));
        return all;
    }

    private static YamlValue compose() throws IOException {
        return documents(HOME.resolve("compose.yaml")).getFirst();
    }

    private static Map<String, YamlValue> byKindAndName() throws IOException {
        Map<String, YamlValue> all = new HashMap<>();
        for (String file : kustomization().at("resources").texts()) {
            for (YamlValue each : documents(KUBERNETES.resolve(file))) {
                all.put(each.at("kind").text() + " " + each.at("metadata", "name").text(), each);
            }
        }
        return all;
    }

    private static YamlValue kustomization() throws IOException {
        return documents(KUBERNETES.resolve("kustomization.yaml")).getFirst();
    }

    private static YamlValue pod() throws IOException {
        return known(byKindAndName(), "StatefulSet hydrant").at("spec", "template");
    }

    private static YamlValue container() throws IOException {
        return pod().at("spec", "containers").items().getFirst();
    }

    private static <T> T known(Map<String, T> all, String name) {
        assertThat(all).containsKey(name);
        return Objects.requireNonNull(all.get(name));
    }

    /// An instruction of the image's Dockerfile, and all that follows it.
    private static List<String> image(String instruction) throws IOException {
        return Files.readAllLines(Program.root().resolve("dist/Dockerfile")).stream()
                .filter(line -> line.startsWith(instruction + " "))
                .map(line -> line.substring(instruction.length() + 1))
                .toList();
    }

    private static String valueOf(List<String> command, String option) {
        assertThat(command).contains(option);
        return command.get(command.indexOf(option) + 1);
    }

    @Test
    void everyOptionIsOneOfTheProgram() throws IOException {
        String help = Program.hydrant(Map.of(), "serve", "--help").output();
        for (List<String> command :
                List.of(
                        compose().at("services", "node1", "command").texts(),
                        container().at("args").texts())) {
            assertThat(command.getFirst()).isEqualTo("serve");
            assertThat(command)
                    .filteredOn(word -> word.startsWith("--"))
                    .allSatisfy(option -> assertThat(help).containsPattern("\\s" + option + "\\b"));
        }
    }

    @Test
    void whatTheyAskANodeIsAnswered() throws Exception {
        String balancer = Files.readString(HOME.resolve("haproxy.cfg"));
        Set<String> paths = new TreeSet<>();
        for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
            paths.add(container().at(probe, "httpGet", "path").text());
            assertThat(container().at(probe, "httpGet", "port").text()).isEqualTo("api");
        }
        assertThat(container().at("livenessProbe", "httpGet", "path").text())
                .isEqualTo("/_hydrant/health");
        Matcher checked = Pattern.compile("meth GET uri (\\S+)").matcher(balancer);
        assertThat(checked.find()).isTrue();
        paths.add(checked.group(1));
        try (ServerProcess server = ServerProcess.start(folder.resolve("data"));
                HttpClient http = HttpClient.newHttpClient()) {
            for (String path : paths) {
                URI address = server.endpoint().resolve(path);
                assertThat(
                                http.send(
                                                HttpRequest.newBuilder(address).build(),
                                                HttpResponse.BodyHandlers.discarding())
                                        .statusCode())
                        .as(path)
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void theyAgreeWithTheImage() throws IOException {
        String port = image("EXPOSE").getFirst();
        String data = image("VOLUME").getFirst();
        assertThat(image("ENTRYPOINT")).containsExactly("[\"hydrant\"]");
        assertThat(image("RUN")).anyMatch(line -> line.contains("--uid 4566"));
        for (List<String> command :
                List.of(
                        compose().at("services", "node1", "command").texts(),
                        container().at("args").texts())) {
            assertThat(valueOf(command, "--listen")).isEqualTo("0.0.0.0:" + port);
            assertThat(valueOf(command, "--data")).isEqualTo(data);
        }
        YamlValue build = compose().at("services", "node1", "build");
        Path context = HOME.resolve(build.at("context").text()).normalize();
        assertThat(context).isEqualTo(Program.root().resolve("dist/target"));
        assertThat(context.resolve(build.at("dockerfile").text()).normalize())
                .isEqualTo(Program.root().resolve("dist/Dockerfile"));
        assertThat(container().at("ports").items().getFirst().at("containerPort").text())
                .isEqualTo(port);
        assertThat(pod().at("spec", "securityContext", "runAsUser").text()).isEqualTo("4566");
        assertThat(pod().at("spec", "securityContext", "fsGroup").text()).isEqualTo("4566");
        assertThat(container().at("securityContext", "readOnlyRootFilesystem").text())
                .isEqualTo("true");
        assertThat(container().at("volumeMounts").items())
                .anyMatch(mount -> mount.at("mountPath").text().equals(data));
    }

    @Test
    void containersKnowOneAnother() throws IOException {
        YamlValue compose = compose();
        Set<String> services = compose.at("services").keys();
        List<String> brokers = services.stream().filter(name -> name.startsWith("kafka")).toList();
        List<String> nodes = services.stream().filter(name -> name.startsWith("node")).toList();
        assertThat(brokers).hasSize(3);
        assertThat(nodes).hasSize(3);
        List<String> voters = new ArrayList<>();
        for (String broker : brokers) {
            YamlValue settings = compose.at("services", broker, "environment");
            voters.add(settings.at("KAFKA_NODE_ID").text() + "@" + broker + ":9093");
            assertThat(settings.at("KAFKA_ADVERTISED_LISTENERS").text())
                    .isEqualTo("PLAINTEXT://" + broker + ":9092");
            assertThat(settings.at("KAFKA_CONTROLLER_QUORUM_VOTERS").text().split(",")).hasSize(3);
        }
        assertThat(
                        compose.at(
                                        "services",
                                        "kafka1",
                                        "environment",
                                        "KAFKA_CONTROLLER_QUORUM_VOTERS")
                                .text()
                                .split(","))
                .containsExactlyElementsOf(voters);
        String balancer = Files.readString(HOME.resolve("haproxy.cfg"));
        for (String node : nodes) {
            List<String> command = compose.at("services", node, "command").texts();
            assertThat(valueOf(command, "--kafka").split(","))
                    .containsExactlyElementsOf(
                            brokers.stream().map(broker -> broker + ":9092").toList());
            assertThat(services)
                    .contains(
                            URI.create(valueOf(command, "--database")).getHost(),
                            URI.create(valueOf(command, "--s3-endpoint")).getHost());
            assertThat(balancer).contains("server " + node + " " + node + ":4566");
        }
        for (String service : services) {
            YamlValue of = compose.at("services", service);
            assertThat(services).containsAll(of.at("depends_on").keysOrTexts());
            assertThat(compose.at("secrets").keys()).containsAll(of.at("secrets").texts());
            of.at("volumes").texts().stream()
                    .map(volume -> volume.substring(0, volume.indexOf(':')))
                    .filter(volume -> !volume.startsWith("."))
                    .forEach(volume -> assertThat(compose.at("volumes").keys()).contains(volume));
        }
        variablesOf(Files.readString(HOME.resolve("compose.yaml")))
                .forEach(variable -> assertThat(example()).contains("\n" + variable + "="));
        assertThat(example())
                .contains(
                        "\n"
                                + compose.at("secrets", "database-password", "environment").text()
                                + "=");
    }

    private static Stream<String> variablesOf(String text) {
        return Pattern.compile("\\$\\{(\\w+)").matcher(text).results().map(found -> found.group(1));
    }

    private static String example() {
        try {
            return "\n" + Files.readString(HOME.resolve("compose.env.example"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatAPodRefersToIsThere() throws IOException {
        Map<String, YamlValue> all = byKindAndName();
        Set<String> secrets = known(all, "Secret hydrant").at("stringData").keys();
        Set<String> settings = known(all, "ConfigMap hydrant").at("data").keys();
        Set<String> variables = new TreeSet<>();
        for (YamlValue variable : container().at("env").items()) {
            variables.add(variable.at("name").text());
            YamlValue secret = variable.at("valueFrom", "secretKeyRef");
            YamlValue setting = variable.at("valueFrom", "configMapKeyRef");
            assertThat(secret.isAbsent() || secrets.contains(secret.at("key").text())).isTrue();
            assertThat(setting.isAbsent() || settings.contains(setting.at("key").text())).isTrue();
        }
        Pattern use = Pattern.compile("\\$\\((\\w+)\\)");
        for (String argument : container().at("args").texts()) {
            use.matcher(argument)
                    .results()
                    .forEach(found -> assertThat(variables).contains(found.group(1)));
        }
        assertThat(variables)
                .contains("HYDRANT_ROOT_ACCESS_KEY_ID", "HYDRANT_ROOT_SECRET_ACCESS_KEY");
        Set<String> volumes = new TreeSet<>();
        pod().at("spec", "volumes").items().forEach(each -> volumes.add(each.at("name").text()));
        known(all, "StatefulSet hydrant")
                .at("spec", "volumeClaimTemplates")
                .items()
                .forEach(each -> volumes.add(each.at("metadata", "name").text()));
        for (YamlValue mount : container().at("volumeMounts").items()) {
            assertThat(volumes).contains(mount.at("name").text());
        }
        for (YamlValue volume : pod().at("spec", "volumes").items()) {
            volume.at("secret", "items")
                    .items()
                    .forEach(each -> assertThat(secrets).contains(each.at("key").text()));
            volume.at("configMap", "items")
                    .items()
                    .forEach(each -> assertThat(settings).contains(each.at("key").text()));
        }
    }

    @Test
    void theyFindTheNodes() throws IOException {
        Map<String, YamlValue> all = byKindAndName();
        Object labels = pod().at("metadata", "labels").value();
        YamlValue set = known(all, "StatefulSet hydrant");
        assertThat(set.at("spec", "selector", "matchLabels").value()).isEqualTo(labels);
        assertThat(
                        known(all, "PodDisruptionBudget hydrant")
                                .at("spec", "selector", "matchLabels")
                                .value())
                .isEqualTo(labels);
        for (String name : List.of("hydrant", "hydrant-nodes")) {
            YamlValue service = known(all, "Service " + name).at("spec");
            assertThat(service.at("selector").value()).isEqualTo(labels);
            assertThat(service.at("ports").items().getFirst().at("targetPort").text())
                    .isEqualTo("api");
        }
        assertThat(set.at("spec", "serviceName").text()).isEqualTo("hydrant-nodes");
        assertThat(known(all, "Service hydrant-nodes").at("spec", "clusterIP").text())
                .isEqualTo("None");
        try (Stream<Path> files = Files.list(KUBERNETES)) {
            Collection<String> named = new ArrayList<>(kustomization().at("resources").texts());
            named.add("kustomization.yaml");
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(named);
        }
    }

    /// Ten seconds are what puts to an S3 have when a server stops.
    @Test
    void aPodHasTimeToStop() throws IOException {
        String drain = valueOf(container().at("args").texts(), "--drain");
        int looksAway = Integer.parseInt(drain.replace("s", ""));
        assertThat(number(pod().at("spec", "terminationGracePeriodSeconds")))
                .isGreaterThanOrEqualTo(looksAway + 20);
        YamlValue ready = container().at("readinessProbe");
        assertThat(looksAway)
                .isGreaterThan(
                        number(ready.at("periodSeconds")) * number(ready.at("failureThreshold")));
    }

    private static int number(YamlValue value) {
        return Integer.parseInt(value.text());
    }
}
