package io.hydrant.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.core.Bug;
import io.hydrant.core.disk.MemoryDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests that name themselves are taken once.
class ClientTokenTest extends NamedRequestContract {
    private static final int SEEDS = 300;
    private static final ClientToken FIRST = new ClientToken("run", 0);

    @Override
    RequestName name(boolean isRepeat) {
        return FIRST;
    }

    @Test
    void aRepeatAddsNothingAndHasTheSamePosition() throws IOException {
        DurableLog log = open(disk);
        LogRecords.append(log, "before");
        assertThat(append(log, FIRST, "one", "two")).isEqualTo(1);
        assertThat(append(log, FIRST, "one", "two")).isEqualTo(1);
        assertThat(append(log, new ClientToken("run", 2), "one", "two")).isEqualTo(3);
        assertThat(append(log, new ClientToken("other", 0), "one", "two")).isEqualTo(5);
        assertThat(LogRecords.from(log, 0))
                .containsExactly("before", "one", "two", "one", "two", "one", "two");
    }

    @Test
    void aTokenIsForOneRequest() throws IOException {
        DurableLog log = open(disk);
        append(log, FIRST, "one", "two");
        assertThatThrownBy(() -> append(log, FIRST, "onetwo"))
                .isInstanceOf(ClientTokenReusedException.class)
                .hasMessage("The client token run:0 was used for other records");
        assertThatThrownBy(() -> append(log, FIRST, "onet", "wo"))
                .isInstanceOf(ClientTokenReusedException.class);
        assertThat(LogRecords.from(log, 0)).containsExactly("one", "two");
    }

    @Test
    void sixtyFourRequestsOfAProducerAreRemembered() throws IOException {
        DurableLog log = open(disk);
        for (int i = 0; i <= TokenMemory.MOST_SEQUENCES; i++) {
            append(log, new ClientToken("run", i), "record");
        }
        long end = log.end().position();
        assertThat(append(log, new ClientToken("run", 1), "record")).isEqualTo(1);
        assertThat(log.end().position()).isEqualTo(end);
        assertThat(append(log, FIRST, "record")).as("forgotten").isEqualTo(end);
    }

    @Test
    void theProducersThatSentLastAreRemembered() throws IOException {
        DurableLog log = open(disk);
        for (int i = 0; i <= TokenMemory.MOST_PRODUCERS; i++) {
            append(log, new ClientToken("run" + i, 0), "record");
        }
        long end = log.end().position();
        assertThat(append(log, new ClientToken("run1", 0), "record")).isEqualTo(1);
        assertThat(append(log, new ClientToken("run0", 0), "record")).isEqualTo(end);
    }

    /// A producer repeats each request until it is acknowledged, through power cuts, failing calls,
    /// bugs and trims.
    @Test
    void everyRequestIsTakenOnceWhateverHappens() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            try {
                live(new SplittableRandom(seed));
            } catch (IOException | AssertionError e) {
                throw new AssertionError("Seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    private void live(SplittableRandom random) throws IOException {
        MemoryDisk now = new MemoryDisk();
        List<String> delivered = new ArrayList<>();
        int requests = 25;
        int next = 0;
        while (next < requests) {
            DurableLog log = open(now);
            int[] callsLeft = {random.nextInt(60)};
            MemoryDisk thisLife = now;
            now.trouble((call, file) -> {
                if (callsLeft[0]-- <= 0) {
                    thisLife.cutPower();
                } else if (random.nextInt(30) == 0) {
                    throw new IOException("Input/output error");
                } else if (random.nextInt(60) == 0) {
                    throw Bug.of(random.nextInt(100)).at(call);
                }
            });
            while (now.hasPower() && next < requests) {
                try {
                    append(log, new ClientToken("run", next), text(next));
                    next++;
                    if (random.nextInt(6) == 0) {
                        deliverAll(log, delivered);
                    }
                } catch (IOException | RuntimeException | Error e) {
                    assertThat(log.damage()).isEmpty();
                }
            }
            now.trouble((call, file) -> {});
            now = random.nextBoolean() ? now.losePower(random) : now.killPrograms();
        }
        DurableLog log = open(now);
        deliverAll(log, delivered);
        assertThat(delivered)
                .isEqualTo(
                        IntStream.range(0, requests).mapToObj(NamedRequestContract::text).toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "run",
                "run:",
                ":1",
                "run:-1",
                "run:+1",
                "run: 1",
                "rün:1",
                "a b:1",
                "run:1:2",
                "run:9223372036854775808"
            })
    void otherTextsAreNoTokens(String text) {
        assertThat(ClientToken.parse(text)).isEmpty();
        assertThat(ClientToken.parse("x".repeat(65) + ":1")).isEmpty();
    }

    @Test
    void aTokenIsReadAsItIsWritten() {
        String producer = "aZ09_-".repeat(10) + "abcd";
        assertThat(ClientToken.parse(producer + ":9223372036854775807"))
                .contains(new ClientToken(producer, Long.MAX_VALUE));
    }
}
