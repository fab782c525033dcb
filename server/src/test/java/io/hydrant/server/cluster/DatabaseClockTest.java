package io.hydrant.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.core.catalog.Database;
import io.hydrant.core.catalog.SqliteDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A machine whose clock is not the database's.
class DatabaseClockTest {
    @TempDir Path folder;

    private static DatabaseClock off(Duration by) {
        return new DatabaseClock(() -> Instant.now().plus(by));
    }

    @Test
    void aClockThatIsTooFarOffIsRefusedWithWhatToDo() throws IOException {
        try (Database database =
                SqliteDatabase.openAll(
                        folder.resolve("catalog.db"), List.of(ClusterSchema.SCHEMA))) {
            assertThatThrownBy(() -> off(Duration.ofMinutes(10)).check(database))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("The clock of this machine is 600.")
                    .hasMessageContaining("ahead of the database's")
                    .hasMessageContaining("NTP");
            assertThatThrownBy(() -> off(Duration.ofMinutes(-10)).check(database))
                    .hasMessageContaining("behind the database's");
            DatabaseClock minute = off(Duration.ofMinutes(1));
            minute.check(database);
            assertThat(minute.trouble()).isEmpty();
            assertThat(minute.ahead()).isBetween(Duration.ofSeconds(59), Duration.ofSeconds(61));
            DatabaseClock right = off(Duration.ZERO);
            right.check(database);
            assertThat(right.ahead().abs()).isLessThan(DatabaseClock.SAID);
        }
    }
}
