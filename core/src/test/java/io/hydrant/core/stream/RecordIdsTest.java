package io.hydrant.core.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecordIdsTest {
    @Test
    void aRecordAlwaysHasTheSameId() {
        assertThat(RecordIds.of("films-1", 7, 3).get(2))
                .isEqualTo(RecordIds.of("films-1", 9, 1).getFirst())
                .hasSize(224)
                .matches("[A-Za-z0-9+/]*");
        assertThat(RecordIds.of("films-1", 9, 1).getFirst())
                .as("of every version")
                .startsWith("4C13b2sCwYK8Rp59+xXyJ7l44b8iSylFH8+iYuDlliK3DLckfw5n");
    }

    @Test
    void noTwoRecordsShareOne() {
        Set<String> ids = new HashSet<>();
        // "Aa" and "BB" have the same hash.
        List<String> logs = List.of("films", "film", "s", "", "films-Aa", "films-BB", "\0", "\0\0");
        for (String log : logs) {
            for (long from : new long[] {0, 1L << 40, Long.MAX_VALUE - 2000}) {
                ids.addAll(RecordIds.of(log, from, 1000));
            }
        }
        assertThat(ids).hasSize(logs.size() * 3000);
    }
}
