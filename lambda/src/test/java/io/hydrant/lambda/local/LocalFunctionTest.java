package io.hydrant.lambda.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How functions are asked for, and what is said when that cannot work.
class LocalFunctionTest {
    @TempDir Path folder;

    @Test
    void aFunctionIsANameAndAHandler() throws Exception {
        LocalFunction films = LocalFunction.of("films=./a/transform.py:handler", folder);
        assertThat(films)
                .isEqualTo(
                        new LocalFunction(
                                "films",
                                new FunctionHandler.Python(
                                        folder.resolve("a/transform.py"), "handler"),
                                Duration.ofMinutes(1),
                                512,
                                2,
                                Optional.empty(),
                                Map.of()));
        assertThat(films.handler().awsName()).isEqualTo("transform.handler");
    }

    @Test
    void moreIsSaidBehindIt() throws Exception {
        LocalFunction films =
                LocalFunction.of(
                        "films=transform.mjs:a.b,role=arn:aws:iam::123456789012:role/x/films,timeout=5m,memory=64,"
                                + "processes=32,env=A=1,env=B=x=y",
                        folder);
        assertThat(films.handler())
                .isEqualTo(new FunctionHandler.Node(folder.resolve("transform.mjs"), "a.b"));
        assertThat(films.roleArn()).hasValue("arn:aws:iam::123456789012:role/x/films");
        assertThat(films.timeout()).isEqualTo(Duration.ofMinutes(5));
        assertThat(films.memoryMebibytes()).isEqualTo(64);
        assertThat(films.processes()).isEqualTo(32);
        assertThat(films.variables()).isEqualTo(Map.of("A", "1", "B", "x=y"));
    }

    @Test
    void javaAndProgramsAreKnownByTheirForm() throws Exception {
        assertThat(LocalFunction.of("f=app.jar:com.example.Films$Inner", folder).handler())
                .isEqualTo(
                        new FunctionHandler.Java(
                                folder.resolve("app.jar"),
                                "com.example.Films$Inner",
                                "handleRequest"));
        assertThat(LocalFunction.of("f=classes/:Films::go", folder).handler())
                .isEqualTo(new FunctionHandler.Java(folder.resolve("classes"), "Films", "go"));
        assertThat(LocalFunction.of("f=./program", folder).handler())
                .isEqualTo(new FunctionHandler.Program(folder.resolve("program")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "films|is not NAME=HANDLER",
                "=f.py:h|is not NAME=HANDLER",
                "films=|is not NAME=HANDLER",
                "a b=f.py:h|is not a function's name",
                "films=f.py|names a file and no function in it",
                "films=f.mjs:|names a file and no function in it",
                "films=f.jar|names a file and no function in it",
                "films=f.py:h,timeout=0s|cannot have timeout=0s",
                "films=f.py:h,timeout=301s|cannot have timeout=301s",
                "films=f.py:h,timeout=1h|cannot have timeout=1h",
                "films=f.py:h,memory=63|cannot have memory=63",
                "films=f.py:h,memory=10241|cannot have memory=10241",
                "films=f.py:h,processes=33|cannot have processes=33",
                "films=f.py:h,role=films|is not a role's ARN",
                "films=f.py:h,env=AWS_REGION=x|cannot have env=AWS_REGION=x",
                "films=f.py:h,env=X|cannot have env=X",
                "films=f.py:h,memroy=512|cannot have memroy=512",
            })
    void whatCannotBeMeantIsRefusedWithTheNextStep(String option, String what) {
        assertThatThrownBy(() -> LocalFunction.of(option, folder))
                .isInstanceOfSatisfying(
                        UnusableFunctionException.class, e -> assertThat(e.nextStep()).isNotBlank())
                .hasMessageContaining(what);
    }

    @Test
    void whatIsNotOnThisMachineIsRefusedBeforeItRuns() throws Exception {
        Files.writeString(folder.resolve("f.py"), "");
        Files.writeString(folder.resolve("f.mjs"), "");
        Files.writeString(folder.resolve("program"), "#!/bin/sh");
        Files.writeString(folder.resolve("f.jar"), "not a jar");
        Map<String, String> noPath = Map.of("PATH", folder.toString());
        assertRefused("there is no " + folder.resolve("g.py"), noPath, "f=g.py:h");
        assertRefused("needs python3, which is not on the PATH", noPath, "f=f.py:h");
        assertRefused("needs node, which is not on the PATH", noPath, "f=f.mjs:h");
        assertRefused("program is not executable", noPath, "f=./program");
        assertRefused("is not a jar", noPath, "f=f.jar:a.B");
        assertRefused("there is no class a.B", noPath, "f=./:a.B");
        assertRefused("is not a file", noPath, "f=.");
        assertThat(folder.resolve("program").toFile().setExecutable(true)).isTrue();
        assertRefused("two functions called f", noPath, "f=./program", "f=./program");
    }

    @Test
    void aFileOfAnotherLanguageIsToldWhatFunctionsAre() {
        assertThatThrownBy(() -> LocalFunction.of("f=./mine.rb:h", folder))
                .isInstanceOfSatisfying(
                        UnusableFunctionException.class,
                        e ->
                                assertThat(e.nextStep())
                                        .contains("FILE.py", ".mjs", ".jar", "can be executed"))
                .hasMessageContaining("./mine.rb:h");
    }

    private void assertRefused(String what, Map<String, String> variables, String... options)
            throws UnusableFunctionException {
        List<LocalFunction> functions = new ArrayList<>();
        for (String option : options) {
            functions.add(LocalFunction.of(option, folder));
        }
        assertThatThrownBy(() -> LocalFunctions.check(functions, variables))
                .isInstanceOfSatisfying(
                        UnusableFunctionException.class, e -> assertThat(e.nextStep()).isNotBlank())
                .hasMessageContaining(what);
    }
}
