package io.hydrant.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.cli.client.Clients;
import io.hydrant.core.catalog.SqliteDatabase;
import io.hydrant.server.Hydrant;
import io.hydrant.server.ServerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/// `hydrant check` names whatever is damaged in the state of a server that was stopped, and changes
/// nothing.
class CheckTest {
    private static final Path TEMPLATE = Path.of("..", "examples", "netflix", "pipeline.yaml");
    private static final String BUCKET = "movies-netflix-000000000000";

    @TempDir private Path home;
    private Path data = Path.of("");

    @BeforeEach
    void fillAndStop() throws IOException {
        data = home.resolve(".hydrant");
        try (Hydrant server = Hydrant.start(ServerSettings.local(data))) {
            Map<String, String> environment =
                    Map.of("AWS_ENDPOINT_URL", server.endpoint().toString());
            run(environment, "deploy", TEMPLATE.toString(), "--stack", "netflix");
            Path films = Files.writeString(home.resolve("films.csv"), "1,2003,x\n2,2004,Amélie\n");
            run(environment, "send", films.toString(), "--stream", "movies-netflix", "--max");
            try (Clients clients =
                    new TargetOptions(ProgramRun.surroundings(home, environment)).connect()) {
                clients.s3()
                        .putBucketPolicy(put ->
                                put.bucket(BUCKET)
                                        .policy(
                                                """
                                                {"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Principal": "*",
                                                 "Action": "s3:DeleteBucket", "Resource": "arn:aws:s3:::%s"}}\
                                                """
                                                        .formatted(BUCKET)));
                clients.s3()
                        .putObject(
                                put -> put.bucket(BUCKET).key("mine"),
                                RequestBody.fromString("x".repeat(100_000)));
                upload(clients);
            }
        }
    }

    @Test
    void aStateThatIsWholeIsSaidToBeSoAndLeftAsItIs() throws IOException {
        Map<String, Long> before = files();
        ProgramRun run = check();
        assertThat(run.out()).contains("1 stream with 2 records", "nothing is damaged or missing");
        assertThat(run.status()).as(run.out()).isZero();
        assertThat(files()).isEqualTo(before);
        assertThat(check("--json").out()).contains("\"sound\":true", "\"findings\":[]");
    }

    @Test
    void everyFlippedBitOfAnObjectIsFound() throws IOException {
        for (String letter : new String[] {"begin", "middle", "end"}) {
            Path blob = largest(data.resolve("s3/blobs"));
            int length = (int) Files.size(blob);
            int at =
                    switch (letter) {
                        case "begin" -> 0;
                        case "middle" -> length / 2;
                        default -> length - 3;
                    };
            flip(blob, at);
            assertDamage(blob.getFileName().toString());
            flip(blob, at);
            assertThat(check().status()).isZero();
        }
    }

    @Test
    void aDescriptionThatIsDamagedTakesNoByteAway() throws IOException {
        Path blob = largest(data.resolve("s3/blobs"));
        Map<String, String> before = objects();
        byte[] whole = Files.readAllBytes(blob);
        for (int at : new int[] {100_010, whole.length - 25}) {
            Files.write(blob, whole);
            flip(blob, at);
            assertDamage("s3://" + BUCKET + "/mine", "The object is read as it was stored.");
            assertThat(check().out()).doesNotContain("cannot be read");
            assertThat(objects()).isEqualTo(before);
        }
        flip(blob, 5);
        flip(blob, 100_010);
        assertDamage("s3://" + BUCKET + "/mine", "cannot be read");
    }

    @Test
    void aBackupThatWasNotFinishedIsSaidToBeOne() throws IOException {
        Path backup = Files.createDirectory(home.resolve("backup"));
        Files.createFile(backup.resolve("backup.unfinished"));
        for (boolean isBegun : new boolean[] {false, true}) {
            if (isBegun) {
                Files.createFile(backup.resolve("catalog.db"));
            }
            ProgramRun run = ProgramRun.of(home, Map.of(), "check", "--data", backup.toString());
            assertThat(run.status()).as(run.err()).isEqualTo(1);
            assertThat(run.out()).contains("is a backup that was not finished", "Take another one");
        }
    }

    @Test
    void anObjectsFileThatIsGoneIsFound() throws IOException {
        Path blob = largest(data.resolve("s3/blobs"));
        Files.delete(blob);
        assertDamage(blob.getFileName().toString(), "s3://" + BUCKET + "/", "it is missing");
    }

    @Test
    void aFlippedBitOfALogIsFound() throws IOException {
        Path segment = largest(data.resolve("log"));
        flip(segment, 10);
        assertDamage(segment.getFileName().toString(), "the stream movies-netflix");
    }

    /// The end of a log looks the same whether a crash tore it or something took it away: the
    /// catalog tells.
    @Test
    void acknowledgedRecordsThatAreGoneAreCounted() throws IOException {
        Path segment = largest(data.resolve("log"));
        byte[] whole = Files.readAllBytes(segment);
        String told = "2 acknowledged records cannot be read";
        for (int length : new int[] {0, 20, 32, whole.length / 2, whole.length - 1}) {
            Files.write(segment, Arrays.copyOf(whole, length));
            assertDamage("The log of the stream movies-netflix", told);
        }
        for (int at : new int[] {40, whole.length / 2, whole.length - 1}) {
            Files.write(segment, whole);
            flip(segment, at);
            assertDamage(told);
            assertThat(check().out()).doesNotContain("was not answered");
        }
        Files.delete(segment);
        assertDamage(told);
        Files.delete(data.resolve("s3/index.db"));
        check("--repair");
        assertDamage(told);
        try (Stream<Path> rest = Files.walk(data.resolve("log"))) {
            for (Path file : rest.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        assertDamage(told, "as the catalog notes, found none");
    }

    /// As the catalog tells, which notes also how far that one had come.
    @Test
    void aLogOfProcessedRecordsThatIsGoneIsMissed() throws SQLException {
        try (Connection catalog =
                        DriverManager.getConnection("jdbc:sqlite:" + data.resolve("catalog.db"));
                Statement insert = catalog.createStatement()) {
            insert.executeUpdate(
                    "INSERT INTO log_end (log_id, position)"
                            + " SELECT log_id || '.processed', 5 FROM stream");
        }
        assertDamage(
                "The log of processed records of the stream movies-netflix",
                "5 acknowledged records cannot be read");
    }

    @Test
    void aMissingCheckpointIsFound() throws IOException {
        try (Stream<Path> files = Files.walk(data.resolve("log"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (file.getFileName().toString().startsWith("checkpoint")) {
                    Files.delete(file);
                }
            }
        }
        assertDamage("expected a checkpoint, found no file");
    }

    @Test
    void aDamagedDatabaseIsFound() throws IOException {
        for (String name : new String[] {"catalog.db", "s3/index.db"}) {
            Path database = data.resolve(name);
            byte[] whole = Files.readAllBytes(database);
            byte[] damaged = whole.clone();
            for (int i = 4096; i < Math.min(whole.length, 4096 + 200); i++) {
                damaged[i] ^= 0x55;
            }
            Files.write(database, damaged);
            assertDamage(database + " is damaged");
            Files.write(database, whole);
        }
        assertThat(check().status()).isZero();
    }

    @Test
    void aDatabaseThatIsMissingIsFound() throws IOException {
        Path index = data.resolve("s3/index.db");
        Files.delete(index);
        assertDamage("index.db");
        assertThat(index).doesNotExist();
    }

    @Test
    void aStoreThatIsGoneIsFoundAndNotMadeAnewOfNothing() throws IOException {
        Path away = home.resolve("away");
        Files.move(data.resolve("s3"), away);
        assertDamage("index.db is missing, and", "catalog.mark knows");
        Path empty = Files.createDirectory(data.resolve("s3")); // a disk that is not mounted
        assertDamage("index.db is missing, and", "catalog.mark knows");
        ProgramRun run = check("--repair");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).contains("nothing is left that an index could be made of");
        assertThat(empty).isEmptyDirectory();
        Files.delete(empty);
        Files.move(away, data.resolve("s3"));
        assertThat(check().status()).isZero();
    }

    @Test
    void aCatalogThatIsGoneIsFound() throws IOException {
        try (Stream<Path> files = Files.walk(data, 1)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (file.getFileName().toString().startsWith("catalog.")) {
                    Files.delete(file);
                }
            }
        }
        assertDamage("catalog.db is missing, and", "index.mark knows");
    }

    @Test
    void aMissingIndexIsMadeAnewFromTheObjectsThemselves() throws IOException {
        Map<String, String> before = objects();
        Files.delete(data.resolve("s3/index.db"));

        ProgramRun run = check("--repair");
        assertThat(run.status()).as(run.err()).isEqualTo(3); // for what is kept in lost+found
        assertThat(run.out())
                .contains("made anew", "1 bucket made", "lost+found", "nothing is damaged");

        assertThat(objects()).isEqualTo(before).hasSize(3);
    }

    @Test
    void aBucketOfWhichOnlyItsObjectsTellIsClosedToThePublic() throws IOException {
        for (boolean isGone : new boolean[] {true, false}) {
            Path file = data.resolve("s3/buckets/" + BUCKET + ".json");
            if (isGone) {
                Files.delete(file);
            } else {
                Files.writeString(file, "{");
            }
            Files.delete(data.resolve("s3/index.db"));
            ProgramRun run = check("--repair");
            assertThat(run.status()).as(run.out() + run.err()).isEqualTo(3);
            assertThat(run.out()).contains(BUCKET + ". They have the settings of a new bucket");
            assertThat(run.out().contains(".json cannot be read")).isEqualTo(!isGone);
            assertThat(Files.getPosixFilePermissions(data.resolve("s3/index.db"))).hasSize(2);
            try (Hydrant server = Hydrant.start(ServerSettings.local(data));
                    Clients clients = clients(server)) {
                var closed =
                        clients.s3()
                                .getPublicAccessBlock(get -> get.bucket(BUCKET))
                                .publicAccessBlockConfiguration();
                assertThat(closed.blockPublicAcls()).isTrue();
                assertThat(closed.blockPublicPolicy()).isTrue();
                assertThat(closed.ignorePublicAcls()).isTrue();
                assertThat(closed.restrictPublicBuckets()).isTrue();
            }
        }
    }

    /// What a repair leaves that is killed: an index that its catalog does not know yet.
    @Test
    void anIndexThatIsHalfMadeIsMadeAgain() throws IOException {
        Map<String, String> before = objects();
        Files.delete(data.resolve("s3/index.mark"));
        for (boolean isEmpty : new boolean[] {true, false}) {
            if (isEmpty) {
                Files.write(data.resolve("s3/index.db"), new byte[0]);
            } else {
                SqliteDatabase.forgetIdentity(data.resolve("s3/index.db"));
            }
            assertDamage("index.db is " + (isEmpty ? "empty" : "not the database"));
            assertThat(check("--repair").out()).contains("made anew");
        }
        assertThat(objects()).isEqualTo(before);
    }

    @Test
    void anIndexThatWentBackIsCompletedByWhatWasStoredSince() throws IOException {
        Path index = data.resolve("s3/index.db");
        byte[] older = Files.readAllBytes(index);
        try (Hydrant server = Hydrant.start(ServerSettings.local(data));
                Clients clients = clients(server)) {
            for (String key : new String[] {"mine", "new"}) {
                clients.s3()
                        .putObject(
                                put -> put.bucket(BUCKET).key(key).contentType("text/ñ"),
                                RequestBody.fromString("later " + key));
            }
        }
        Map<String, String> before = objects();
        Files.write(index, older);
        assertDamage("index.mark tells of");

        ProgramRun run = check("--repair");
        assertThat(run.out()).contains("2 objects added", "0 buckets", "the older one has");
        assertThat(run.status()).as(run.out()).isEqualTo(3);
        assertThat(objects()).isEqualTo(before).containsValue("later new");
    }

    @Test
    void nothingIsRepairedThatIsWhole() throws IOException {
        Map<String, Long> before = files();
        assertThat(check("--repair").out()).contains("nothing to repair");
        assertThat(files()).isEqualTo(before);
    }

    /// What a server that is started finds: each object's bytes, or their length.
    private Map<String, String> objects() throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Hydrant server = Hydrant.start(ServerSettings.local(data));
                Clients clients = clients(server)) {
            found.put("policy", clients.s3().getBucketPolicy(get -> get.bucket(BUCKET)).policy());
            clients.s3()
                    .listObjectsV2Paginator(list -> list.bucket(BUCKET))
                    .contents()
                    .forEach(object -> {
                        var read =
                                clients.s3()
                                        .getObjectAsBytes(
                                                get -> get.bucket(BUCKET).key(object.key()));
                        found.put(
                                object.key()
                                        + " "
                                        + object.eTag()
                                        + " "
                                        + object.lastModified()
                                        + read.response().contentType()
                                        + read.response().metadata(),
                                read.asUtf8String());
                    });
        }
        return found;
    }

    private Clients clients(Hydrant server) {
        Map<String, String> environment = Map.of("AWS_ENDPOINT_URL", server.endpoint().toString());
        return new TargetOptions(ProgramRun.surroundings(home, environment)).connect();
    }

    @Test
    void whatNoDatabaseNamesIsANote() throws IOException {
        Path blob = largest(data.resolve("s3/blobs"));
        Files.copy(blob, blob.resolveSibling("ffff" + blob.getFileName().toString().substring(4)));
        Files.createDirectories(data.resolve("log/0123456789abcdef"));
        ProgramRun run = check();
        assertThat(run.status()).as(run.out()).isEqualTo(3);
        assertThat(run.out())
                .contains(
                        "does not name 1 file",
                        "No delivery stream names the log",
                        "nothing is damaged");
    }

    @Test
    void aServerThatRunsHoldsItsDirectory() throws IOException {
        try (Hydrant server = Hydrant.start(ServerSettings.local(data))) {
            ProgramRun run = check();
            assertThat(run.status()).isEqualTo(1);
            assertThat(run.err())
                    .contains("in use by another Hydrant server", "hydrant backup --to DIR");
            assertThat(server.endpoint()).isNotNull();
        }
    }

    /// The files of databases are made first, and marks last.
    @Test
    void aFirstStartThatWasKilledHasNothingThatCouldBeMissing() throws IOException {
        Path begun = Files.createDirectory(home.resolve("begun"));
        for (String name : new String[] {"catalog.db", "s3/index.db"}) {
            Files.createDirectories(begun.resolve(name).getParent());
            Files.createFile(begun.resolve(name));
            ProgramRun run = ProgramRun.of(home, Map.of(), "check", "--data", begun.toString());
            assertThat(run.status()).as(run.out() + run.err()).isZero();
        }
        Hydrant.start(ServerSettings.local(begun)).close();
    }

    @Test
    void aFolderThatIsNoDataDirectoryIsRefusedAndLeftAsItIs() throws IOException {
        Path empty = Files.createDirectory(home.resolve("empty"));
        ProgramRun run = ProgramRun.of(home, Map.of(), "check", "--data", empty.toString());
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("is no data directory");
        assertThat(empty).isEmptyDirectory();
    }

    private static void upload(Clients clients) {
        String upload =
                clients.s3()
                        .createMultipartUpload(create -> create.bucket(BUCKET).key("parts"))
                        .uploadId();
        String etag =
                clients.s3()
                        .uploadPart(
                                part ->
                                        part.bucket(BUCKET)
                                                .key("parts")
                                                .uploadId(upload)
                                                .partNumber(1),
                                RequestBody.fromString("y".repeat(1000)))
                        .eTag();
        clients.s3()
                .completeMultipartUpload(complete ->
                        complete.bucket(BUCKET)
                                .key("parts")
                                .uploadId(upload)
                                .multipartUpload(parts ->
                                        parts.parts(
                                                CompletedPart.builder()
                                                        .partNumber(1)
                                                        .eTag(etag)
                                                        .build())));
    }

    private void assertDamage(String... told) {
        ProgramRun run = check();
        assertThat(run.status()).as(run.out() + run.err()).isEqualTo(1);
        assertThat(run.out()).contains("something is damaged or missing").contains(told);
        assertThat(check("--json").out()).contains("\"sound\":false", "\"weight\":\"damage\"");
    }

    private ProgramRun check(String... options) {
        String[] command = new String[options.length + 3];
        command[0] = "check";
        command[1] = "--data";
        command[2] = data.toString();
        System.arraycopy(options, 0, command, 3, options.length);
        return ProgramRun.of(home, Map.of(), command);
    }

    private void run(Map<String, String> environment, String... arguments) {
        ProgramRun run = ProgramRun.of(home, environment, arguments);
        assertThat(run.status()).as(run.err()).isZero();
    }

    private static void flip(Path file, int at) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= 8;
        Files.write(file, bytes);
    }

    private static Path largest(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .max(Comparator.comparingLong(file -> file.toFile().length()))
                    .orElseThrow();
        }
    }

    /// The files and what they hold.
    private Map<String, Long> files() throws IOException {
        Map<String, Long> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                CRC32 sum = new CRC32();
                sum.update(Files.readAllBytes(file));
                found.put(data.relativize(file).toString(), sum.getValue());
            }
        }
        return found;
    }
}
