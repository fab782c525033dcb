package io.hydrant.systemtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// The real clients of this machine. A test that needs one that is missing is skipped, and says so.
final class Clients {
    private Clients() {}

    /// How to start a Python.
    record Python(String command, Map<String, String> environment) {}

    /// A Python that imports boto3 and the modules named; boto3 new enough to heed
    /// AWS_ENDPOINT_URL. A system's pandas and another Python's boto3 may have to be brought
    /// together.
    static Python python(String... modules) throws IOException {
        Optional<Python> python = findPython(modules);
        if (python.isEmpty()) {
            skip("no Python here can `" + imports(modules) + "`");
        }
        return python.orElseThrow();
    }

    /// The same for a test that can do without.
    static Optional<Python> findPython(String... modules) throws IOException {
        String imports = imports(modules);
        Program.Ended found =
                Program.run(
                        Map.of(),
                        Program.root(),
                        "python3",
                        "-c",
                        "import boto3, os; print(os.path.dirname(os.path.dirname(boto3.__file__)))");
        Map<String, String> withBoto =
                found.status() == 0
                        ? Map.of(
                                "PYTHONPATH", botoAlone(Path.of(found.output().strip())).toString())
                        : Map.of();
        return Stream.of(
                        new Python("python3", Map.of()),
                        new Python("/usr/bin/python3", Map.of()),
                        new Python("/usr/bin/python3", withBoto))
                .filter(each -> works(each.environment(), each.command(), "-c", imports))
                .findFirst();
    }

    private static String imports(String... modules) {
        return "import boto3, botocore"
                + (modules.length == 0 ? "" : ", " + String.join(", ", modules))
                + "; assert tuple(map(int, botocore.__version__.split('.')[:2])) >= (1, 31)";
    }

    /// A folder of links to boto3 and what it needs, without the rest of that Python's packages.
    private static Path botoAlone(Path packages) throws IOException {
        Path links = Files.createTempDirectory("boto3");
        for (String name :
                List.of(
                        "boto3",
                        "botocore",
                        "s3transfer",
                        "jmespath",
                        "urllib3",
                        "dateutil",
                        "six.py")) {
            if (Files.exists(packages.resolve(name))) {
                Files.createSymbolicLink(links.resolve(name), packages.resolve(name));
            }
        }
        return links;
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
        if (!works(Map.of(), program, "--version")) {
            skip(program + " is not on this machine");
        }
        return program;
    }

    private static boolean works(Map<String, String> environment, String... command) {
        try {
            return Program.run(environment, Program.root(), command).status() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
