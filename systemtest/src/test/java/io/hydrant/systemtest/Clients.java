package io.hydrant.systemtest;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// The real clients of this machine. A test that needs one that is missing is skipped, and says so.
final class Clients {
    private Clients() {}

    /// A Python that imports boto3 and the modules named.
    static String python(String... modules) {
        String imports =
                "import boto3" + (modules.length == 0 ? "" : ", " + String.join(", ", modules));
        Optional<String> python =
                Stream.of("python3", "/usr/bin/python3")
                        .filter(candidate -> works(candidate, "-c", imports))
                        .findFirst();
        if (python.isEmpty()) {
            skip("no Python here can `" + imports + "`");
        }
        return python.orElseThrow();
    }

    static String aws() {
        return present("aws");
    }

    static String cfnLint() {
        return present("cfn-lint");
    }

    static void skip(String reason) {
        System.out.println("SKIPPED: " + reason);
        Assumptions.abort(reason);
    }

    private static String present(String program) {
        if (!works(program, "--version")) {
            skip(program + " is not on this machine");
        }
        return program;
    }

    private static boolean works(String... command) {
        try {
            return Program.run(Map.of(), Program.root(), command).status() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
