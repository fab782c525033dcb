package io.hydrant.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The console speaks its languages equally well, and has no text that it does not say.
class TextsTest {
    private static final Path FILES = Path.of("src/main/resources/io/hydrant/server/console");
    private static final Pattern ASKED = Pattern.compile("\\bt(x|n)?\\(\\s*\"([^\"]+)\"\\s*[,)]");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\w+}");
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    @Test
    void everyLanguageHasTheSameTextsWithTheSamePlaceholders() throws IOException {
        Map<String, String> english = texts("en");
        Map<String, String> spanish = texts("es");
        assertThat(spanish.keySet()).containsExactlyElementsOf(english.keySet());
        english.forEach((key, text) ->
                assertThat(placeholders(spanish.getOrDefault(key, "")))
                        .as(key)
                        .isEqualTo(placeholders(text)));
        assertThat(Stream.concat(english.values().stream(), spanish.values().stream()))
                .allMatch(text -> text.equals(text.strip()) && !text.isEmpty());
    }

    @Test
    void everyTextThatAPageAsksForIsThere() throws IOException {
        Set<String> known = texts("en").keySet();
        Set<String> missing = new TreeSet<>();
        Matcher asked = ASKED.matcher(code());
        while (asked.find()) {
            if ("n".equals(asked.group(1))) {
                addIfMissing(asked.group(2) + ".one", known, missing);
                addIfMissing(asked.group(2) + ".other", known, missing);
            } else {
                addIfMissing(asked.group(2), known, missing);
            }
        }
        assertThat(missing).isEmpty();
    }

    private static void addIfMissing(String key, Set<String> known, Set<String> missing) {
        if (!known.contains(key)) {
            missing.add(key);
        }
    }

    /// A key may be put together: then the code has its beginning, up to a dot.
    @Test
    void everyTextIsSaidSomewhere() throws IOException {
        String code = code();
        List<String> unused =
                texts("en").keySet().stream().filter(key -> !isSaid(key, code)).toList();
        assertThat(unused).isEmpty();
    }

    private static boolean isSaid(String key, String code) {
        String base = key.replaceFirst("\\.(one|other)$", "");
        String beginning = key.substring(0, key.lastIndexOf('.') + 1);
        return code.contains('"' + base + '"')
                || code.contains('"' + key + '"')
                || code.contains('"' + beginning + '"')
                || code.contains('`' + beginning + "${");
    }

    private static Set<String> placeholders(String text) {
        return PLACEHOLDER
                .matcher(text)
                .results()
                .map(found -> found.group())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// In the order of their keys, as they stand in the file.
    private static Map<String, String> texts(String language) throws IOException {
        String file = Files.readString(FILES.resolve("texts/" + language + ".js"));
        String json = file.strip().replaceFirst("^export default ", "").replaceFirst(";$", "");
        Map<String, String> texts =
                JSON.readValue(json, new TypeReference<Map<String, String>>() {});
        assertThat(texts.keySet()).isEqualTo(new TreeMap<>(texts).keySet());
        return new TreeMap<>(texts);
    }

    private static String code() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(FILES)) {
            for (Path file : files.filter(it -> it.toString().endsWith(".js")).toList()) {
                if (!file.toString().contains("texts/")) {
                    all.append(Files.readString(file)).append('\n');
                }
            }
        }
        return all.toString();
    }
}
