package io.hydrant.server.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every address of S3 with every method: what AWS has not is refused as AWS refuses it.
class AddressesAndMethodsTest {
    /// The operations of AWS's model (botocore 1.43.11), and the forms that are posted to a bucket.
    private static final Map<String, Set<String>> OF_AWS =
            table(
                    """
                    bucket DELETE,GET,HEAD,POST,PUT
                    bucket?abac GET,PUT
                    bucket?accelerate GET,PUT
                    bucket?acl GET,PUT
                    bucket?analytics DELETE,GET,PUT
                    bucket?cors DELETE,GET,PUT
                    bucket?delete POST
                    bucket?encryption DELETE,GET,PUT
                    bucket?intelligent-tiering DELETE,GET,PUT
                    bucket?inventory DELETE,GET,PUT
                    bucket?lifecycle DELETE,GET,PUT
                    bucket?location GET
                    bucket?logging GET,PUT
                    bucket?metadataConfiguration DELETE,GET,POST
                    bucket?metadataInventoryTable PUT
                    bucket?metadataJournalTable PUT
                    bucket?metadataTable DELETE,GET,POST
                    bucket?metrics DELETE,GET,PUT
                    bucket?notification GET,PUT
                    bucket?object-lock GET,PUT
                    bucket?ownershipControls DELETE,GET,PUT
                    bucket?policy DELETE,GET,PUT
                    bucket?policyStatus GET
                    bucket?publicAccessBlock DELETE,GET,PUT
                    bucket?replication DELETE,GET,PUT
                    bucket?requestPayment GET,PUT
                    bucket?session GET
                    bucket?tagging DELETE,GET,PUT
                    bucket?uploads GET
                    bucket?versioning GET,PUT
                    bucket?versions GET
                    bucket?website DELETE,GET,PUT
                    object DELETE,GET,HEAD,PUT
                    object?acl GET,PUT
                    object?attributes GET
                    object?encryption PUT
                    object?legal-hold GET,PUT
                    object?renameObject PUT
                    object?restore POST
                    object?retention GET,PUT
                    object?select POST
                    object?tagging DELETE,GET,PUT
                    object?torrent GET
                    object?uploadId DELETE,GET,POST,PUT
                    object?uploads POST
                    service GET
                    """);

    private static final List<String> METHODS =
            List.of("GET", "HEAD", "PUT", "POST", "DELETE", "PATCH");

    @TempDir Path folder;

    private RunningS3 s3;
    private Wire wire;

    private static Map<String, Set<String>> table(String lines) {
        Map<String, Set<String>> table = new TreeMap<>();
        for (String line : lines.lines().toList()) {
            String[] columns = line.split(" ", -1);
            table.put(columns[0], Set.of(columns[1].split(",", -1)));
        }
        return table;
    }

    @BeforeEach
    void start() throws IOException {
        s3 = RunningS3.trusting(folder);
        wire = new Wire(s3.uri());
        wire.put("/films", "");
        wire.put("/films/k", "bytes");
    }

    @AfterEach
    void stop() throws IOException {
        s3.close();
    }

    @Test
    void aMethodThatAwsHasNotThereIsNotAllowed() {
        OF_AWS.forEach((address, has) -> {
            for (String method : METHODS) {
                if (has.contains(method)) {
                    continue;
                }
                Wire.Answer answer = wire.call(method, path(address, "films"), "");
                assertThat(answer.status()).as(method + " " + address).isEqualTo(405);
                assertThat(
                                Arrays.stream(answer.header("Allow").split(", ", -1))
                                        .collect(Collectors.toSet()))
                        .as(method + " " + address)
                        .isEqualTo(has);
                if (!method.equals("HEAD")) {
                    assertThat(answer.text("Code")).isEqualTo("MethodNotAllowed");
                    assertThat(answer.text("Method")).isEqualTo(method);
                    assertThat(answer.text("ResourceType")).matches("[A-Z_]+");
                }
            }
        });
        assertThat(wire.get("/films/k").body()).isEqualTo("bytes");
    }

    @Test
    void whatAwsHasThereIsServedOrNotImplemented() {
        int count = 0;
        for (Map.Entry<String, Set<String>> place : OF_AWS.entrySet()) {
            for (String method : place.getValue()) {
                String bucket = "bucket-" + count++;
                wire.put("/" + bucket, "");
                wire.put("/" + bucket + "/k", "bytes");
                Wire.Answer answer = wire.call(method, path(place.getKey(), bucket), "");
                assertThat(answer.status()).as(method + " " + place.getKey()).isNotEqualTo(405);
                assertThat(answer.body()).doesNotContain("There is no such thing");
                if (answer.status() >= 500) {
                    assertThat(answer.text("Code")).isEqualTo("NotImplemented");
                }
            }
        }
    }

    @Test
    void aSubResourceOfTheOneIsNoneOfTheOther() {
        for (String address : OF_AWS.keySet()) {
            String other =
                    address.startsWith("bucket")
                            ? address.replaceFirst("^bucket", "object")
                            : address.replaceFirst("^object", "bucket");
            if (OF_AWS.containsKey(other) || !address.contains("?")) {
                continue;
            }
            for (String method : METHODS) {
                Wire.Answer answer = wire.call(method, path(other, "films"), "");
                assertThat(answer.status()).as(method + " " + other).isEqualTo(400);
                if (!method.equals("HEAD")) {
                    assertThat(answer.text("Message"))
                            .isEqualTo(
                                    "There is no such thing as the %s sub-resource for a %s"
                                            .formatted(
                                                    other.substring(other.indexOf('?')),
                                                    other.startsWith("object") ? "key" : "bucket"));
                }
            }
        }
        assertThat(wire.get("/films/k").body()).isEqualTo("bytes");
    }

    @Test
    void twoSubResourcesAreInConflict() {
        for (String method : METHODS) {
            Wire.Answer answer = wire.call(method, "/films?policy&acl", "");
            assertThat(answer.status()).isEqualTo(400);
            if (!method.equals("HEAD")) {
                assertThat(answer.text("Message"))
                        .isEqualTo("Conflicting query string parameters: policy, acl");
            }
        }
    }

    private static String path(String address, String bucket) {
        int end = address.indexOf('?') < 0 ? address.length() : address.indexOf('?');
        String query = address.substring(end);
        return switch (address.substring(0, end)) {
            case "service" -> "/" + query;
            case "bucket" -> "/" + bucket + query;
            default -> "/" + bucket + "/k" + query;
        };
    }
}
