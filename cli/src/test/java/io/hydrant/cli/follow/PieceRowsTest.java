package io.hydrant.cli.follow;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.cli.send.OutgoingRow;
import io.hydrant.cli.table.BadRow;
import io.hydrant.cli.table.Dialect;
import io.hydrant.cli.table.RecordStyle;
import io.hydrant.cli.table.Typing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PieceRowsTest {
    private static final String LARGE = "z".repeat(17_000_000);

    @Test
    void aRowThatIsNoCsvIsLeftOutAndTheOthersKeepTheirLines() throws IOException {
        assertThat(
                        readAll(
                                "1,a\n\n2,\"b\nb\"\nx,\"un\"closed\n3,c\n\r\ny,\"d\"d\nz,\"e\"e\n4,f\n",
                                10))
                .containsExactly(
                        "11 {\"n\": \"1\", \"t\": \"a\"}",
                        "13 {\"n\": \"2\", \"t\": \"b\\nb\"}",
                        "15 bad [x,\"un\"closed]",
                        "16 {\"n\": \"3\", \"t\": \"c\"}",
                        "18 bad [y,\"d\"d]",
                        "19 bad [z,\"e\"e]",
                        "20 {\"n\": \"4\", \"t\": \"f\"}");
    }

    @Test
    void theFirstAndTheLastRowMayBeTheOnes() throws IOException {
        assertThat(readAll("x,\"a\"a\n1,b\nx,\"c\"c", 0))
                .containsExactly(
                        "1 bad [x,\"a\"a]", "2 {\"n\": \"1\", \"t\": \"b\"}", "3 bad [x,\"c\"c]");
    }

    @Test
    void aLineWithoutEndOfItsFieldIsOneOfThem() throws IOException {
        assertThat(readAll("1,a\n2," + LARGE + "\n3,b\n", 0))
                .containsExactly(
                        "1 {\"n\": \"1\", \"t\": \"a\"}",
                        "2 bad [2," + LARGE + "]",
                        "3 {\"n\": \"3\", \"t\": \"b\"}");
    }

    private static List<String> readAll(String text, long linesBefore) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        PieceRows rows =
                new PieceRows(
                        "app.csv",
                        new FollowedFile.Rows(bytes, bytes.length),
                        linesBefore,
                        Dialect.USUAL,
                        new RowEnds(Dialect.USUAL),
                        2,
                        RecordStyle.USUAL.of(Typing.USUAL.columnsWithoutLooking(List.of("n", "t"))),
                        false);
        List<String> found = new ArrayList<>();
        while (true) {
            try {
                Optional<OutgoingRow> next = rows.next();
                if (next.isEmpty()) {
                    return found;
                }
                OutgoingRow row = next.get();
                String data = new String(row.data(), StandardCharsets.UTF_8).strip();
                found.add(row.row().line() + " " + data);
            } catch (BadRow bad) {
                found.add(bad.line() + " bad " + bad.fields());
            }
        }
    }
}
