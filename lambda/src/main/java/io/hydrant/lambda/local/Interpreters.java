package io.hydrant.lambda.local;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;

/// The programs on this machine that functions need, and whether a function's code is there at all.
final class Interpreters {
    private final String path;

    /// @param variables the server's environment
    Interpreters(Map<String, String> variables) {
        this.path = variables.getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
    }

    Optional<Path> find(String program) {
        return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(path)
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder).resolve(program))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    /// The one that runs this server.
    static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    /// Refuses a function that cannot run, as far as that can be seen without running it.
    void check(LocalFunction function) throws UnusableFunctionException {
        String about = "The function " + function.name();
        Path file = function.handler().file();
        if (!Files.exists(file)) {
            throw new UnusableFunctionException(
                    about + " cannot run: there is no " + file + ".",
                    "Paths begin at the folder that hydrant is started in; or write the whole path.");
        }
        switch (function.handler()) {
            case FunctionHandler.Python python ->
                    checkFile(about, file, "python3", "Install Python 3");
            case FunctionHandler.Node node -> checkFile(about, file, "node", "Install Node.js");
            case FunctionHandler.Java java -> checkClass(about, java);
            case FunctionHandler.Program program -> checkProgram(about, file);
        }
    }

    private void checkFile(String about, Path file, String program, String remedy)
            throws UnusableFunctionException {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new UnusableFunctionException(
                    about + " cannot run: " + file + " is no file that can be read.",
                    "Name the file that has the function.");
        }
        if (find(program).isEmpty()) {
            throw new UnusableFunctionException(
                    about + " needs " + program + ", which is not on the PATH.",
                    remedy + ", or start hydrant with a PATH that has it.");
        }
    }

    private static void checkProgram(String about, Path file) throws UnusableFunctionException {
        if (!Files.isRegularFile(file)) {
            throw new UnusableFunctionException(
                    about + " cannot run: " + file + " is not a file.",
                    "A folder of Java classes is written with a slash at its end: FOLDER/:CLASS::METHOD.");
        }
        if (!Files.isExecutable(file)) {
            throw new UnusableFunctionException(
                    about + " cannot run: " + file + " is not executable.",
                    "A program that speaks the Lambda Runtime API: chmod +x "
                            + file
                            + ". Others are FILE.py:FUNCTION, FILE.mjs:FUNCTION or FILE.jar:CLASS::METHOD.");
        }
    }

    private static void checkClass(String about, FunctionHandler.Java java)
            throws UnusableFunctionException {
        String entry = java.type().replace('.', '/') + ".class";
        boolean isThere;
        if (Files.isDirectory(java.file())) {
            isThere = Files.exists(java.file().resolve(entry));
        } else {
            try (ZipFile jar = new ZipFile(java.file().toFile())) {
                isThere = jar.getEntry(entry) != null;
            } catch (IOException e) {
                throw new UnusableFunctionException(
                        about + " cannot run: " + java.file() + " is not a jar: " + e.getMessage(),
                        "Build it anew.");
            }
        }
        if (!isThere) {
            throw new UnusableFunctionException(
                    about
                            + " cannot run: there is no class "
                            + java.type()
                            + " in "
                            + java.file()
                            + ".",
                    "Name the class with its package, and an inner one as OUTER$INNER.");
        }
    }
}
