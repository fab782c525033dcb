package io.hydrant.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.aws.PercentEncoding;
import io.hydrant.core.format.CompressionFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.Tag;

/// Buckets, folders and objects in a browser, whatever is in them.
class ObjectsPageTest {
    private static final String LINES =
            """
            {"MovieID": 1, "Title": "A Trip to the Moon"}
            {"MovieID": 2, "Title": "Amélie", "Cast": ["Tautou", "Kassovitz"]}
            """;
    private static final String ATTACK = "<img src=x onerror=\"window.caught=1\">";

    @TempDir static Path data;
    private static RunningConsole console;
    private static S3Client s3;

    @BeforeAll
    static void start() throws IOException {
        console = new RunningConsole(data);
        s3 = console.account.s3;
        s3.createBucket(create -> create.bucket("zoo"));
    }

    @AfterAll
    static void stop() {
        if (console != null) {
            console.close();
        }
    }

    @Test
    void whateverFirehoseWritesIsReadAsATable() throws IOException {
        for (CompressionFormat format : CompressionFormat.values()) {
            String key = "films/" + format + format.extension();
            s3.putObject(
                    put ->
                            put.bucket("zoo")
                                    .key(key)
                                    .contentEncoding(format.contentEncoding().orElse(null)),
                    RequestBody.fromBytes(packed(format, LINES.getBytes(StandardCharsets.UTF_8))));
        }
        Browser browser = console.asRoot("#/objects");
        for (CompressionFormat format : CompressionFormat.values()) {
            browser.place("#/objects/zoo/films/" + format + format.extension());
            browser.seeText("films/" + format).see("table.data");
            assertThat(cells(browser))
                    .as("%s", format)
                    .containsExactly(
                            List.of("1", "A Trip to the Moon", ""),
                            List.of("2", "Amélie", "[\"Tautou\",\"Kassovitz\"]"));
        }
        assertThat(browser.troubles()).isEmpty();
    }

    @Test
    void rowsAreFoundInWhatHasNoLinesAndInCsv() {
        put("joined", "{\"a\":1,\"b\":\"}{\"}{\"a\":2,\"b\":\"\\\"\"}{\"a\":3,\"b\":\"cut");
        put("a.csv", "id;title\r\n1;\"Metropolis; a \"\"city\"\"\"\r\n2;M\r\n");
        put("list.json", "[{\"a\":true},{\"a\":null}]");
        Browser browser = console.asRoot("#/objects/zoo/joined");
        browser.see("table.data");
        assertThat(cells(browser)).containsExactly(List.of("1", "}{"), List.of("2", "\""));
        browser.place("#/objects/zoo/a.csv").seeText("Metropolis");
        assertThat(cells(browser))
                .containsExactly(List.of("1", "Metropolis; a \"city\""), List.of("2", "M"));
        assertThat(texts(browser, "table.data thead th")).containsExactly("id", "title");
        browser.place("#/objects/zoo/list.json").seeText("true");
        assertThat(cells(browser)).containsExactly(List.of("true"), List.of("null"));
        browser.click("Text").see("pre.content");
        assertThat(texts(browser, "pre.content")).containsExactly("[{\"a\":true},{\"a\":null}]");
        browser.click("Bytes").seeText("00000000  5b 7b 22 61");
    }

    @Test
    void whatIsSmallPackedAndHugeUnpackedIsReadNoFurtherThanItsBeginning() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bomb)) {
            byte[] blanks = " ".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 100; i++) {
                zip.write(blanks);
            }
        }
        s3.putObject(
                put -> put.bucket("zoo").key("bomb.gz"), RequestBody.fromBytes(bomb.toByteArray()));
        byte[] lying = {0x10, 0, 0, 0, 0, 0, 0, 9, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f, 4};
        s3.putObject(put -> put.bucket("zoo").key("lying.snappy"), RequestBody.fromBytes(lying));
        Browser browser = console.asRoot("#/objects/zoo/bomb.gz");
        browser.seeText("Only the first 2 MiB are shown.");
        browser.place("#/objects/zoo/lying.snappy")
                .seeText("It could not be unpacked")
                .seeText("00000000  10 00 00 00");
        assertThat(browser.troubles()).isEmpty();
    }

    @Test
    void numbersAreShownAsTheyAreWritten() {
        put("numbers", "{\"id\":12345678901234567890,\"price\":1.10,\"in\":{\"n\":1e400}}");
        Browser browser = console.asRoot("#/objects/zoo/numbers");
        browser.see("table.data");
        assertThat(cells(browser))
                .containsExactly(List.of("12345678901234567890", "1.10", "{\"n\":1e400}"));
    }

    @Test
    void columnsAreShownAsRowsAndWhatIsDamagedAsFarAsItIsRead() throws IOException {
        Map<String, byte[]> files =
                Map.of(
                        "films.parquet",
                        ColumnarFiles.parquet(300),
                        "films.orc",
                        ColumnarFiles.orc(300));
        Browser browser = console.asRoot("#/objects");
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            byte[] bytes = file.getValue();
            s3.putObject(put -> put.bucket("zoo").key(file.getKey()), RequestBody.fromBytes(bytes));
            browser.place("#/objects/zoo/" + file.getKey());
            browser.seeText("The first 200 rows.").see("table.data");
            assertThat(texts(browser, "table.data thead th"))
                    .containsExactly("id", "title", "price");
            assertThat(cells(browser)).hasSize(200).startsWith(List.of("0", "Amélie 0", "12.50"));
            browser.click("Text").seeText("{\"id\":1,\"title\":\"Amélie 1\",\"price\":12.50}");
            s3.putObject(
                    put -> put.bucket("zoo").key("cut/" + file.getKey()),
                    RequestBody.fromBytes(Arrays.copyOf(bytes, bytes.length / 2)));
            browser.place("#/objects/zoo/cut/" + file.getKey());
            browser.seeText("It could not be read to its end:")
                    .seeText("The file is damaged: it is cut off, or was never finished.")
                    .seeText("00000000  ");
        }
        assertThat(browser.troubles()).isEmpty();
    }

    @Test
    void aFileIsUploadedIntoTheFolder() {
        s3.createBucket(create -> create.bucket("inbox"));
        Browser browser =
                console.asRoot("#/objects/inbox?prefix=new/").seeText("Upload a file here");
        browser.run(
                "const file = new DataTransfer(); file.items.add(new File(['a,b'], 'año.csv'));"
                        + " const input = document.querySelector('input[type=file]');"
                        + " input.files = file.files; input.dispatchEvent(new Event('change'));");
        browser.seeText("Uploaded new/año.csv.").click("año.csv").seeText("The first row.");
    }

    @Test
    void failedRecordsAreShownWithTheirReasonAndTheRecord() {
        put(
                "errors/one",
                """
                {"rawData":"eyJUaXRsZSI6IkFtw6lsaWUifQ==","errorCode":"Lambda.FunctionError","errorMessage":"The function broke.","attemptsMade":4,"arrivalTimestamp":1764190000000}
                """);
        put(
                "errors/odd",
                "{\"rawData\":\"?\",\"errorCode\":{\"a\":1},\"errorMessage\":7,\"arrivalTimestamp\":\"never\"}");
        console.asRoot("#/objects/zoo/errors/odd").seeText("{\"a\":1}");
        console.asRoot("#/objects/zoo/errors/one")
                .seeText("Lambda.FunctionError")
                .seeText("The function broke.")
                .seeText("{\"Title\":\"Amélie\"}");
    }

    @Test
    void whatAnObjectProvesIsSaidInWords() {
        s3.putObject(
                put ->
                        put.bucket("zoo")
                                .key("proof")
                                .metadata(
                                        Map.of(
                                                "hydrant-stream", "films",
                                                "hydrant-first-position", "1200",
                                                "hydrant-last-position", "1299",
                                                "hydrant-records", "100",
                                                "hydrant-cut", "size")),
                RequestBody.fromString("x"));
        Browser browser = console.asRoot("#/objects/zoo/proof");
        browser.seeText(
                "It proves that 100 records of the stream films are here: the first is at position"
                        + " 1,200, the last at position 1,299. It was written because the buffer"
                        + " was full.");
        browser.click("films")
                .waiting(
                        "the stream's page",
                        () ->
                                browser.driver().getCurrentUrl().endsWith("#/streams/films")
                                        ? true
                                        : null);
    }

    @Test
    void everyKeyThatABrowserCanAskForIsOpenedFromItsFolder() {
        List<String> names =
                List.of(
                        "a b+c",
                        "ñandú",
                        "100%",
                        "what?",
                        "#1",
                        "a&b=c",
                        "tab\there",
                        "é".repeat(100),
                        "..dots..",
                        "<b>",
                        "'quoted' \"twice\"",
                        "//twice",
                        "日本",
                        "%2F");
        for (String name : names) {
            put("odd/" + name, "content of " + name);
        }
        Browser browser = console.asRoot("#/objects");
        for (String name : names) {
            int slash = name.lastIndexOf('/');
            browser.run(
                    "location.hash = '#/objects/zoo?prefix=' + encodeURIComponent(arguments[0])",
                    "odd/" + name.substring(0, slash + 1));
            browser.click(name.substring(slash + 1).replace("\t", "\\u0009"));
            browser.seeText("content of " + name.replace("\t", " ").substring(0, 1));
            assertThat(texts(browser, "pre.content")).containsExactly("content of " + name);
        }
        assertThat(browser.troubles()).isEmpty();
    }

    @Test
    void manyKeysComeInPages() throws Exception {
        s3.createBucket(create -> create.bucket("many"));
        try (ExecutorService many = Executors.newFixedThreadPool(8)) {
            List<Future<?>> puts = new ArrayList<>();
            for (int i = 0; i < 350; i++) {
                String key = "k%04d".formatted(i);
                puts.add(
                        many.submit(() ->
                                s3.putObject(
                                        put -> put.bucket("many").key(key),
                                        RequestBody.fromString(""))));
            }
            for (Future<?> put : puts) {
                put.get();
            }
        }
        Browser browser = console.asRoot("#/objects/many");
        browser.seeText("k0099");
        assertThat(browser.text()).doesNotContain("k0100");
        browser.click("Next").seeText("k0199").seeText("Page 2");
        browser.click("Next").seeText("k0299");
        browser.click("Previous").seeText("k0100").seeText("Page 2");
        browser.type("Keys that begin with", "k034")
                .click("Show")
                .seeText("k0349")
                .seeText("Page 1");
        assertThat(texts(browser, "tbody tr")).hasSize(10);
    }

    @Test
    void aStrangersTextIsNeverMarkup() {
        String key = "xss/" + ATTACK;
        s3.putObject(
                put ->
                        put.bucket("zoo")
                                .key(key)
                                .contentType("text/html")
                                .metadata(Map.of("evil", ATTACK))
                                .acl(ObjectCannedACL.PRIVATE),
                RequestBody.fromString("<script>window.caught=1</script>" + ATTACK));
        s3.putObjectTagging(put ->
                put.bucket("zoo")
                        .key(key)
                        .tagging(tags -> tags.tagSet(Tag.builder().key("a").value("b").build())));
        put(
                "xss/rows",
                "{\"" + ATTACK.replace("\"", "\\\"") + "\": \"<script>window.caught=1</script>\"}");
        put(
                "xss/failures",
                "{\"rawData\":\"PHNjcmlwdD53aW5kb3cuY2F1Z2h0PTE8L3NjcmlwdD4=\",\"errorCode\":\"<b>\",\"errorMessage\":\"<svg onload=window.caught=1>\"}");
        put("xss/image.svg", "<svg xmlns='http://www.w3.org/2000/svg' onload='window.caught=1'/>");
        Browser browser = console.asRoot("#/objects/zoo?prefix=xss/");
        browser.click(ATTACK).seeText("<script>window.caught=1</script>").seeText("evil");
        browser.place("#/objects/zoo/xss/rows").see("table.data");
        browser.place("#/objects/zoo/xss/failures").seeText("<svg onload=window.caught=1>");
        browser.place("#/objects/zoo/xss/image.svg").seeText("<svg xmlns=");
        Pages.areUnharmed(browser);
    }

    @Test
    void aDownloadIsNeverAPage() throws Exception {
        s3.putObject(
                put -> put.bucket("zoo").key("page à.html").contentType("text/html"),
                RequestBody.fromString("<script>alert(1)</script>"));
        Browser browser = console.asRoot("#/objects/zoo/page%20%C3%A0.html").seeText("alert");
        String link = (String) browser.run("return document.querySelector('a[download]').href");
        HttpResponse<String> answer =
                HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(URI.create(link)).build(),
                                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type"))
                .hasValue("application/octet-stream");
        assertThat(answer.headers().firstValue("content-disposition"))
                .hasValueSatisfying(value -> assertThat(value).startsWith("attachment"));
        assertThat(answer.body()).isEqualTo("<script>alert(1)</script>");
    }

    @Test
    void tagsAreEditedAndVersionsComeAndGo() {
        s3.createBucket(create -> create.bucket("kept"));
        s3.putBucketVersioning(put ->
                put.bucket("kept")
                        .versioningConfiguration(of -> of.status(BucketVersioningStatus.ENABLED)));
        String first =
                s3.putObject(put -> put.bucket("kept").key("a"), RequestBody.fromString("old"))
                        .versionId();
        s3.putObject(put -> put.bucket("kept").key("a"), RequestBody.fromString("new"));
        Browser browser = console.asRoot("#/objects/kept/a").seeText("new");
        browser.click("Edit tags");
        browser.see("input[aria-label='Name of tag 1']").sendKeys("team");
        browser.see("input[aria-label='Value of tag 1']").sendKeys("red/blue = @1");
        browser.click("Save").seeText("team = ");
        assertThat(s3.getObjectTagging(get -> get.bucket("kept").key("a")).tagSet())
                .containsExactly(Tag.builder().key("team").value("red/blue = @1").build());
        browser.click(first).seeText("old");
        browser.click("Show the latest one").seeText("new");
        browser.click("Delete").seeText("Delete this object?").click("Delete");
        browser.seeText("This bucket is empty.").click("Show versions").seeText("delete marker");
        browser.click("a").seeText("new").click("Delete").seeText("Delete this version?");
    }

    /// Browsers would take some of these for others, or for the address of another page.
    @Test
    void whateverItsKeyAnObjectIsOpenedDownloadedTaggedAndDeleted() throws Exception {
        s3.createBucket(create -> create.bucket("odd"));
        List<String> keys =
                List.of(
                        "a/../b",
                        "./..",
                        "a//b/",
                        "/",
                        "100% #1? &=+;\\'\"",
                        "%2e%2e/%2F",
                        "versions",
                        "日本/é",
                        "é/".repeat(341) + ".");
        Browser browser = console.asRoot("#/objects/odd").seeText("This bucket is empty.");
        for (String key : keys) {
            s3.putObject(put -> put.bucket("odd").key(key), RequestBody.fromString("this: " + key));
            browser.place("#/objects/odd/" + PercentEncoding.encodePath(key))
                    .seeText("this: " + key);
            assertThat(downloaded(browser)).isEqualTo("this: " + key);
            browser.click("Edit tags");
            browser.see("input[aria-label='Name of tag 1']").sendKeys("team");
            browser.click("Save").waiting("the tag is seen", () -> tagNamed(browser, "team"));
            assertThat(s3.getObjectTagging(get -> get.bucket("odd").key(key)).tagSet()).hasSize(1);
            browser.click("Delete").seeText("Delete this object?").click("Delete");
            browser.see("form.filter");
            assertThat(s3.listObjectsV2(list -> list.bucket("odd")).contents()).isEmpty();
        }
        assertThat(browser.troubles()).isEmpty();
    }

    @Test
    void aFolderThatIsCalledLikeItsParentIsGoneInto() {
        put("up/../../x", "found");
        console.asRoot("#/objects/zoo?prefix=up/").click("../").click("../").click("x");
        console.browser.seeText("found").seeText("s3://zoo/up/../../x");
    }

    /// The console asks for such an object by an address of its own: what a policy says of the key
    /// holds there as well.
    @Test
    void whoMayNotReadAnObjectMayNotWhateverItsKey() {
        put("open/../secret", "for the reader");
        put("secret/./x", "for nobody");
        AwsCredentials reader = console.account.user("openreader");
        console.account.iam.putUserPolicy(put ->
                put.userName("openreader")
                        .policyName("open")
                        .policyDocument(
                                """
                                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::zoo/open/*"}]}\
                                """));
        console.fresh();
        Browser browser = console.signIn(reader);
        browser.place("#/objects/zoo/secret/./x").seeText("This needs the permission s3:GetObject");
        assertThat(browser.text()).doesNotContain("for nobody");
        browser.place("#/objects/zoo/open/../secret").seeText("for the reader");
    }

    private static @Nullable Object tagNamed(Browser browser, String name) {
        return browser.run(
                "return [...document.querySelectorAll('.tags strong')]"
                        + ".find(one => one.textContent === arguments[0]) ?? null",
                name);
    }

    /// By the address that the button has, as the browser itself asks for it.
    private static Object downloaded(Browser browser) {
        return Objects.requireNonNull(
                browser.runAwaiting(
                        "const link = document.querySelector('a[download]');"
                                + "const answer = await fetch(link.href);"
                                + "return answer.ok ? answer.text() : answer.status;"));
    }

    @Test
    void whoMayLittleIsToldWhichPermissionIsMissing() {
        AwsCredentials nobody = console.account.user("visitor");
        Browser browser = console.fresh();
        console.signIn(nobody);
        browser.place("#/objects").seeText("s3:ListAllMyBuckets");
        browser.place("#/objects/zoo").seeText("s3:ListBucket");
        browser.place("#/objects/zoo/secret").seeText("s3:GetObject");
    }

    @Test
    void thePagesAreForEverybody() {
        put("everybody/films.json", LINES);
        Browser browser = console.asRoot("#/objects");
        for (String scheme : List.of("light", "dark")) {
            for (int width : List.of(360, 1440)) {
                browser.colours(scheme).size(width);
                browser.place("#/objects").seeText("zoo");
                Pages.areOpen(browser);
                browser.place("#/objects/zoo?prefix=everybody/").seeText("films.json");
                Pages.areOpen(browser);
                browser.place("#/objects/zoo/everybody/films.json").see("table.data");
                Pages.areOpen(browser);
            }
        }
        browser.place("#/objects/zoo/everybody/films.json")
                .see("[role=tab][aria-selected=true]")
                .sendKeys(Keys.ARROW_RIGHT);
        browser.see("pre.content");
    }

    /// Nothing keeps people out, and the page is no wider than the window.

    private static void put(String key, String content) {
        s3.putObject(put -> put.bucket("zoo").key(key), RequestBody.fromString(content));
    }

    private static byte[] packed(CompressionFormat format, byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = format.encode(packed, "films", Instant.EPOCH)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    @SuppressWarnings("unchecked") // the script's own result
    private static List<List<String>> cells(Browser browser) {
        return (List<List<String>>)
                Objects.requireNonNull(
                        browser.run(
                                "return [...document.querySelectorAll('table.data tbody tr')]"
                                        + ".map(row => [...row.cells].map(cell =>"
                                        + " cell.textContent))"));
    }

    @SuppressWarnings("unchecked") // the script's own result
    private static List<String> texts(Browser browser, String selector) {
        return (List<String>)
                Objects.requireNonNull(
                        browser.run(
                                "return [...document.querySelectorAll(arguments[0])]"
                                        + ".map(one => one.textContent)",
                                selector));
    }
}
