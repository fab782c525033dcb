package io.hydrant.lambda.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The code of a function: where it is, and in which language.
sealed interface FunctionHandler {
    /// What changes when somebody edits the code.
    Path file();

    /// As AWS writes it in `_HANDLER`.
    String awsName();

    /// A Python file and a function in it.
    record Python(Path file, String function) implements FunctionHandler {
        @Override
        public String awsName() {
            return stem(file) + "." + function;
        }
    }

    /// A file of Node.js and a function that it exports.
    record Node(Path file, String function) implements FunctionHandler {
        @Override
        public String awsName() {
            return stem(file) + "." + function;
        }
    }

    /// A method in a jar, or in a folder of classes; other jars in the folder `lib` beside it.
    record Java(Path file, String type, String method) implements FunctionHandler {
        @Override
        public String awsName() {
            return type + "::" + method;
        }
    }

    /// A program that speaks the Runtime API itself.
    record Program(Path file) implements FunctionHandler {
        @Override
        public String awsName() {
            return stem(file);
        }
    }

    /// `FILE.py:FUNCTION`, `FILE.mjs:FUNCTION`, `FILE.jar:CLASS::METHOD`, or a program.
    ///
    /// @param folder what paths begin at
    static FunctionHandler of(String text, Path folder) throws UnusableFunctionException {
        Matcher java = Form.JAVA.matcher(text);
        if (java.matches()) {
            String method = java.group(3) == null ? "handleRequest" : java.group(3);
            return new Java(path(folder, java.group(1)), java.group(2), method);
        }
        Matcher script = Form.SCRIPT.matcher(text);
        if (script.matches()) {
            Path file = path(folder, script.group(1));
            return script.group(2).equals("py")
                    ? new Python(file, script.group(3))
                    : new Node(file, script.group(3));
        }
        if (Form.UNFINISHED.matcher(text).matches()) {
            throw new UnusableFunctionException(
                    "\"" + text + "\" names a file and no function in it.",
                    "Write "
                            + text
                            + ":handler, where handler is the function's name; of a jar, FILE.jar:CLASS::METHOD.");
        }
        Path program = path(folder, text);
        if (Form.OTHER.matcher(text).matches() && !Files.exists(program)) {
            throw new UnusableFunctionException(
                    "\"" + text + "\" is not a function that runs here.",
                    "Functions are FILE.py, .mjs, .js, .cjs or .jar with :FUNCTION behind it"
                            + " (of a jar, :CLASS::METHOD), or a file that can be executed, without it.");
        }
        return new Program(program);
    }

    private static Path path(Path folder, String text) {
        return folder.resolve(text).toAbsolutePath().normalize();
    }

    private static String stem(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return dot <= 0 ? name : name.substring(0, dot);
    }

    /// How each is written.
    final class Form {
        private static final Pattern SCRIPT =
                Pattern.compile("(.+\\.(py|mjs|cjs|js)):([\\p{L}_$][\\p{L}\\p{N}_$.]*)");
        private static final Pattern JAVA =
                Pattern.compile(
                        "(.+\\.jar|.+/):([\\p{L}_$][\\p{L}\\p{N}_$.]*)(?:::([\\p{L}_$][\\p{L}\\p{N}_$]*))?");
        private static final Pattern OTHER = Pattern.compile("[^:]+:[^/]+");
        private static final Pattern UNFINISHED = Pattern.compile(".+\\.(py|mjs|cjs|js|jar):?");

        private Form() {}
    }
}
