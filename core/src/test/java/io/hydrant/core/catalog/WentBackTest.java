package io.hydrant.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.core.disk.RealDisk;
import io.hydrant.testing.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A database that comes back older than what it answered is not opened, and not changed.
class WentBackTest {
    private static final List<Database.Schema> SCHEMA =
            List.of(
                    new Database.Schema(
                            "main", List.of("CREATE TABLE a (id INTEGER PRIMARY KEY, b TEXT);\n")));
    private static final int ROWS = 30;

    @TempDir Path folder;

    /// What a server leaves that is killed after so many commits.
    private Path killed(String name, int rows) throws IOException {
        Path running = Files.createDirectory(folder.resolve(name + "-running"));
        Path left = Files.createDirectory(folder.resolve(name));
        try (SqliteDatabase database = open(running)) {
            insert(database, rows);
            copy(running, left);
        }
        return left;
    }

    private static void insert(SqliteDatabase database, int rows) throws IOException {
        for (int i = 0; i < rows; i++) {
            database.write(connection ->
                    Sql.update(connection, "INSERT INTO a (b) VALUES (?)", "x".repeat(500)));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        for (String name : List.of("a.db", "a.db-wal", "a.mark")) {
            if (Files.exists(from.resolve(name))) {
                Files.copy(
                        from.resolve(name), to.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            } else {
                Files.deleteIfExists(to.resolve(name));
            }
        }
    }

    private static SqliteDatabase open(Path in) throws IOException {
        return open(in, HighWaterMark.Timing.WITH_EACH_COMMIT);
    }

    private static SqliteDatabase open(Path in, HighWaterMark.Timing timing) throws IOException {
        return SqliteDatabase.openAll(
                in.resolve("a.db"),
                SCHEMA,
                new HighWaterMark(new RealDisk(), in.resolve("a.mark"), timing));
    }

    private static int rows(Path in) throws IOException {
        try (SqliteDatabase database = open(in)) {
            return database.read(connection ->
                    Sql.first(connection, "SELECT count(*) FROM a", row -> row.getInt(1))
                            .orElseThrow());
        }
    }

    @Test
    void whatAKillLeavesIsTakenUp() throws IOException {
        Path left = killed("kill", ROWS);
        assertThat(rows(left)).isEqualTo(ROWS);
        assertThat(rows(left)).isEqualTo(ROWS);
    }

    @ParameterizedTest
    @EnumSource(HighWaterMark.Timing.class)
    void aKillLeavesTheMarkExactSoThatOneCommitLessIsRefused(HighWaterMark.Timing timing)
            throws IOException {
        Path running = Files.createDirectory(folder.resolve("running"));
        Path left = Files.createDirectory(folder.resolve("left"));
        try (SqliteDatabase database = open(running, timing)) {
            for (int i = 0; i < ROWS; i++) {
                insert(database, 1);
                copy(running, left);
                try (SqliteDatabase found = open(left, timing)) {
                    assertThat(found.wasFoundWhole()).isTrue();
                }
                copy(running, left);
                insert(database, 1);
                Files.copy(
                        running.resolve("a.mark"),
                        left.resolve("a.mark"),
                        StandardCopyOption.REPLACE_EXISTING);
                assertThatThrownBy(() -> open(left, timing))
                        .hasMessageContaining("has lost its latest 1 commit:");
            }
        }
    }

    @Test
    void aMarkThatIsBehindSaysThatNobodyKnows() throws IOException {
        Path left = killed("kill", ROWS);
        Path later = killed("later", ROWS);
        try (SqliteDatabase database = open(later)) {
            insert(database, 3);
            Files.copy(
                    later.resolve("a.mark"),
                    folder.resolve("old.mark"),
                    StandardCopyOption.REPLACE_EXISTING);
            insert(database, 3);
            copy(later, left);
        }
        Files.copy(
                folder.resolve("old.mark"),
                left.resolve("a.mark"),
                StandardCopyOption.REPLACE_EXISTING);
        try (SqliteDatabase found = open(left)) {
            assertThat(found.wasFoundWhole()).isFalse();
        }
    }

    @Test
    void withoutItsWriteAheadLogItIsRefusedAndTheRestIsLeftAsItIs() throws IOException {
        Path left = killed("kill", ROWS);
        Path aside = folder.resolve("aside");
        Files.move(left.resolve("a.db-wal"), aside);
        byte[] before = Files.readAllBytes(left.resolve("a.db"));
        assertThatThrownBy(() -> open(left))
                .isInstanceOf(WentBackException.class)
                .hasMessageContaining(left.resolve("a.db") + " has lost its latest 31 commits")
                .hasMessageContaining("a.db-wal was lost")
                .hasMessageContaining("Put back")
                .hasMessageContaining("move " + left.resolve("a.mark") + " away");
        assertThat(Files.readAllBytes(left.resolve("a.db"))).isEqualTo(before);
        Files.move(aside, left.resolve("a.db-wal"));
        assertThat(rows(left)).isEqualTo(ROWS);
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 60, 4200, 20_000})
    void withABitOfItsWriteAheadLogFlippedItIsRefused(int at) throws IOException {
        Path left = killed("kill", ROWS);
        Path log = left.resolve("a.db-wal");
        flip(log, at, 3);
        byte[] before = Files.readAllBytes(log);
        assertThatThrownBy(() -> open(left))
                .isInstanceOf(WentBackException.class)
                .hasMessageContaining(log + " is damaged at offset");
        assertThat(Files.readAllBytes(log)).isEqualTo(before);
        flip(log, at, 3);
        assertThat(rows(left)).isEqualTo(ROWS);
    }

    @Test
    void cutToNothingItIsRefusedAndItsWriteAheadLogIsKept() throws IOException {
        Path left = killed("kill", ROWS);
        Files.write(left.resolve("a.db"), new byte[0]);
        assertThatThrownBy(() -> open(left)).hasMessageContaining("a.db is empty");
        assertThat(left.resolve("a.db-wal")).isNotEmptyFile();
        Files.delete(left.resolve("a.db"));
        assertThatThrownBy(() -> open(left)).hasMessageContaining("a.db is missing");
        assertThat(left.resolve("a.db-wal")).isNotEmptyFile();
    }

    @Test
    void anOlderCopyAndAnotherDatabaseAreRefused() throws IOException {
        Path left = killed("kill", ROWS);
        Path old = folder.resolve("old");
        Files.createDirectory(old);
        try (SqliteDatabase database = open(old)) {
            insert(database, 3);
        }
        Path copy = Files.createDirectory(folder.resolve("copy"));
        copy(old, copy);
        Files.delete(left.resolve("a.db-wal"));
        Files.copy(old.resolve("a.db"), left.resolve("a.db"), StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> open(left)).hasMessageContaining("another database");

        try (SqliteDatabase database = open(old)) {
            insert(database, 3);
        }
        Files.copy(copy.resolve("a.db"), old.resolve("a.db"), StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> open(old)).hasMessageContaining("has lost its latest 4 commits");
    }

    /// A -wal that was begun anew since says nothing of what came before it.
    @Test
    void anOlderCopyBesideANewerWriteAheadLogIsRefused() throws IOException {
        Path running = Files.createDirectory(folder.resolve("running"));
        Path left = Files.createDirectory(folder.resolve("left"));
        Path old = folder.resolve("old.db");
        try (SqliteDatabase database = open(running)) {
            insert(database, 2);
        }
        Files.copy(running.resolve("a.db"), old);
        try (SqliteDatabase database = open(running)) {
            insert(database, 2);
        }
        try (SqliteDatabase database = open(running)) {
            insert(database, 2);
            copy(running, left);
        }
        assertThat(rows(left)).isEqualTo(6);
        copy(running, left);
        try (SqliteDatabase database = open(left)) {
            insert(database, 2);
            Files.copy(left.resolve("a.db-wal"), folder.resolve("wal"));
        }
        Files.copy(old, left.resolve("a.db"), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(folder.resolve("wal"), left.resolve("a.db-wal"));
        assertThatThrownBy(() -> open(left)).hasMessageContaining("is older than a.db-wal");
        Files.delete(left.resolve("a.mark"));
        assertThatThrownBy(() -> open(left))
                .hasMessageContaining("is older than a.db-wal")
                .hasMessageContaining("move " + left.resolve("a.db-wal") + " and");
    }

    @Test
    void withItsMarkMovedAwayItGoesOnWithWhatItTells() throws IOException {
        Path left = killed("kill", ROWS);
        Files.delete(left.resolve("a.db-wal"));
        assertThatThrownBy(() -> open(left)).isInstanceOf(WentBackException.class);
        Files.move(left.resolve("a.mark"), left.resolve("a.mark.aside"));
        assertThat(rows(left)).isZero();
        assertThat(rows(left)).isZero();
    }

    @Test
    void aTornMarkLeavesTheOneBeforeAndADamagedOneNone() throws IOException {
        Path left = killed("kill", ROWS);
        Path mark = left.resolve("a.mark");
        flip(mark, 40, 0);
        assertThat(rows(left)).isEqualTo(ROWS);
        flip(mark, 40, 0);
        flip(mark, 552, 0);
        assertThat(rows(left)).isEqualTo(ROWS);
    }

    @Test
    void noFlippedBitLosesACommitInSilence() throws IOException {
        long seed = Seed.of(WentBackTest.class).value();
        Random random = new Random(seed);
        Path left = killed("kill", ROWS);
        Path tried = Files.createDirectory(folder.resolve("tried"));
        for (int i = 0; i < 100; i++) {
            copy(left, tried);
            String name = random.nextInt(5) == 0 ? "a.mark" : "a.db-wal";
            long length = Files.size(tried.resolve(name));
            flip(tried.resolve(name), random.nextInt((int) length), random.nextInt(8));
            try {
                assertThat(rows(tried)).isEqualTo(ROWS);
            } catch (WentBackException e) {
                assertThat(e).hasMessageContaining("has lost its latest");
            }
        }
    }

    private static void flip(Path file, int at, int bit) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= (byte) (1 << bit);
        Files.write(file, bytes);
    }
}
