package io.hydrant.systemtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The assignment's own template and program, read from the folder beside the repository, never
/// copied into it.
record Requirement(String template, String program) {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```\\R(.*?)^```");

    /// Skips the test where the assignment is not there.
    static Requirement read() throws IOException {
        Path page = Program.shared().resolve("seed/requirement.md");
        if (!Files.exists(page)) {
            Clients.skip("the assignment is not at " + page);
        }
        String text = Files.readString(page);
        return new Requirement(
                blockWith(text, "AWSTemplateFormatVersion"), blockWith(text, "import pandas"));
    }

    /// The program with the one wrong variable name of its log line put right.
    String correctedProgram() {
        return program.replace("str(Record)", "str(record)");
    }

    private static String blockWith(String text, String word) {
        Matcher blocks = BLOCK.matcher(text);
        while (blocks.find()) {
            if (blocks.group(1).contains(word)) {
                return blocks.group(1);
            }
        }
        throw new IllegalStateException("No block with " + word);
    }
}
