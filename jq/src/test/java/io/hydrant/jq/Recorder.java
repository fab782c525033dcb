package io.hydrant.jq;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Records what the real jq 1.6 answers, for [RecordedTest]. To record again after a change of a
/// list of programs, with Debian's jq 1.6 on the path and the test classes on the class path, run
/// this with the folder of the lists:
///
///     java -cp … io.hydrant.jq.Recorder jq/src/test/resources/io/hydrant/jq/cases
///
/// Each `NAME.txt` there has a program on each line; a line that begins with `<` and a space has the
/// document for those that follow, and one that begins with `#` and a space is a comment. Beside it
/// `NAME.jsonl` is written: on each line an array of program, document, values and error.
final class Recorder {
    private static final String ERROR = "jq: error";
    private static final String PARSE_ERROR = "parse error: ";

    private Recorder() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Answer version = run(List.of("jq", "--version"), "");
        if (!version.out().startsWith("jq-1.6")) {
            throw new IllegalStateException("not jq 1.6 but " + version.out());
        }
        try (Stream<Path> lists = Files.list(Path.of(arguments[0]))) {
            for (Path list :
                    lists.filter(p -> p.toString().endsWith(".txt"))
                            .filter(p -> arguments.length == 1 || p.endsWith(arguments[1]))
                            .sorted()
                            .toList()) {
                record(list);
            }
        }
    }

    /// What a program wrote.
    private record Answer(String out, String error, int code) {}

    private static Answer run(List<String> command, String in)
            throws IOException, InterruptedException {
        Path input = Files.createTempFile("jq", ".json");
        Path output = Files.createTempFile("jq", ".out");
        Path error = Files.createTempFile("jq", ".err");
        try {
            Files.writeString(input, in, StandardCharsets.UTF_8);
            ProcessBuilder builder =
                    new ProcessBuilder(command)
                            .redirectInput(input.toFile())
                            .redirectOutput(output.toFile())
                            .redirectError(error.toFile());
            builder.environment().put("TZ", "UTC");
            Process process = builder.start();
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            return new Answer(
                    Files.readString(output), Files.readString(error), process.exitValue());
        } finally {
            Files.delete(input);
            Files.delete(output);
            Files.delete(error);
        }
    }

    private static void record(Path list) throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>();
        String document = "null";
        for (String line : Files.readAllLines(list)) {
            if (line.startsWith("< ")) {
                document = line.substring(2);
            } else if (!line.isBlank() && !line.startsWith("# ")) {
                String recorded = answer(line, document);
                if (recorded == null) {
                    System.out.println("left out, since jq broke down or did not end: " + line);
                } else {
                    lines.add(recorded);
                }
            }
        }
        String name = list.getFileName().toString().replace(".txt", ".jsonl");
        Files.write(list.resolveSibling(name), lines);
        System.out.println(name + ": " + lines.size());
    }

    private static @Nullable String answer(String program, String document)
            throws IOException, InterruptedException {
        Answer answer = run(List.of("jq", "-c", program), document + "\n");
        if (answer.code() > 5 || answer.error().contains("Assertion")) {
            return null;
        }
        List<JqValue> values = answer.out().lines().<JqValue>map(JqString::new).toList();
        JqValue error = JqNull.NULL;
        if (answer.error().startsWith(ERROR) || answer.error().startsWith(PARSE_ERROR)) {
            error = new JqString(answer.error().strip());
        }
        return JqArray.of(new JqString(program), new JqString(document), JqArray.of(values), error)
                .json();
    }
}
