package io.hydrant.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScreenTextTest {
    @Test
    void charactersTakeTheCellsThatATerminalGivesThem() {
        assertThat(ScreenText.width("Amélie ñandú")).isEqualTo(12);
        assertThat(ScreenText.width("Ame\u0301lie")).isEqualTo(6);
        assertThat(ScreenText.width("七人の侍")).isEqualTo(8);
        assertThat(ScreenText.width("한국")).isEqualTo(4);
        assertThat(ScreenText.width("a🎬b")).isEqualTo(4);
        assertThat(ScreenText.width("█░…–")).isEqualTo(4);
    }

    @Test
    void whatIsCutAndFilledHasTheWantedWidth() {
        for (String text : new String[] {"", "a", "七人の侍", "x七人の侍", "Ame\u0301lie", "🎬🎬🎬"}) {
            for (int cells = 0; cells < 12; cells++) {
                assertThat(ScreenText.width(ScreenText.cut(text, cells)))
                        .isLessThanOrEqualTo(cells);
                assertThat(ScreenText.width(ScreenText.left(text, cells))).isEqualTo(cells);
                assertThat(ScreenText.width(ScreenText.right(text, cells))).isEqualTo(cells);
            }
        }
        assertThat(ScreenText.cut("七人の侍", 5)).isEqualTo("七人…");
    }

    @Test
    void nothingThatATerminalObeysIsLeft() {
        assertThat(
                        ScreenText.clean(
                                "a\u001b[2Jb\u001b]0;title\u0007c\u009b31md\u202Ee\r\nf\tg\u0000\ud800"))
                .isEqualTo("a\uFFFD[2Jb\uFFFD]0;title\uFFFDc\uFFFD31md\uFFFDe f g\uFFFD\uFFFD");
    }
}
