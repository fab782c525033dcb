package io.hydrant.lambda.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.core.transform.lambda.Functions.NotInvokedException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Handlers in Java: those of AWS's interfaces, which come with the function, and plain methods.
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class JavaFunctionsTest {
    /// AWS's interfaces, as far as handlers see them.
    private static final Map<String, String> INTERFACES =
            Map.of(
                    "LambdaLogger",
                    "public interface LambdaLogger { void log(String message); void log(byte[] message); }",
                    "Context",
                    """
                    public interface Context {
                        String getAwsRequestId(); String getFunctionName(); String getInvokedFunctionArn();
                        int getRemainingTimeInMillis(); int getMemoryLimitInMB(); LambdaLogger getLogger();
                    }
                    """,
                    "RequestHandler",
                    "public interface RequestHandler<I, O> { O handleRequest(I input, Context context); }",
                    "RequestStreamHandler",
                    """
                    public interface RequestStreamHandler {
                        void handleRequest(java.io.InputStream in, java.io.OutputStream out, Context context) throws java.io.IOException;
                    }
                    """);

    private static final String FILMS =
            """
            package com.example;

            import com.amazonaws.services.lambda.runtime.*;
            import java.io.*;
            import java.nio.ByteBuffer;
            import java.util.*;

            public class Films implements RequestHandler<Map<String, Object>, Object> {
                @Override
                public Object handleRequest(Map<String, Object> event, Context context) {
                    context.getLogger().log("hello");
                    if (event.containsKey("boom")) throw new IllegalStateException("boom");
                    if (event.containsKey("exit")) System.exit(3);
                    return Map.of("got", event, "name", context.getFunctionName(), "left", context.getRemainingTimeInMillis() > 0);
                }

                public static class Streams implements RequestStreamHandler {
                    @Override
                    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
                        in.transferTo(out);
                    }
                }

                public static class Beans implements RequestHandler<Event, Answer> {
                    @Override
                    public Answer handleRequest(Event event, Context context) {
                        Answer answer = new Answer();
                        for (Event.Film film : event.getRecords()) {
                            String text = new String(film.getData().array()).toUpperCase();
                            answer.records.add(new Made(film.recordId, Result.Ok, ByteBuffer.wrap(text.getBytes()), film.year + 1L));
                        }
                        return answer;
                    }
                }

                public static class Event {
                    private List<Film> records;
                    public List<Film> getRecords() { return records; }
                    public void setRecords(List<Film> records) { this.records = records; }

                    public static class Film {
                        String recordId; ByteBuffer data; long year;
                        public void setRecordId(String recordId) { this.recordId = recordId; }
                        public void setData(ByteBuffer data) { this.data = data; }
                        public void setYear(long year) { this.year = year; }
                        public ByteBuffer getData() { return data; }
                    }
                }

                public enum Result { Ok, Dropped }

                public record Made(String recordId, Result result, ByteBuffer data, long year) {}

                public static class Answer {
                    final List<Made> records = new ArrayList<>();
                    public List<Made> getRecords() { return records; }
                }

                public static String text(String event) { return "<" + event + ">"; }

                public int[] numbers(List<Integer> event) { return event.stream().mapToInt(i -> i * 2).toArray(); }
            }
            """;

    @TempDir Path folder;

    private FunctionsHere here;

    @BeforeEach
    void setUp() throws IOException {
        compile();
        here = new FunctionsHere(folder);
    }

    @AfterEach
    void everyProcessHasEnded() {
        here.close();
    }

    @Test
    void aRequestHandlerInAJarIsAskedAsLambdaAsksIt() throws Exception {
        here.with("films=films.jar:com.example.Films::handleRequest");
        assertThat(here.invoke("films", "{\"a\":[1,2.5,null,\"ü💧\\n\",10000000000]}"))
                .contains("\"got\":{\"a\":[1,2.5,null,\"ü\\ud83d\\udca7\\u000a\",10000000000]}")
                .contains("\"name\":\"films\"")
                .contains("\"left\":true");
        assertFails("films", "{\"boom\":1}");
        assertThat(here.invoke("films", "{}")).contains("\"got\":{}");
        assertFails("films", "{\"exit\":1}");
        assertThat(here.invoke("films", "{}")).contains("\"got\":{}");
    }

    @Test
    void aRequestStreamHandlerHasTheBytes() throws Exception {
        here.with("films=films.jar:com.example.Films$Streams");
        assertThat(here.invoke("films", "{\"ü\" : 1 }")).isEqualTo("{\"ü\" : 1 }");
    }

    @Test
    void beansAreFilledAndRead() throws Exception {
        here.with("films=films.jar:com.example.Films$Beans::handleRequest");
        assertThat(
                        here.invoke(
                                "films",
                                "{\"records\":[{\"recordId\":\"1\",\"data\":\"YcO8\",\"year\":2003,\"more\":[]}]}"))
                .isEqualTo(
                        "{\"records\":[{\"recordId\":\"1\",\"result\":\"Ok\",\"data\":\"QcOc\",\"year\":2004}]}");
    }

    @Test
    void plainMethodsOfAFolderOfClassesHandleEventsToo() throws Exception {
        here.with("text=classes/:com.example.Films::text")
                .with("numbers=classes/:com.example.Films::numbers");
        assertThat(here.invoke("text", "{\"a\":1}")).isEqualTo("\"<{\\\"a\\\":1}>\"");
        assertFails("numbers", "{}");
    }

    @Test
    void whatIsNotInTheJarIsSaidBeforeAnythingRuns() throws Exception {
        List<LocalFunction> functions =
                List.of(LocalFunction.of("films=films.jar:com.example.Film", folder));
        assertThatThrownBy(() -> LocalFunctions.check(functions, System.getenv()))
                .isInstanceOf(UnusableFunctionException.class)
                .hasMessageContaining("there is no class com.example.Film in " + folder);
    }

    private void assertFails(String name, String event) {
        assertThatThrownBy(() -> here.invoke(name, event))
                .isInstanceOfSatisfying(
                        NotInvokedException.class,
                        e -> assertThat(e.code()).isEqualTo("Lambda.FunctionError"));
    }

    private void compile() throws IOException {
        Path sources = folder.resolve("sources");
        Path classes = folder.resolve("classes");
        Path runtime = sources.resolve("com/amazonaws/services/lambda/runtime");
        Files.createDirectories(runtime);
        Files.createDirectories(classes);
        List<String> arguments = new ArrayList<>(List.of("-d", classes.toString()));
        for (Map.Entry<String, String> each : INTERFACES.entrySet()) {
            Path file = runtime.resolve(each.getKey() + ".java");
            Files.writeString(
                    file, "package com.amazonaws.services.lambda.runtime;\n" + each.getValue());
            arguments.add(file.toString());
        }
        Path films = sources.resolve("Films.java");
        Files.writeString(films, FILMS);
        arguments.add(films.toString());
        int status =
                ToolProvider.getSystemJavaCompiler()
                        .run(
                                null,
                                OutputStream.nullOutputStream(),
                                System.err,
                                arguments.toArray(String[]::new));
        assertThat(status).isZero();
        try (JarOutputStream jar =
                        new JarOutputStream(Files.newOutputStream(folder.resolve("films.jar")));
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                jar.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                jar.write(Files.readAllBytes(file));
            }
        }
    }
}
