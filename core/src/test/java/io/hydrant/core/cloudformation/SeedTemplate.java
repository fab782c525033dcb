package io.hydrant.core.cloudformation;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The template of the requirement, which may not be copied here: it is read where it lies, beside
/// the repository.
final class SeedTemplate {
    private SeedTemplate() {}

    static String read() throws IOException {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null) {
            Path document = folder.resolve("shared/seed/requirement.md");
            if (Files.exists(document)) {
                return template(Files.readString(document));
            }
            folder = folder.getParent();
        }
        assumeTrue(false, "Skipped: ../shared/seed/requirement.md is not on this machine");
        throw new AssertionError();
    }

    /// The first block of code that declares resources.
    private static String template(String document) {
        String[] blocks = document.split("```", -1);
        for (int i = 1; i < blocks.length; i += 2) {
            if (blocks[i].contains("AWSTemplateFormatVersion")) {
                return blocks[i].substring(blocks[i].indexOf('\n') + 1);
            }
        }
        throw new AssertionError("No template in the requirement");
    }
}
