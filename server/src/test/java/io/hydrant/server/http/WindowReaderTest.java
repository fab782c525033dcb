package io.hydrant.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.helidon.common.buffers.DataReader;
import io.hydrant.server.http.WindowReader.Piece;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Reads what Helidon's own reader reads, but for line feeds alone.
class WindowReaderTest {
    private static final int SEEDS = 2_000;

    @Test
    void readsWhatHelidonsReaderReadsHoweverItComesInPieces() {
        long first = System.nanoTime();
        System.out.println("WindowReaderTest: seeds from " + first);
        for (long seed = first; seed < first + SEEDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] bytes = text(random).getBytes(StandardCharsets.ISO_8859_1);
            List<byte[]> pieces = pieces(bytes, random);
            Queue<byte[]> theirs = new ArrayDeque<>(pieces);
            Queue<byte[]> ours = new ArrayDeque<>(pieces);
            DataReader known = DataReader.create(theirs::poll);
            DataReader tried = new WindowReader(() -> roomy(ours.poll()));
            long script = random.nextLong();
            List<String> expected = outcome(known, new SplittableRandom(script));
            List<String> answers = outcome(tried, new SplittableRandom(script));
            if (answers.getLast().equals("IncorrectNewLineException")) {
                answers.removeLast();
                assertThat(expected.subList(0, answers.size()))
                        .as("seed " + seed)
                        .isEqualTo(answers);
            } else {
                assertThat(answers).as("seed " + seed).isEqualTo(expected);
            }
        }
    }

    /// Pieces may have room behind their bytes.
    private static @Nullable Piece roomy(byte @Nullable [] bytes) {
        return bytes == null
                ? null
                : new Piece(Arrays.copyOf(bytes, bytes.length + 5), bytes.length);
    }

    private static String text(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        int lines = random.nextInt(12);
        for (int i = 0; i < lines; i++) {
            text.append("x: é".repeat(random.nextInt(6)));
            text.append(random.nextInt(12) == 0 ? "\r" : "\r\n");
        }
        return text.toString();
    }

    private static List<byte[]> pieces(byte[] bytes, SplittableRandom random) {
        List<byte[]> pieces = new ArrayList<>();
        int at = 0;
        while (at < bytes.length) {
            int end = Math.min(bytes.length, at + 1 + random.nextInt(20));
            pieces.add(Arrays.copyOfRange(bytes, at, end));
            at = end;
        }
        return pieces;
    }

    /// What a reader answers to a script, up to the first thing that it refuses.
    private static List<String> outcome(DataReader reader, SplittableRandom script) {
        List<String> answers = new ArrayList<>();
        try {
            while (true) {
                answers.add(answer(reader, script));
            }
        } catch (RuntimeException e) {
            answers.add(e.getClass().getSimpleName());
        }
        return answers;
    }

    private static String answer(DataReader reader, SplittableRandom script) {
        int length = 1 + script.nextInt(30);
        return switch (script.nextInt(13)) {
            case 0 -> reader.readLine();
            case 1 -> "" + reader.findNewLine(length);
            case 2 -> "" + reader.findOrNewLine((byte) ':', length);
            case 3 -> "" + (char) reader.read();
            case 4 -> "" + (char) reader.lookup();
            case 5 -> "" + reader.startsWithNewLine();
            case 6 -> "" + reader.startsWith(new byte[] {'x', ':'});
            case 7 -> text(reader.readBuffer(length).readBytes());
            case 8 -> text(reader.getBuffer(length).readBytes());
            case 9 -> reader.readLazyString(StandardCharsets.ISO_8859_1, length).toString();
            case 10 -> reader.readAsciiString(length);
            case 11 -> text(reader.readBytes(length));
            default -> {
                reader.skip(length);
                yield "";
            }
        };
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /// Helidon's own does so only when it does not come in one piece with the end of its line.
    @Test
    void aLineFeedAloneIsRefused() {
        Queue<Piece> pieces = new ArrayDeque<>();
        pieces.add(new Piece("a\nb\r\n".getBytes(StandardCharsets.US_ASCII), 5));
        assertThatThrownBy(() -> new WindowReader(pieces::poll).readLine())
                .isInstanceOf(DataReader.IncorrectNewLineException.class);
    }

    @Test
    void whatWasGivenOutIsNotWrittenOver() {
        Queue<Piece> pieces = new ArrayDeque<>();
        pieces.add(new Piece("firstxxxxxxxxxxxxxxx".getBytes(StandardCharsets.US_ASCII), 6));
        pieces.add(new Piece("second".getBytes(StandardCharsets.US_ASCII), 6));
        DataReader reader = new WindowReader(pieces::poll);
        var first = reader.readBuffer(5);
        assertThat(reader.readAsciiString(7)).isEqualTo("xsecond");
        assertThat(text(first.readBytes())).isEqualTo("first");
        assertThatThrownBy(reader::ensureAvailable)
                .isInstanceOf(DataReader.InsufficientDataAvailableException.class);
    }
}
