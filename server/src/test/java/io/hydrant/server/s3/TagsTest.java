package io.hydrant.server.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.server.s3.Wire.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tags by every way they come: as a document on objects and buckets and in a form, as a header.
class TagsTest {
    private static final String BAD_HEADER =
            "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query"
                    + " parameters without tag name duplicates.";

    @TempDir Path folder;
    private RunningS3 server;
    private Wire wire;

    @BeforeEach
    void start() throws IOException {
        server = RunningS3.trusting(folder);
        wire = new Wire(server.uri());
        wire.put("/films", "");
        wire.put("/films/k", "x");
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    /// Every way to give an object or a bucket one tag.
    private Map<String, Function<String[], Answer>> ways() {
        Map<String, Function<String[], Answer>> ways = new TreeMap<>();
        ways.put("object", tag -> wire.put("/films/k?tagging", document(tag)));
        ways.put("bucket", tag -> wire.put("/films?tagging", document(tag)));
        ways.put("form", tag -> form(document(tag)));
        ways.put("header", tag -> wire.put("/films/k", "x", "x-amz-tagging", header(tag)));
        ways.put(
                "upload",
                tag -> wire.call("POST", "/films/k?uploads", "", "x-amz-tagging", header(tag)));
        ways.put("new bucket", this::newBucket);
        return ways;
    }

    @Test
    void keysAndValuesAreLettersDigitsSpacesAndAFewSigns() {
        for (String good : List.of("a b", "é数", "A9_.:/=+-@", "x".repeat(128))) {
            ways().forEach((way, give) -> {
                Answer answer = give.apply(new String[] {good, good});
                assertThat(answer.status()).as("%s: %s", way, good).isLessThan(300);
            });
            wire.call("DELETE", "/music", "");
        }
        for (String bad : List.of("k!", "ke&y", "a*b", "a,b", "a\tb", "😀", "<", "x".repeat(129))) {
            ways().forEach((way, give) -> {
                Answer answer = give.apply(new String[] {bad, "v"});
                assertThat(answer.summary()).as("%s: %s", way, bad).isEqualTo("400 InvalidTag");
                assertThat(answer.text("Message"))
                        .isEqualTo("The TagKey you have provided is invalid");
                assertThat(answer.text("TagKey")).isEqualTo(bad);
            });
        }
        for (String bad : List.of("v!", "a\nb", "x".repeat(257))) {
            ways().forEach((way, give) -> {
                Answer answer = give.apply(new String[] {"k", bad});
                assertThat(answer.summary()).as("%s: %s", way, bad).isEqualTo("400 InvalidTag");
                assertThat(answer.text("Message"))
                        .isEqualTo("The TagValue you have provided is invalid");
                assertThat(answer.text("TagKey")).isEqualTo("k");
                assertThat(answer.text("TagValue")).isEqualTo(bad);
            });
        }
        ways().forEach((way, give) ->
                assertThat(give.apply(new String[] {"", "v"}).summary())
                        .as(way)
                        .isEqualTo("400 InvalidTag"));
        assertThat(wire.get("/music").status()).isEqualTo(404);
    }

    @Test
    void whatOnlyAwsMayGiveIsRefused() {
        Map<String, String> words =
                Map.of(
                        "bucket", "System tags cannot be added/updated by requester",
                        "new bucket", "User-defined tag keys can't start with \"aws:\".");
        for (String key : List.of("aws:x", "AWS:x")) {
            ways().forEach((way, give) -> {
                Answer answer = give.apply(new String[] {key, "v"});
                assertThat(answer.summary()).as(way).isEqualTo("400 InvalidTag");
                assertThat(answer.text("Message"))
                        .startsWith(
                                words.getOrDefault(
                                        way, "Your TagKey cannot be prefixed with aws:"));
            });
        }
    }

    @Test
    void keysAreThereOnceAndNotTooMany() {
        String[] twice = {"k", "1", "k", "2"};
        ways().forEach((way, give) -> {
            Answer answer = give.apply(twice);
            boolean inHeader = way.equals("header") || way.equals("upload");
            assertThat(answer.summary())
                    .as(way)
                    .isEqualTo(inHeader ? "400 InvalidArgument" : "400 InvalidTag");
            assertThat(answer.text("Message"))
                    .isEqualTo(
                            inHeader
                                    ? BAD_HEADER
                                    : "Cannot provide multiple Tags with the same key");
        });
        ways().forEach((way, give) -> {
            int most = way.endsWith("bucket") ? 50 : 10;
            assertThat(give.apply(many(most)).status()).as(way).isLessThan(300);
            assertThat(give.apply(many(most + 1)).summary()).as(way).isEqualTo("400 BadRequest");
        });
    }

    @Test
    void aHeaderThatIsNotEncodedIsRefused() {
        for (String wrong :
                List.of(
                        "k=1&k=2",
                        "key1=val1,key2=val2",
                        "a=b=c",
                        "key=va%zz",
                        "a=%",
                        "a=%ff",
                        "a=%c3%28",
                        "k!=1",
                        "a=<b>")) {
            Answer answer = wire.put("/films/new", "x", "x-amz-tagging", wrong);
            assertThat(answer.summary()).as(wrong).isEqualTo("400 InvalidArgument");
            assertThat(answer.text("Message")).isEqualTo(BAD_HEADER);
            assertThat(answer.text("ArgumentName")).isEqualTo("x-amz-tagging");
            assertThat(answer.text("ArgumentValue")).isEqualTo(wrong);
        }
        assertThat(wire.get("/films/new").status()).isEqualTo(404);
        wire.put("/films/new", "x", "x-amz-tagging", "a=1&b+c=%2B&d");
        assertThat(wire.get("/films/new?tagging").texts("Key")).containsExactly("a", "b c", "d");
        assertThat(wire.get("/films/new?tagging").texts("Value")).containsExactly("1", "+", "");
    }

    @Test
    void aFormsTagsAreItsObjects() {
        assertThat(form(document("genre", "horror")).status()).isEqualTo(204);
        assertThat(wire.get("/films/form?tagging").texts("Value")).containsExactly("horror");
        for (String wrong : List.of("no xml", "", "<Tags/>", "<Tagging><X/></Tagging>")) {
            assertThat(form(wrong).summary()).as(wrong).isEqualTo("400 MalformedXML");
        }
    }

    @Test
    void anEmptySetRemovesThem() {
        wire.put("/films?tagging", document("a", "1"));
        assertThat(wire.get("/films?tagging").texts("Key")).containsExactly("a");
        wire.put("/films?tagging", document());
        assertThat(wire.get("/films?tagging").summary()).isEqualTo("404 NoSuchTagSet");
        wire.put("/films?tagging", document("a", "1"));
        assertThat(wire.put("/films?tagging", "<Tagging/>").status()).isEqualTo(204);
        assertThat(wire.get("/films?tagging").summary()).isEqualTo("404 NoSuchTagSet");
        assertThat(wire.put("/films/k?tagging", document()).status()).isEqualTo(200);
        assertThat(wire.get("/films/k?tagging").texts("Key")).isEmpty();
    }

    @Test
    void aBucketIsCreatedWithItsTagsOrNotAtAll() {
        assertThat(newBucket("a", "1").status()).isEqualTo(200);
        assertThat(wire.get("/music?tagging").texts("Value")).containsExactly("1");
        assertThat(newBucket("a", "2").summary()).isEqualTo("409 BucketAlreadyOwnedByYou");
        assertThat(wire.get("/music?tagging").texts("Value")).containsExactly("1");
    }

    @Test
    void aDocumentIsATagSetOfWholeTags() {
        for (String wrong :
                List.of(
                        "<Tagging><TagSet><Tag><Key>a</Key></Tag></TagSet></Tagging>",
                        "<Tagging><TagSet><Tag><Value>a</Value></Tag></TagSet></Tagging>",
                        "<Tagging><TagSet><Key>a</Key><Value>b</Value></TagSet></Tagging>",
                        "<Tagging><TagSet/><TagSet/></Tagging>",
                        "<TagSet/>",
                        "")) {
            assertThat(wire.put("/films?tagging", wrong).summary())
                    .as(wrong)
                    .isEqualTo("400 MalformedXML");
            assertThat(wire.put("/films/k?tagging", wrong).summary())
                    .as(wrong)
                    .isEqualTo("400 MalformedXML");
        }
    }

    private Answer newBucket(String... tag) {
        return wire.put(
                "/music",
                "<CreateBucketConfiguration><Tags>"
                        + tags(tag)
                        + "</Tags></CreateBucketConfiguration>");
    }

    private static String[] many(int count) {
        return IntStream.range(0, count)
                .boxed()
                .flatMap(i -> List.of("k" + i, "v").stream())
                .toArray(String[]::new);
    }

    private static String document(String... tags) {
        return "<Tagging><TagSet>" + tags(tags) + "</TagSet></Tagging>";
    }

    private static String tags(String... tags) {
        StringBuilder xml = new StringBuilder();
        for (int i = 0; i < tags.length; i += 2) {
            xml.append("<Tag><Key>")
                    .append(escaped(tags[i]))
                    .append("</Key><Value>")
                    .append(escaped(tags[i + 1]))
                    .append("</Value></Tag>");
        }
        return xml.toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    private static String header(String... tags) {
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < tags.length; i += 2) {
            pairs.add(Wire.encoded(tags[i]) + "=" + Wire.encoded(tags[i + 1]));
        }
        return pairs.stream().collect(Collectors.joining("&"));
    }

    private Answer form(String tagging) {
        String field = "--b\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n";
        String body =
                field.formatted("key", "form")
                        + field.formatted("tagging", tagging)
                        + field.formatted("file", "x")
                        + "--b--\r\n";
        return wire.call("POST", "/films", body, "Content-Type", "multipart/form-data; boundary=b");
    }
}
