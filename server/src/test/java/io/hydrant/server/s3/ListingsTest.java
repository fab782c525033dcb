package io.hydrant.server.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.server.s3.Wire.Answer;
import io.hydrant.testing.Seed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// All listings, page by page, against what a plain list of everything would say.
class ListingsTest {
    private static final Comparator<String> BYTES =
            (a, b) ->
                    Arrays.compareUnsigned(
                            a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    private static final List<String> PIECES =
            List.of("a", "b", "/", "//", "-", "é", "😀", "～", "dir/", "%2F", "+", " ", "&");

    @TempDir Path folder;
    private RunningS3 server;
    private Wire wire;

    /// Version ids by key, newest first; and those keys whose newest is no delete marker.
    private final Map<String, List<String>> versions = new TreeMap<>(BYTES);

    private final Set<String> visible = new TreeSet<>(BYTES);

    /// Ids by key, in the order they began.
    private final Map<String, List<String>> uploads = new TreeMap<>(BYTES);

    @BeforeEach
    void start() throws IOException {
        server = RunningS3.trusting(folder);
        wire = new Wire(server.uri());
        assertThat(wire.put("/bkt", "").status()).isEqualTo(200);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void pagesOfEverySizeLoseAndRepeatNothing() {
        long seed = Seed.of(ListingsTest.class).value();
        Random random = new Random(seed);
        wire.put("/bkt?versioning", versioning("Enabled"));
        for (int i = 0; i < 60; i++) {
            change(random, key(random));
        }
        for (int i = 0; i < 50; i++) {
            String prefix = random.nextInt(3) == 0 ? "" : key(random, 1);
            String delimiter = random.nextInt(3) == 0 ? "" : PIECES.get(random.nextInt(4));
            int max = 1 + random.nextInt(7);
            String asked =
                    "&prefix=" + Wire.encoded(prefix) + "&delimiter=" + Wire.encoded(delimiter);
            String which = "seed %d: %s, %d a page".formatted(seed, asked, max);
            assertThat(firstVersion(asked, max))
                    .as(which)
                    .isEqualTo(told(visible, prefix, delimiter, key -> List.of()));
            assertThat(secondVersion(asked, max))
                    .as(which)
                    .isEqualTo(told(visible, prefix, delimiter, key -> List.of()));
            assertThat(paged("versions", "VersionId", "version-id", "keys", asked, max))
                    .as(which)
                    .isEqualTo(told(versions.keySet(), prefix, delimiter, versions::get));
            assertThat(paged("uploads", "UploadId", "upload-id", "uploads", asked, max))
                    .as(which)
                    .isEqualTo(told(uploads.keySet(), prefix, delimiter, uploads::get));
        }
    }

    private void change(Random random, String key) {
        String path = "/bkt/" + Wire.encoded(key);
        List<String> ids = versions.computeIfAbsent(key, any -> new ArrayList<>());
        if (random.nextInt(5) == 0) {
            ids.addFirst(wire.call("DELETE", path, "").header("x-amz-version-id"));
            visible.remove(key);
        } else {
            ids.addFirst(wire.put(path, "x").header("x-amz-version-id"));
            visible.add(key);
        }
        if (random.nextBoolean()) {
            // Their order within a key is that of time, which has milliseconds here.
            long before = System.currentTimeMillis();
            while (System.currentTimeMillis() == before) {
                Thread.onSpinWait();
            }
            uploads.computeIfAbsent(key, any -> new ArrayList<>())
                    .add(wire.call("POST", path + "?uploads", "").text("UploadId"));
        }
    }

    private static String key(Random random) {
        return key(random, 1 + random.nextInt(4));
    }

    private static String key(Random random, int pieces) {
        StringBuilder key = new StringBuilder();
        for (int i = 0; i < pieces; i++) {
            key.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return key.toString();
    }

    /// What is told: keys with their ids, and folders in the place of what is in them.
    private static Set<String> told(
            Set<String> keys, String prefix, String delimiter, Function<String, List<String>> ids) {
        Set<String> told = new LinkedHashSet<>();
        for (String key : keys) {
            if (!key.startsWith(prefix)) {
                continue;
            }
            int at = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
            if (at >= 0) {
                told.add("folder " + key.substring(0, at + delimiter.length()));
            } else if (ids.apply(key).isEmpty()) {
                told.add(key);
            } else {
                ids.apply(key).forEach(id -> told.add(key + " " + id));
            }
        }
        return told;
    }

    private Set<String> firstVersion(String asked, int max) {
        Set<String> told = new LinkedHashSet<>();
        String marker = "";
        Answer page;
        do {
            page = wire.get("/bkt?max-keys=" + max + asked + "&marker=" + Wire.encoded(marker));
            List<String> keys = page.texts("Key");
            add(told, max, keys, folders(page));
            marker =
                    page.has("NextMarker") || keys.isEmpty()
                            ? page.text("NextMarker")
                            : keys.getLast();
        } while (page.text("IsTruncated").equals("true"));
        return inOrder(told);
    }

    private Set<String> secondVersion(String asked, int max) {
        Set<String> told = new LinkedHashSet<>();
        String more = "";
        Answer page;
        do {
            page = wire.get("/bkt?list-type=2&max-keys=" + max + asked + more);
            add(told, max, page.texts("Key"), folders(page));
            assertThat(page.text("KeyCount"))
                    .isEqualTo("" + (page.texts("Key").size() + folders(page).size()));
            more = "&continuation-token=" + Wire.encoded(page.text("NextContinuationToken"));
        } while (page.text("IsTruncated").equals("true"));
        return inOrder(told);
    }

    private Set<String> paged(
            String resource, String id, String marker, String max, String asked, int size) {
        Set<String> told = new LinkedHashSet<>();
        String more = "";
        Answer page;
        do {
            page = wire.get("/bkt?" + resource + "&max-" + max + "=" + size + asked + more);
            List<String> keys = page.texts("Key");
            List<String> ids = page.texts(id);
            List<String> rows = new ArrayList<>();
            for (int i = 0; i < keys.size(); i++) {
                rows.add(keys.get(i) + " " + ids.get(i));
            }
            add(told, size, rows, folders(page));
            more =
                    "&key-marker="
                            + Wire.encoded(page.text("NextKeyMarker"))
                            + "&"
                            + marker
                            + "-marker="
                            + page.text("Next" + id + "Marker");
        } while (page.text("IsTruncated").equals("true"));
        return inOrder(told);
    }

    private static List<String> folders(Answer page) {
        List<String> prefixes = page.texts("Prefix");
        int own = page.body().indexOf("<Prefix>");
        boolean first = own >= 0 && !page.body().startsWith("<CommonPrefixes>", own - 16);
        return (first ? prefixes.subList(1, prefixes.size()) : prefixes)
                .stream().map(folder -> "folder " + folder).toList();
    }

    private static void add(Set<String> told, int max, List<String> rows, List<String> folders) {
        assertThat(rows.size() + folders.size()).isLessThanOrEqualTo(max);
        rows.forEach(row -> assertThat(told.add(row)).as("told twice: %s", row).isTrue());
        folders.forEach(row -> assertThat(told.add(row)).as("told twice: %s", row).isTrue());
    }

    /// A page does not say where its folders stand among its keys.
    private static Set<String> inOrder(Set<String> told) {
        List<String> sorted = new ArrayList<>(told);
        sorted.sort(Comparator.comparing(ListingsTest::keyOf, BYTES));
        return new LinkedHashSet<>(sorted);
    }

    private static String keyOf(String row) {
        String bare = row.startsWith("folder ") ? row.substring(7) : row;
        return bare.replaceFirst(" [0-9a-f]{32,64}$", "");
    }

    @Test
    void partsComeInPagesOfEverySize() {
        String upload = wire.call("POST", "/bkt/k?uploads", "").text("UploadId");
        for (int number : List.of(1, 2, 5, 9, 10_000)) {
            wire.put("/bkt/k?uploadId=" + upload + "&partNumber=" + number, "x");
        }
        for (int max = 1; max < 7; max++) {
            List<String> numbers = new ArrayList<>();
            String marker = "0";
            Answer page;
            do {
                page =
                        wire.get(
                                "/bkt/k?uploadId="
                                        + upload
                                        + "&max-parts="
                                        + max
                                        + "&part-number-marker="
                                        + marker);
                numbers.addAll(page.texts("PartNumber"));
                marker = page.text("NextPartNumberMarker");
            } while (page.text("IsTruncated").equals("true"));
            assertThat(numbers).containsExactly("1", "2", "5", "9", "10000");
        }
        Answer beyond = wire.get("/bkt/k?uploadId=" + upload + "&part-number-marker=2147483647");
        assertThat(beyond.text("NextPartNumberMarker")).isEqualTo("0");
        assertThat(beyond.text("DisplayName")).isNotEmpty();
    }

    @Test
    void anUploadThatHasEndedKeepsItsPlaceAndOneOfAnotherKeyHasNone() {
        String first = wire.call("POST", "/bkt/a?uploads", "").text("UploadId");
        String second = wire.call("POST", "/bkt/a?uploads", "").text("UploadId");
        String other = wire.call("POST", "/bkt/b?uploads", "").text("UploadId");
        assertThat(first).isLessThan(other);
        String earlier = first.compareTo(second) < 0 ? first : second;
        String later = earlier.equals(first) ? second : first;
        wire.call("DELETE", "/bkt/a?uploadId=" + earlier, "");
        assertThat(
                        wire.get("/bkt?uploads&key-marker=a&upload-id-marker=" + earlier)
                                .texts("UploadId"))
                .containsExactly(later, other);
        for (String wrong : List.of(other, "nonsense")) {
            Answer answer = wire.get("/bkt?uploads&key-marker=a&upload-id-marker=" + wrong);
            assertThat(answer.summary()).isEqualTo("400 InvalidArgument");
            assertThat(answer.text("Message")).isEqualTo("Invalid uploadId marker");
        }
    }

    @Test
    void uploadsAreListedInTheFormThatWasRecorded() {
        Answer empty = wire.get("/bkt?uploads&upload-id-marker=x");
        assertThat(empty.has("NextKeyMarker")).isTrue();
        assertThat(empty.has("NextUploadIdMarker")).isTrue();
        assertThat(empty.has("Prefix")).isFalse();
        assertThat(empty.text("UploadIdMarker")).isEmpty();
        String id = wire.call("POST", "/bkt/k?uploads", "").text("UploadId");
        Answer one = wire.get("/bkt?uploads&prefix=k");
        assertThat(one.text("IsTruncated")).isEqualTo("false");
        assertThat(one.text("NextKeyMarker")).isEqualTo("k");
        assertThat(one.text("NextUploadIdMarker")).isEqualTo(id);
        assertThat(one.text("Prefix")).isEqualTo("k");
        assertThat(one.body())
                .contains("<DisplayName>123456789012</DisplayName></Initiator><Owner><ID>");
    }

    @Test
    void aMarkerWithinAFolderIsBehindIt() {
        for (String key : List.of("folder/sub/1", "folder/sub/2", "folder/x", "folder/y")) {
            wire.put("/bkt/" + key, "x");
            wire.call("POST", "/bkt/" + key + "?uploads", "");
        }
        String asked = "prefix=folder/&delimiter=/&";
        Answer first = wire.get("/bkt?" + asked + "max-keys=1&marker=folder/sub/1");
        assertThat(first.texts("Key")).containsExactly("folder/x");
        assertThat(first.has("CommonPrefixes")).isFalse();
        Answer versions = wire.get("/bkt?versions&" + asked + "max-keys=1&key-marker=folder/sub/1");
        assertThat(versions.texts("Key")).containsExactly("folder/x");
        Answer uploads =
                wire.get("/bkt?uploads&" + asked + "max-uploads=1&key-marker=folder/sub/1");
        assertThat(uploads.texts("Key")).containsExactly("folder/x");
    }

    @Test
    void numbersAreAsLargeAsAnInt() {
        String upload = wire.call("POST", "/bkt/k?uploads", "").text("UploadId");
        wire.put("/bkt/k?uploadId=" + upload + "&partNumber=1", "x");
        wire.put("/bkt/k", "x");
        Map<String, String> listings =
                Map.of(
                        "/bkt?max-keys=",
                        "MaxKeys",
                        "/bkt?list-type=2&max-keys=",
                        "MaxKeys",
                        "/bkt?versions&max-keys=",
                        "MaxKeys",
                        "/bkt?uploads&max-uploads=",
                        "MaxUploads",
                        "/bkt/k?uploadId=" + upload + "&max-parts=",
                        "MaxParts");
        listings.forEach((path, element) -> {
            assertThat(wire.get(path + Integer.MAX_VALUE).text(element)).isEqualTo("1000");
            assertThat(wire.get(path + "1000000000").text(element)).isEqualTo("1000");
            assertThat(wire.get(path).text(element)).isEqualTo("1000");
            assertThat(wire.get(path + "0").text(element)).isEqualTo("0");
            assertThat(wire.get(path + "0").text("IsTruncated")).isEqualTo("false");
            for (String wrong : List.of("2147483648", "-1", "x", "1.5", "99999999999999999999")) {
                assertThat(wire.get(path + wrong).summary())
                        .as(path + wrong)
                        .isEqualTo("400 InvalidArgument");
            }
        });
        assertThat(wire.get("/?max-buckets=0").status()).isEqualTo(200);
    }

    @Test
    void anEncodingIsUrlOrNotNamed() {
        for (String path :
                List.of("/bkt?", "/bkt?list-type=2&", "/bkt?versions&", "/bkt?uploads&")) {
            assertThat(wire.get(path + "encoding-type=url").text("EncodingType")).isEqualTo("url");
            for (String wrong : List.of("", "value", "URL")) {
                Answer answer = wire.get(path + "encoding-type=" + wrong);
                assertThat(answer.summary()).isEqualTo("400 InvalidArgument");
                assertThat(answer.text("ArgumentName")).isEqualTo("encoding-type");
            }
        }
    }

    @Test
    void versionsTellHowTheyAreChecksummedAndWrongMarkersAreRefused() {
        wire.put("/bkt/k", "x");
        Answer versions = wire.get("/bkt?versions");
        assertThat(versions.text("ChecksumAlgorithm")).isEqualTo("CRC64NVME");
        assertThat(versions.text("ChecksumType")).isEqualTo("FULL_OBJECT");
        assertThat(wire.get("/bkt?versions&key-marker=k&version-id-marker=x").text("Message"))
                .isEqualTo("Invalid version id specified");
    }

    @Test
    void whereAListingStartsIsNotToldOnceATokenLeads() {
        wire.put("/bkt/k", "x");
        wire.put("/bkt/l", "x");
        Answer start = wire.get("/bkt?list-type=2&start-after=a&max-keys=1");
        assertThat(start.text("StartAfter")).isEqualTo("a");
        Answer next =
                wire.get(
                        "/bkt?list-type=2&start-after=a&continuation-token="
                                + start.text("NextContinuationToken"));
        assertThat(next.texts("Key")).containsExactly("l");
        assertThat(next.has("StartAfter")).isFalse();
        assertThat(wire.get("/bkt?list-type=2&continuation-token=").summary())
                .isEqualTo("400 InvalidArgument");
    }

    @Test
    void bucketsAreListedByPrefixAndRegionInPages() {
        for (String name : List.of("films-1", "films-2", "films-3")) {
            wire.put("/" + name, "");
        }
        Answer films = wire.get("/?prefix=films");
        assertThat(films.texts("Name")).containsExactly("films-1", "films-2", "films-3");
        assertThat(films.text("Prefix")).isEqualTo("films");
        assertThat(films.text("BucketRegion")).isEqualTo("us-east-1");
        assertThat(wire.get("/?bucket-region=us-east-1").texts("Name")).hasSize(4);
        assertThat(wire.get("/?bucket-region=eu-north-1").texts("Name")).isEmpty();
        Answer nowhere = wire.get("/?bucket-region=eu-east-1");
        assertThat(nowhere.summary()).isEqualTo("400 InvalidArgument");
        assertThat(nowhere.text("Message"))
                .isEqualTo("Argument value eu-east-1 is not a valid AWS Region");
        assertThat(wire.get("/?continuation-token=").texts("Name")).hasSize(4);
        List<String> names = new ArrayList<>();
        String token = "";
        do {
            Answer page = wire.get("/?prefix=films&max-buckets=2&continuation-token=" + token);
            names.addAll(page.texts("Name"));
            token = page.text("ContinuationToken");
        } while (!token.isEmpty());
        assertThat(names).containsExactly("films-1", "films-2", "films-3");
    }

    private static String versioning(String status) {
        return "<VersioningConfiguration><Status>" + status + "</Status></VersioningConfiguration>";
    }
}
