package io.hydrant.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.core.delivery.CutReason;
import io.hydrant.core.delivery.Expired;
import io.hydrant.core.delivery.LogProof;
import io.hydrant.core.delivery.LogProof.Finding;
import io.hydrant.core.delivery.ObjectMetadata;
import io.hydrant.testing.Seed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The proof in the browser finds what `hydrant verify` finds, whatever the objects are.
class ProofModuleTest {
    private static final int CASES = 300;
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<String> LOGS =
            List.of("log", "log", "log.shard1", "log.processed", "old");

    @TempDir static Path data;
    private static RunningConsole console;

    @BeforeAll
    static void start() throws IOException {
        console = new RunningConsole(data);
    }

    @AfterAll
    static void stop() {
        if (console != null) {
            console.close();
        }
    }

    @Test
    void bothFindTheSame() {
        Seed seed = Seed.of(ProofModuleTest.class);
        Random random = seed.random();
        ArrayNode cases = JSON.createArrayNode();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < CASES; i++) {
            boolean processed = random.nextInt(4) == 0;
            List<LogProof.Delivered> objects = objects(random, processed);
            Expired expired = random.nextBoolean() ? Expired.NOTHING : expired(random);
            cases.add(asJson(objects, expired, processed));
            expected.add(words(LogProof.ofEach(objects, own(expired), processed)));
        }
        Object found =
                console.fresh()
                        .bypassPolicy(true)
                        .visit(console.address())
                        .runAwaiting(
                                "const m = await import('/_hydrant/console/proof/log-proof.js');"
                                        + "return JSON.parse(given[0]).map(one => m.proofs(one.objects,"
                                        + " {own: [{log: 'log', from: 0, expired: one.expired},"
                                        + " {log: 'log.shard1', from: 2}], processed:"
                                        + " one.processed}).map(proof => [proof.log, proof.objects,"
                                        + " proof.records, proof.end, ...proof.findings.map(it =>"
                                        + " it.kind === 'wrongCount' ? `${it.kind} ${it.address}` :"
                                        + " `${it.kind} ${it.first}-${it.last} ${it.address}"
                                        + " ${it.other ?? ''}`.trim())].join('; ')).join(' | '))",
                                cases.toString());
        assertThat((List<?>) Objects.requireNonNull(found)).as(seed.replay()).isEqualTo(expected);
    }

    private static List<LogProof.Own> own(Expired expired) {
        return List.of(
                new LogProof.Own("log", 0, expired),
                new LogProof.Own("log.shard1", 2, Expired.NOTHING));
    }

    /// Mostly one behind the other, now and then not.
    private static List<LogProof.Delivered> objects(Random random, boolean processed) {
        List<LogProof.Delivered> objects = new ArrayList<>();
        TreeMap<String, Long> ends = new TreeMap<>();
        int count = random.nextInt(12);
        for (int i = 0; i < count; i++) {
            String log = LOGS.get(random.nextInt(processed ? 5 : 3));
            long end = ends.getOrDefault(log, 0L);
            long first = Math.max(0, end + (random.nextInt(4) == 0 ? random.nextInt(9) - 4 : 0));
            long last = first + random.nextInt(6);
            long records = last - first + 1 + (random.nextInt(8) == 0 ? random.nextInt(3) - 1 : 0);
            ends.put(log, Math.max(end, last + 1));
            objects.add(
                    new LogProof.Delivered(
                            "s3://b/" + i,
                            new ObjectMetadata(
                                    "stream",
                                    log,
                                    first,
                                    last,
                                    records,
                                    CutReason.AGE,
                                    log.endsWith("processed") ? "p" + random.nextInt(2) : "")));
        }
        return objects;
    }

    private static Expired expired(Random random) {
        List<Expired.Range> ranges = new ArrayList<>();
        long end = 0;
        for (int i = random.nextInt(4); i > 0; i--) {
            long first = end + random.nextInt(10);
            long last = first + random.nextInt(5);
            ranges.add(new Expired.Range(first, last, 1, Instant.EPOCH, random.nextBoolean()));
            end = last + 2;
        }
        long unlisted = random.nextInt(3);
        return new Expired(
                unlisted + ranges.stream().mapToLong(Expired.Range::records).sum(),
                9,
                unlisted,
                unlisted == 0 ? 0 : random.nextInt(20),
                ranges);
    }

    private static ObjectNode asJson(
            List<LogProof.Delivered> objects, Expired expired, boolean processed) {
        ObjectNode one = JSON.createObjectNode().put("processed", processed);
        ArrayNode all = one.putArray("objects");
        for (LogProof.Delivered object : objects) {
            ObjectMetadata metadata = object.metadata();
            all.addObject()
                    .put("address", object.key())
                    .put("log", metadata.log())
                    .put("first", metadata.firstPosition())
                    .put("last", metadata.lastPosition())
                    .put("records", metadata.records())
                    .put("partition", metadata.partition());
        }
        ObjectNode gone = one.putObject("expired");
        gone.put("unlistedRecords", expired.unlistedRecords());
        gone.put("unlistedBefore", expired.unlistedBefore());
        ArrayNode ranges = gone.putArray("ranges");
        expired.ranges()
                .forEach(range ->
                        ranges.addObject()
                                .put("first", range.first())
                                .put("last", range.last())
                                .put("mayBeStored", range.mayBeStored()));
        return one;
    }

    private static String words(List<LogProof> proofs) {
        List<String> all = new ArrayList<>();
        for (LogProof proof : proofs) {
            List<String> one = new ArrayList<>();
            one.add(proof.log());
            one.add(Long.toString(proof.objects()));
            one.add(Long.toString(proof.records()));
            one.add(Long.toString(proof.end()));
            proof.findings().forEach(finding -> one.add(words(finding)));
            all.add(String.join("; ", one));
        }
        return String.join(" | ", all);
    }

    private static String words(Finding finding) {
        return switch (finding) {
            case Finding.Missing missing ->
                    words("missing", missing.range()) + " " + missing.before().orElse("");
            case Finding.Twice twice ->
                    words("twice", twice.range()) + " " + twice.key() + " " + twice.otherKey();
            case Finding.WrongCount wrong -> "wrongCount " + wrong.key();
            case Finding.NotGivenUp not -> words("notGivenUp", not.range()) + " " + not.key();
        };
    }

    private static String words(String kind, LogProof.Range range) {
        return kind + " " + range.first() + "-" + range.last();
    }
}
