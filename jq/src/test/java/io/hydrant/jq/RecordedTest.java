package io.hydrant.jq;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Compares with what the real jq 1.6 answered: see [Recorder].
class RecordedTest {
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

    /// What jq says about where an error was.
    private static final Pattern PLACE =
            Pattern.compile("^(?:jq: error \\(at [^)]*\\)(?: \\(not a string\\))?|parse error): ");

    /// What differs, for a reason.
    private static final Set<String> DIFFERENT =
            Set.of(
                    // They reach beyond the record.
                    "try input catch .",
                    "input",
                    "halt",
                    "halt_error",
                    "debug",
                    "stderr",
                    "modulemeta",
                    "get_search_list",
                    "module {a:1}; 1",
                    "path(input)",
                    "input_line_number",
                    "debug|.qty",
                    "try halt_error catch \"h\"",
                    "input_filename",
                    "env.PATH|type",
                    "$ENV.PATH|type");

    /// A program, a document, and what jq made of them.
    record Case(String program, String document, List<String> values, String error) {
        static Case of(JqValue line) {
            JqArray parts = (JqArray) line;
            return new Case(
                    parts.get(0).text(),
                    parts.get(1).text(),
                    ((JqArray) parts.get(2)).items().stream().map(JqValue::text).toList(),
                    parts.get(3) == JqNull.NULL ? "" : parts.get(3).text());
        }

        boolean isRefused() {
            return error.startsWith("jq: error: ") && error.contains("compile error");
        }
    }

    static List<Case> cases(String name) throws IOException {
        List<Case> cases = new ArrayList<>();
        try (InputStream in = RecordedTest.class.getResourceAsStream("cases/" + name + ".jsonl")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (String line : text.lines().toList()) {
                byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
                cases.add(Case.of(JsonReader.read(bytes, 0, bytes.length, Reach.ALL)));
            }
        }
        return cases;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "firehose",
                "records",
                "language",
                "paths",
                "functions",
                "texts",
                "times",
                "numbers",
                "documents"
            })
    void answersAsTheRealProgramDoes(String name) throws IOException {
        List<String> differences = new ArrayList<>();
        for (Case recorded : cases(name)) {
            if (DIFFERENT.contains(recorded.program())) {
                continue;
            }
            String expected = String.join("\n", recorded.values()) + "\n" + error(recorded);
            String actual = answer(recorded);
            if (!actual.equals(expected)) {
                differences.add(
                        recorded.program()
                                + "\n  on    "
                                + shortened(recorded.document())
                                + "\n  jq    "
                                + expected.replace("\n", " ; ")
                                + "\n  here  "
                                + actual.replace("\n", " ; "));
            }
        }
        assertThat(differences).isEmpty();
    }

    private static String shortened(String document) {
        return document.length() < 200 ? document : document.substring(0, 30) + "…";
    }

    private static String error(Case recorded) {
        if (recorded.error().isEmpty()) {
            return "";
        }
        return recorded.isRefused() ? "REFUSED" : PLACE.matcher(recorded.error()).replaceFirst("");
    }

    private static String answer(Case recorded) {
        JqProgram program;
        try {
            program = JqProgram.compile(recorded.program());
        } catch (JqSyntaxException refused) {
            return recorded.isRefused() ? "\nREFUSED" : "\nREFUSED: " + refused.getMessage();
        }
        List<String> values = new ArrayList<>();
        byte[] document = recorded.document().getBytes(StandardCharsets.UTF_8);
        String error = "";
        try {
            program.evaluate(
                    document,
                    0,
                    document.length,
                    NOW,
                    JqLimits.DEFAULT,
                    value -> values.add(value.json()));
        } catch (JqException failure) {
            error = String.valueOf(failure.getMessage()).replaceFirst(" \\(not a string\\)$", "");
        }
        return String.join("\n", values) + "\n" + error;
    }
}
