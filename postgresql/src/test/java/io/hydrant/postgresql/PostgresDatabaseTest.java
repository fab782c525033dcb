package io.hydrant.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hydrant.core.catalog.Database;
import io.hydrant.core.catalog.Leases;
import io.hydrant.core.catalog.Sql;
import io.hydrant.testing.PostgresServer;
import io.hydrant.testing.TcpProxy;
import io.hydrant.testing.Wait;
import java.io.IOException;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What a catalog in PostgreSQL promises when its database and the way there fail.
class PostgresDatabaseTest {
    private static final String STEP = "CREATE TABLE note (text TEXT NOT NULL)";
    private static final List<Database.Schema> SCHEMA =
            List.of(new Database.Schema("notes", List.of(STEP), List.of(STEP)));

    private final String schema = "n" + UUID.randomUUID().toString().replace("-", "");

    @BeforeAll
    static void isThere() {
        assumeTrue(PostgresServer.isInstalled(), "PostgreSQL is not installed");
    }

    private PostgresDatabase open(String node) throws IOException {
        return PostgresCatalog.open(PostgresServer.shared().urlOf(schema), SCHEMA, node);
    }

    private PostgresDatabase openBehind(TcpProxy proxy) throws IOException {
        String url = PostgresServer.shared().urlOf(schema);
        return PostgresCatalog.open(
                url.replace(":" + PostgresServer.shared().port() + "/", ":" + proxy.port() + "/"),
                SCHEMA,
                "behind");
    }

    private static void add(Database database, String text) throws IOException {
        int rows =
                database.write(connection ->
                        Sql.update(connection, "INSERT INTO note (text) VALUES (?)", text));
        assertThat(rows).isOne();
    }

    private static List<String> notes(Database database) throws IOException {
        return database.read(connection ->
                Sql.all(
                        connection,
                        "SELECT text FROM note ORDER BY text COLLATE \"C\"",
                        row -> row.getString(1)));
    }

    @Test
    void nodesThatStartAtOnceMakeTheTablesOnce() throws Exception {
        List<Callable<PostgresDatabase>> starts = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            String node = "node" + i;
            starts.add(() -> open(node));
        }
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<PostgresDatabase> started : pool.invokeAll(starts)) {
                PostgresDatabase database = started.get();
                add(database, "from " + database.node().orElseThrow());
                database.close();
            }
        }
        try (PostgresDatabase database = open("last")) {
            assertThat(notes(database)).hasSize(4);
        }
    }

    @Test
    void aDatabaseOfANewerVersionIsRefused() throws IOException {
        try (PostgresDatabase database = open("a")) {
            database.write(connection ->
                    Sql.update(
                            connection,
                            "UPDATE schema_steps SET steps = 9 WHERE domain = 'notes'"));
        }
        assertThatThrownBy(() -> open("a"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("was written by a newer version of Hydrant (schema notes 9");
    }

    @Test
    void aCommitThatIsNotAnsweredHappensOnce() throws IOException {
        try (TcpProxy proxy = new TcpProxy(PostgresServer.shared().port());
                PostgresDatabase database = openBehind(proxy)) {
            List<String> added = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                if (i % 3 == 1) {
                    proxy.cutAfter("COMMIT", 1);
                } else if (i % 3 == 2) {
                    proxy.cutBefore("COMMIT", 1);
                }
                added.add("note %02d".formatted(i));
                add(database, added.getLast());
            }
            assertThat(notes(database)).isEqualTo(added);
        }
    }

    @Test
    void whatIsAnsweredIsThereOnceWhenTheDatabaseIsKilledAndStartsAgain() throws Exception {
        try (PostgresServer server = PostgresServer.start();
                PostgresDatabase database = PostgresCatalog.open(server.url(), SCHEMA, "a")) {
            List<String> answered = new ArrayList<>();
            Thread writer =
                    Thread.ofVirtual()
                            .start(() -> {
                                for (int i = 0; i < 400; i++) {
                                    String note = "note %04d".formatted(i);
                                    try {
                                        add(database, note);
                                        answered.add(note);
                                    } catch (IOException e) {
                                        assertThat(e).hasMessageContaining("database");
                                    }
                                }
                            });
            for (int kills = 0; kills < 2; kills++) {
                int before = answered.size();
                Wait.seconds(30).until("writes", () -> answered.size() > before + 20);
                server.kill();
                server.startAgain();
            }
            writer.join();
            assertThat(answered).hasSizeGreaterThan(300);
            assertThat(notes(database)).doesNotHaveDuplicates().containsAll(answered);
        }
    }

    @Test
    void aDatabaseThatSaysNothingIsAnsweredForInTimeAndTakenUpAgain() throws IOException {
        try (TcpProxy proxy = new TcpProxy(PostgresServer.shared().port());
                PostgresDatabase database = openBehind(proxy)) {
            add(database, "before");
            proxy.freeze();
            long began = System.nanoTime();
            assertThatThrownBy(() -> add(database, "meanwhile")).isInstanceOf(IOException.class);
            assertThat(System.nanoTime() - began).isLessThan(30_000_000_000L);
            assertThat(database.isInTouch()).isFalse();
            proxy.thaw();
            Wait.seconds(30)
                    .until(
                            "a write",
                            () -> {
                                try {
                                    add(database, "after");
                                    return true;
                                } catch (IOException e) {
                                    return false;
                                }
                            });
            Wait.seconds(30).until("to be in touch", database::isInTouch);
            assertThat(notes(database)).contains("before", "after").doesNotHaveDuplicates();
        }
    }

    /// An older copy is put back while nodes run: its numbers are less than they were.
    @Test
    void aDatabaseThatGoesBackUnderRunningNodesIsNotedByAllOfThem() throws Exception {
        try (PostgresDatabase one = open("one");
                PostgresDatabase two = open("two")) {
            add(one, "first");
            add(two, "second");
            assertThat(one.trouble()).isEmpty();
            turnBack(2);
            for (PostgresDatabase each : List.of(one, two)) {
                String why =
                        Wait.seconds(10)
                                .until("it to be noted", each::trouble, Optional::isPresent)
                                .orElseThrow();
                assertThat(why).contains("went back while this server ran");
                assertThat(each.isInTouch()).isFalse();
                assertThatThrownBy(() -> add(each, "late")).hasMessage(why);
                assertThatThrownBy(() -> notes(each)).hasMessage(why);
            }
            turnBack(-10);
            assertThatThrownBy(() -> add(one, "later")).hasMessageContaining("went back");
        }
    }

    /// Without waiting for the look that comes each second.
    @Test
    void aWriteNotesByItselfThatTheDatabaseWentBack() throws Exception {
        CatalogHeight height =
                new CatalogHeight(DatabaseAddress.parse("postgresql://a@h/d"), SeenWrites.NONE, 7);
        height.refuseIfBelow(8, height.highest() + 1);
        assertThatThrownBy(() -> height.refuseIfBelow(7, height.highest() + 1))
                .hasMessageContaining("went back");
        assertThatThrownBy(() -> height.refuseIfBelow(100, 8)).hasMessageContaining("went back");
    }

    private void turnBack(int by) throws Exception {
        try (Connection connection =
                new PostgresConnections(
                                DatabaseAddress.parse(PostgresServer.shared().urlOf(schema)),
                                Optional.empty(),
                                "test")
                        .open()) {
            assertThat(Sql.update(connection, "UPDATE hydrant_turn SET number = number - ?", by))
                    .isOne();
            connection.commit();
        }
    }

    /// As a process that was frozen for less than ten seconds, and wakes: others may have revoked
    /// keys meanwhile.
    @Test
    void whoWasFrozenLooksBeforeAnythingIsDecidedByWhatItKnew() throws IOException {
        AtomicLong frozen = new AtomicLong();
        try (PostgresDatabase database =
                PostgresDatabase.open(
                        DatabaseAddress.parse(PostgresServer.shared().urlOf(schema)),
                        Optional.empty(),
                        SCHEMA,
                        PostgresCatalog.node("one"),
                        Optional.empty(),
                        SeenWrites.NONE,
                        () -> System.nanoTime() + frozen.get())) {
            for (int i = 0; i < 3; i++) {
                frozen.addAndGet(5_000_000_000L);
                assertThat(database.silence()).isGreaterThan(Duration.ofSeconds(4));
                assertThat(database.isInTouch()).isTrue();
                assertThat(database.silence()).isLessThan(Duration.ofSeconds(2));
            }
        }
    }

    @Test
    void aNodeThatWasStartedAgainElsewhereMayChangeNothingAnymore() throws IOException {
        try (PostgresDatabase before = open("a");
                PostgresDatabase after = open("a")) {
            add(after, "after");
            assertThatThrownBy(() -> add(before, "late"))
                    .hasMessageContaining("may change nothing anymore");
            assertThat(notes(after)).containsExactly("after");
        }
    }

    @Test
    void aNodeThatIsAloneRefusesOthersByItsName() throws IOException {
        String url = PostgresServer.shared().urlOf(schema);
        DatabaseNode alone =
                new DatabaseNode(
                        "one",
                        "host:/one",
                        "000000000000",
                        "us-east-1",
                        "key",
                        DatabaseNode.Sharing.ALONE);
        try (PostgresDatabase first =
                PostgresDatabase.open(
                        DatabaseAddress.parse(url),
                        Optional.empty(),
                        SCHEMA,
                        alone,
                        Optional.empty(),
                        SeenWrites.NONE)) {
            add(first, "one");
        }
        assertThatThrownBy(() -> open("two")).hasMessageContaining("belongs to the node host:/one");
    }

    @Test
    void aStartThatFailsLeavesNobodyOnTheList() throws IOException {
        try (PostgresDatabase known = open("known");
                PostgresDatabase failing = open("failing")) {
            failing.withdraw();
            assertThat(nodes(known)).containsExactly("node known");
            try (PostgresDatabase again = open("known")) {
                again.withdraw();
                assertThat(nodes(again)).as("it was there before").containsExactly("node known");
            }
        }
    }

    private static List<String> nodes(Database database) throws IOException {
        return database.read(connection ->
                Sql.all(connection, "SELECT name FROM hydrant_node", row -> row.getString(1)));
    }

    @Test
    void aLeaseThatRanOutIsAnothersAndWhatWasHeldBeforeIsRefused() throws IOException {
        try (TcpProxy proxy = new TcpProxy(PostgresServer.shared().port());
                PostgresDatabase frozen = openBehind(proxy);
                PostgresDatabase other = open("other")) {
            Leases.Lease before = frozen.leases().tryTake("stack", () -> {}).orElseThrow();
            assertThat(other.leases().tryTake("stack", () -> {})).isEmpty();
            assertThat(other.leases().free(List.of("stack", "b"))).containsExactly("b");
            proxy.freeze();
            Leases.Lease after =
                    Wait.seconds(15)
                            .until(
                                    "the lease",
                                    () -> other.leases().tryTake("stack", () -> {}),
                                    Optional::isPresent)
                            .orElseThrow();
            proxy.thaw();
            boolean isOthers = other.write(after::check);
            boolean isStill =
                    Wait.seconds(30)
                            .until(
                                    "an answer",
                                    () -> {
                                        try {
                                            return Optional.of(frozen.write(before::check));
                                        } catch (IOException e) {
                                            return Optional.<Boolean>empty();
                                        }
                                    },
                                    Optional::isPresent)
                            .orElseThrow();
            assertThat(isOthers).isTrue();
            assertThat(isStill).isFalse();
        }
    }

    @Test
    void anAddressHasNoPasswordAndNoUnknownOption() {
        assertThatThrownBy(() -> DatabaseAddress.parse("postgresql://a:b@h/d"))
                .hasMessageContaining("PGPASSWORD");
        assertThatThrownBy(() -> DatabaseAddress.parse("postgresql://a@h/d?socketFactory=x"))
                .hasMessageContaining("may not have the option 'socketFactory'");
        assertThat(DatabaseAddress.parse("postgresql://a@h1:1,h2:2/d?sslmode=require"))
                .hasToString("postgresql://a@h1:1,h2:2/d");
    }
}
