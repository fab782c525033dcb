package io.hydrant.aws.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.aws.ServiceException;
import io.hydrant.testing.Seed;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UploadPolicyTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final List<String> FIELDS =
            List.of("key", "bucket", "acl", "Content-Type", "x-amz-meta-a", "tagging");
    private static final List<String> VALUES = List.of("a", "ab", "abc", "b", "", "A");

    /// What a signer means. `kind` is `eq`, `starts-with` or `range`.
    private record Meant(String kind, String field, String value, long least, long most) {}

    /// Conditions that nobody can mean.
    private static final List<String> NONSENSE =
            List.of(
                    "{}",
                    "[]",
                    "null",
                    "7",
                    "\"eq\"",
                    "{\"acl\":\"a\",\"key\":\"a\"}",
                    "{\"content-length-range\":[0,9]}",
                    "{\"acl\":7}",
                    "{\"acl\":null}",
                    "{\"acl\":{}}",
                    "[\"eq\",\"$key\"]",
                    "[\"eq\",\"key\",\"a\"]",
                    "[\"eq\",\"$key\",7]",
                    "[\"eq\",\"$key\",\"a\",\"b\"]",
                    "[\"starts-with\",\"$key\",[\"a\"]]",
                    "[\"starts-with\",[\"$key\"],\"a\"]",
                    "[\"ends-with\",\"$key\",\"a\"]",
                    "[\"\",\"$key\",\"a\"]",
                    "[[\"eq\"],\"$key\",\"a\"]",
                    "[\"content-length-range\",0]",
                    "[\"content-length-range\",-1,0]",
                    "[\"content-length-range\",0,1.5]",
                    "[\"content-length-range\",0,\"x\"]",
                    "[\"content-length-range\",0,[9]]",
                    "[\"content-length-range\",0,null]",
                    "[\"content-length-range\",0,true]",
                    "[\"content-length-range\",0,99999999999999999999]");

    @Test
    void noFormGetsPastItsPolicy() throws IOException {
        long seed = Seed.of(UploadPolicyTest.class).value();
        Random random = new Random(seed);
        int admitted = 0;
        for (int i = 0; i < 20_000; i++) {
            Map<String, String> fields = new HashMap<>(Map.of("key", pick(VALUES, random)));
            for (int n = random.nextInt(3); n > 0; n--) {
                fields.put(lower(pick(FIELDS, random)), pick(VALUES, random));
            }
            fields.remove("bucket");
            int size = random.nextInt(6);
            List<Meant> meant = new ArrayList<>();
            fields.forEach((name, value) -> meant.add(about(name, value, random)));
            meant.add(about("bucket", "ab", random));
            for (int n = random.nextInt(3); n > 0; n--) {
                meant.add(about(pick(FIELDS, random), pick(VALUES, random), random));
            }
            if (random.nextInt(4) == 0) {
                meant.remove(random.nextInt(meant.size()));
            }
            List<String> written = new ArrayList<>();
            meant.forEach(each -> written.add(json(each, random)));
            boolean nonsense = random.nextInt(5) == 0;
            if (nonsense) {
                written.add(random.nextInt(written.size() + 1), pick(NONSENSE, random));
            }
            boolean expected = !nonsense && allows(meant, fields, size);
            String policy = policy("[" + String.join(",", written) + "]");
            assertThat(admits(policy, fields, size))
                    .as("seed %d: %s for %s of %d bytes", seed, written, fields, size)
                    .isEqualTo(expected);
            admitted += expected ? 1 : 0;
        }
        assertThat(admitted).isBetween(1_000, 19_000);
    }

    /// The documentation of S3, in the plainest words.
    private static boolean allows(List<Meant> meant, Map<String, String> form, int size) {
        Map<String, String> fields = new HashMap<>(form);
        fields.put("bucket", "ab");
        Set<String> covered = new HashSet<>();
        for (Meant each : meant) {
            if (each.kind().equals("range")) {
                if (size < each.least() || size > each.most()) {
                    return false;
                }
                continue;
            }
            String value = fields.get(lower(each.field()));
            if (value == null) {
                return false;
            }
            boolean met =
                    each.kind().equals("eq")
                            ? value.equals(each.value())
                            : value.startsWith(each.value());
            if (!met) {
                return false;
            }
            covered.add(lower(each.field()));
        }
        return covered.containsAll(fields.keySet());
    }

    private static Meant about(String field, String value, Random random) {
        return switch (random.nextInt(12)) {
            case 0 -> new Meant("range", "", "", random.nextInt(3), random.nextInt(8));
            case 1 -> new Meant("eq", field, pick(VALUES, random), 0, 0);
            case 2, 3, 4 ->
                    new Meant(
                            "starts-with",
                            field,
                            value.substring(0, random.nextInt(value.length() + 1)),
                            0,
                            0);
            default -> new Meant("eq", field, value, 0, 0);
        };
    }

    private static String json(Meant meant, Random random) {
        String name = anyCase(meant.field(), random);
        if (meant.kind().equals("range")) {
            return random.nextBoolean()
                    ? "[\"content-length-range\",%d,%d]".formatted(meant.least(), meant.most())
                    : "[\"Content-Length-Range\",\"%d\",\"%d\"]"
                            .formatted(meant.least(), meant.most());
        }
        if (meant.kind().equals("eq") && random.nextBoolean()) {
            return "{\"%s\":\"%s\"}".formatted(name, meant.value());
        }
        return "[\"%s\",\"$%s\",\"%s\"]"
                .formatted(anyCase(meant.kind(), random), name, meant.value());
    }

    private static String anyCase(String text, Random random) {
        return random.nextBoolean() ? text : text.toUpperCase(Locale.ROOT);
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private static String pick(List<String> of, Random random) {
        return of.get(random.nextInt(of.size()));
    }

    private static boolean admits(String policy, Map<String, String> fields, int size)
            throws IOException {
        try {
            admit(policy, fields, size).readAllBytes();
            return true;
        } catch (ServiceException refused) {
            assertThat(refused.code())
                    .isIn(
                            "InvalidPolicyDocument",
                            "AccessDenied",
                            "EntityTooLarge",
                            "EntityTooSmall");
            return false;
        }
    }

    private static InputStream admit(String policy, Map<String, String> fields, int size) {
        UploadForm form = new UploadForm(fields, new ByteArrayInputStream(new byte[size]));
        return UploadPolicy.parse(policy).admit(form, "ab", NOW);
    }

    private static String policy(String conditions) {
        return encoded(
                "{\"expiration\":\"2026-11-22T12:00:01Z\",\"conditions\":" + conditions + "}");
    }

    private static String encoded(String policy) {
        return Base64.getEncoder().encodeToString(policy.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "7",
                "{}",
                "{\"conditions\":[]}",
                "{\"expiration\":\"2027-01-01T00:00:00Z\"}",
                "{\"EXPIRATION\":\"2027-01-01T00:00:00Z\",\"conditions\":[]}",
                "{\"expiration\":7,\"conditions\":[]}",
                "{\"expiration\":\"tomorrow\",\"conditions\":[]}",
                "{\"expiration\":\"2027-01-01T00:00:00Z\",\"conditions\":{}}",
                "{\"expiration\":\"2027-01-01T00:00:00Z\",\"conditions\":[],\"more\":[]}",
                "{\"expiration\":\"2027-01-01T00:00:00Z\",\"conditions\":[]} more",
            })
    void whatIsNoPolicyIsRefused(String document) {
        assertThatThrownBy(() -> UploadPolicy.parse(encoded(document)))
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining("InvalidPolicyDocument");
    }

    @Test
    void whatIsWrongIsSaidInTheWordsThatWereRecorded() {
        assertThatThrownBy(() -> UploadPolicy.parse(policy("[{\"content-length-range\":[0,9]}]")))
                .hasMessageContaining("Invalid Simple-Condition: value must be a string");
        assertThatThrownBy(() -> UploadPolicy.parse(policy("[{}]")))
                .hasMessageContaining("Simple-Conditions must have exactly one property specified");
        Map<String, String> fields = Map.of("key", "a");
        assertThatThrownBy(() -> admit(policy("[{\"key\":\"a\"}]"), fields, 1))
                .hasMessageContaining("Invalid according to Policy: Extra input fields: bucket");
        assertThatThrownBy(() -> admit(policy("[[\"eq\",\"$Key\",\"b\"]]"), fields, 1))
                .hasMessageContaining("Policy Condition failed: [\"eq\", \"$Key\", \"b\"]");
        assertThatThrownBy(() -> admit(policy("[[\"starts-with\",\"$acl\",\"\"]]"), fields, 1))
                .hasMessageContaining("Policy Condition failed: [\"starts-with\", \"$acl\", \"\"]");
    }

    @Test
    void everyContentTypeOfAListMustBeginAsThePolicySays() throws IOException {
        String images =
                policy(
                        "[{\"key\":\"a\"},{\"bucket\":\"ab\"},"
                                + "[\"starts-with\",\"$Content-Type\",\"image/\"]]");
        assertThat(admits(images, Map.of("key", "a", "content-type", "image/a,image/b"), 1))
                .isTrue();
        assertThat(admits(images, Map.of("key", "a", "content-type", "image/a,text/b"), 1))
                .isFalse();
    }

    @Test
    void aPolicyHoldsUntilItExpires() {
        UploadForm form = new UploadForm(Map.of("key", "a"), new ByteArrayInputStream(new byte[0]));
        UploadPolicy policy = UploadPolicy.parse(policy("[{\"key\":\"a\"},{\"bucket\":\"ab\"}]"));
        policy.admit(form, "ab", NOW);
        assertThatThrownBy(() -> policy.admit(form, "ab", NOW.plusSeconds(1)))
                .hasMessageContaining("Policy expired");
    }
}
