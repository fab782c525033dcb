package io.hydrant.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// What strangers write into keys and messages is shown, and not obeyed.
class ConsoleTest {
    private static final String HOSTILE = "key\u001b]0;title\u0007\u001b[2J\u009b1mend";
    private static final String HARMLESS = "key\uFFFD]0;title\uFFFD\uFFFD[2J\uFFFD1mend";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void aTerminalGetsItsOwnColoursAndNothingElseThatItObeys() {
        Console console = console(true);
        console.line(console.bad("red") + HOSTILE + "\n\tnext");
        assertThat(text(out)).isEqualTo("\u001b[31mred\u001b[0m" + HARMLESS + "\n\tnext\n");
    }

    @Test
    void aScriptGetsTheVeryText() {
        console(false).line(HOSTILE);
        assertThat(text(out)).isEqualTo(HOSTILE + "\n");
    }

    @Test
    void whatIsSaidAsideMayAlwaysComeToATerminal() {
        console(false).aside(HOSTILE);
        assertThat(text(err)).isEqualTo(HARMLESS + "\n");
    }

    private Console console(boolean interactive) {
        return new Console(
                InputStream.nullInputStream(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                interactive,
                interactive,
                80,
                Program.ON_PATH);
    }

    private static String text(ByteArrayOutputStream printed) {
        return printed.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
