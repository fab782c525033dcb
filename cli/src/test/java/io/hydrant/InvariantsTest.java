package io.hydrant;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Holds docs/INVARIANTS.md against the sources: the classes and tests that it names exist. So do
/// the classes and methods that the pages name which explain the code, and the files that they link
/// to.
class InvariantsTest {
    private static final Path ROOT = root();

    private static final List<String> MODULES =
            List.of(
                    "testing",
                    "aws",
                    "jq",
                    "core",
                    "columnar",
                    "lambda",
                    "s3",
                    "kafka",
                    "postgresql",
                    "server",
                    "producer",
                    "cli",
                    "systemtest",
                    "bench");

    /// `Progress`, `RetentionTest.itIsToldInTheServersLog`.
    private static final Pattern NAME =
            Pattern.compile("`([A-Z][a-z]+(?:[A-Z][a-z]+)*)(?:\\.([a-z]\\w*))?`");

    /// `[text](docs/performance.md#part)`, and no address.
    private static final Pattern LINK = Pattern.compile("\\]\\(([^):#]+)(?:#[^)]*)?\\)");

    /// Errors that users see; they are no classes of ours.
    private static final Set<String> ERRORS =
            Set.of("InternalError", "LogDamaged", "RequestTimeout");

    @Test
    void everyClassAndTestThatIsNamedExists() throws IOException {
        Map<String, String> sources = sources();
        Set<String> strangers = new TreeSet<>();
        for (MatchResult name : names()) {
            String source = sources.get(name.group(1));
            String test = name.group(2);
            if (source == null && !ERRORS.contains(name.group(1))) {
                strangers.add(name.group());
            } else if (test != null && !isTest(source, test)) {
                strangers.add(name.group());
            }
        }
        assertThat(strangers).isEmpty();
    }

    @Test
    void everyPromiseAndEveryTroubleHasATest() throws IOException {
        List<String> sections = List.of(page().split("(?m)^(?=##+ )"));
        List<String> ofOne =
                sections.stream().filter(section -> section.startsWith("### ")).toList();
        assertThat(ofOne).hasSizeGreaterThan(15);
        assertThat(ofOne)
                .allMatch(section ->
                        NAME.matcher(section).results().anyMatch(InvariantsTest::isOfTest));
    }

    @Test
    void everyClassAndMethodThatAnotherPageNamesExists() throws IOException {
        Map<String, String> sources = sources();
        Set<String> strangers = new TreeSet<>();
        for (Path page : explaining()) {
            for (MatchResult name : NAME.matcher(Files.readString(page)).results().toList()) {
                String source = sources.get(name.group(1));
                String method = name.group(2);
                if (source == null || method != null && !source.contains(" " + method + "(")) {
                    strangers.add(ROOT.relativize(page) + " " + name.group());
                }
            }
        }
        assertThat(strangers).isEmpty();
    }

    @Test
    void everyFileThatAPageLinksToExists() throws IOException {
        Set<String> strangers = new TreeSet<>();
        for (Path page : pages()) {
            Path folder = Objects.requireNonNull(page.getParent());
            for (MatchResult link : LINK.matcher(Files.readString(page)).results().toList()) {
                if (!Files.exists(folder.resolve(link.group(1)))) {
                    strangers.add(ROOT.relativize(page) + " " + link.group(1));
                }
            }
        }
        assertThat(strangers).isEmpty();
    }

    /// The pages that tell how the code works.
    private static List<Path> explaining() throws IOException {
        List<Path> pages = new ArrayList<>();
        pages.add(ROOT.resolve("ARCHITECTURE.md"));
        pages.add(ROOT.resolve("CONTRIBUTING.md"));
        pages.addAll(in(ROOT.resolve("docs/design")));
        return pages;
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(explaining());
        pages.add(ROOT.resolve("README.md"));
        pages.addAll(in(ROOT.resolve("docs")));
        return pages;
    }

    private static List<Path> in(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".md")).sorted().toList();
        }
    }

    private static boolean isOfTest(MatchResult name) {
        return name.group(1).endsWith("Test") && name.group(2) != null;
    }

    /// Whatever stands between the annotation and the name, it is not another method.
    private static boolean isTest(String source, String name) {
        int at = source == null ? -1 : source.indexOf(" void " + name + "(");
        if (at < 0) {
            return false;
        }
        String before = source.substring(0, at);
        int annotation =
                Math.max(before.lastIndexOf("@Test\n"), before.lastIndexOf("@ParameterizedTest"));
        return annotation >= 0 && !before.substring(annotation).contains(" void ");
    }

    private static List<MatchResult> names() throws IOException {
        List<MatchResult> names = NAME.matcher(page()).results().toList();
        assertThat(names).hasSizeGreaterThan(50);
        return names;
    }

    private static String page() throws IOException {
        return Files.readString(ROOT.resolve("docs/INVARIANTS.md"));
    }

    /// The text of every class of the project, by its name; of classes that share one, all their
    /// texts.
    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new HashMap<>();
        for (String module : MODULES) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src"))) {
                for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    String name = file.getFileName().toString().replace(".java", "");
                    sources.merge(name, Files.readString(file), String::concat);
                }
            }
        }
        return sources;
    }

    private static Path root() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.exists(at.resolve("docs/INVARIANTS.md"))) {
            at = Objects.requireNonNull(at.getParent(), "docs/INVARIANTS.md");
        }
        return at;
    }
}
