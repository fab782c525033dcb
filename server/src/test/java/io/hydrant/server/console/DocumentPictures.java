package io.hydrant.server.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hydrant.testing.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.firehose.model.Record;
import software.amazon.awssdk.services.s3.model.S3Object;

/// The pictures of the documents: the example's stack complete, its stream with records in the
/// buffer, its objects, one object's content; in English and in Spanish. `docs/images/make` has
/// them made.
@EnabledIfSystemProperty(named = "hydrant.pictures", matches = ".+")
class DocumentPictures {
    private static final String STREAM = "movies-netflix";
    private static final String BUCKET = "movies-netflix-000000000000";
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Pattern YEAR = Pattern.compile("[0-9]+");
    private static final int WIDTH = 1000;
    private static final int LEAST_HEIGHT = 300;
    private static final int MOST_HEIGHT = 760;
    private static final int QUALITY = 88;
    private static final int ABOVE = 130;
    private static final int LIMIT = 120_000;

    private final Path folder =
            Path.of(System.getProperty("hydrant.pictures", "")).toAbsolutePath();
    private final Path example =
            Path.of(System.getProperty("hydrant.example", "../examples/netflix")).toAbsolutePath();

    @TempDir Path data;

    @Test
    void ofTheExample() throws IOException {
        Files.createDirectories(folder);
        try (RunningConsole console = new RunningConsole(data)) {
            console.account.stack("netflix", Files.readString(example.resolve("pipeline.yaml")));
            List<Record> films = films();
            put(console, films);
            flush(console);
            put(console, films.subList(0, 70));
            for (String language : List.of("en", "es")) {
                walk(console, language);
            }
        }
    }

    private void walk(RunningConsole console, String language) throws IOException {
        Browser browser = console.asRoot("#/streams").seeText(STREAM).size(WIDTH);
        browser.run("localStorage.setItem('hydrant.language', arguments[0])", language);
        browser.visit("about:blank").visit(console.address()).see("html[lang=" + language + "]");
        browser.seeText(STREAM);
        take(browser.place("#/stacks/netflix").seeText("CREATE_COMPLETE"), language + "-stack");
        take(browser.place("#/streams/" + STREAM).seeText("1 MiB"), language + "-stream");
        String key = key(console);
        String hour = key.substring(0, key.lastIndexOf('/') + 1);
        browser.place("#/objects/" + BUCKET + "?prefix=" + hour);
        take(browser.seeText(key.substring(hour.length())), language + "-objects");
        browser.place("#/objects/" + BUCKET + "/" + key).see("table.data");
        take(browser.seeText("A Trip to the Moon"), language + "-object", "table.data");
    }

    private List<Record> films() throws IOException {
        return Files.readAllLines(example.resolve("films.csv"), UTF_8).stream()
                .map(line -> line.split(",", 3))
                .map(film ->
                        "{\"MovieID\": %s, \"YearOfRelease\": %s, \"Title\": \"%s\"}\n"
                                .formatted(film[0], year(film[1]), film[2].replace("\"", "")))
                .map(line -> Record.builder().data(SdkBytes.fromUtf8String(line)).build())
                .toList();
    }

    /// A year that is not known is 0, as `hydrant send` has it.
    private static String year(String text) {
        return YEAR.matcher(text).matches() ? text : "0";
    }

    private static void put(RunningConsole console, List<Record> records) {
        console.firehose.putRecordBatch(put -> put.deliveryStreamName(STREAM).records(records));
    }

    private static void flush(RunningConsole console) {
        console.asRoot("#/streams/" + STREAM).click("Flush now");
        key(console);
    }

    private static String key(RunningConsole console) {
        return Wait.upTo(PATIENCE)
                .until(
                        "an object is there",
                        () ->
                                console.account
                                        .s3
                                        .listObjectsV2(list -> list.bucket(BUCKET))
                                        .contents(),
                        objects -> !objects.isEmpty())
                .stream()
                .map(S3Object::key)
                .findFirst()
                .orElseThrow();
    }

    private void take(Browser browser, String name) throws IOException {
        take(browser, name, "body");
    }

    /// The page from what the selector finds on, as far as there is something, in few bytes.
    private void take(Browser browser, String name, String from) throws IOException {
        browser.driver().executeCdpCommand("Emulation.setScrollbarsHidden", Map.of("hidden", true));
        browser.run("window.scrollTo(0, 0)");
        long top = Math.max(0, edge(browser, from, "top") - ABOVE);
        long shown =
                Math.clamp(edge(browser, "body", "bottom") + 16 - top, LEAST_HEIGHT, MOST_HEIGHT);
        Map<String, Object> clip =
                Map.of("x", 0, "y", top, "width", WIDTH, "height", shown, "scale", 1);
        write(browser, picture("webp", clip), name + ".webp");
        if (Boolean.getBoolean("hydrant.pictures.png")) {
            write(browser, picture("png", clip), name + ".png");
        }
    }

    private static long edge(Browser browser, String selector, String edge) {
        Object found =
                browser.run(
                        "return document.querySelector(arguments[0]).getBoundingClientRect()[arguments[1]]",
                        selector,
                        edge);
        return ((Number) Objects.requireNonNull(found)).longValue();
    }

    private static Map<String, Object> picture(String format, Map<String, Object> clip) {
        Map<String, Object> how =
                new HashMap<>(
                        Map.of("format", format, "clip", clip, "captureBeyondViewport", true));
        if (format.equals("webp")) {
            how.put("quality", QUALITY);
        }
        return how;
    }

    private void write(Browser browser, Map<String, Object> how, String name) throws IOException {
        Object picture =
                browser.driver().executeCdpCommand("Page.captureScreenshot", how).get("data");
        byte[] bytes = Base64.getDecoder().decode((String) Objects.requireNonNull(picture));
        if (bytes.length > LIMIT) {
            throw new IOException(
                    name + " has " + bytes.length + " bytes: too many for a document");
        }
        Files.write(folder.resolve(name), bytes);
    }
}
