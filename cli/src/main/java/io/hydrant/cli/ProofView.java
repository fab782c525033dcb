package io.hydrant.cli;

import io.hydrant.cli.client.ServerStatus;
import io.hydrant.cli.objects.DeliveredObjects;
import io.hydrant.cli.objects.Proof;
import io.hydrant.cli.terminal.Console;
import io.hydrant.cli.terminal.Figures;
import io.hydrant.core.delivery.Expired;
import io.hydrant.core.delivery.LogProof;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Tells a [Proof], to people or to programs.
final class ProofView {
    /// The rest is counted.
    private static final int UNREADABLE_SHOWN = 20;

    private final Console console;
    private final Proof proof;

    ProofView(Console console, Proof proof) {
        this.console = console;
        this.proof = proof;
    }

    /// @param title in front of the first line
    void tellPeople(String title) {
        console.line(
                "%s%s in %s of %s; %s in the log"
                        .formatted(
                                title,
                                Figures.count(proof.records(), "record"),
                                Figures.count(proof.objects(), "object"),
                                proof.found().buckets().stream()
                                        .map(bucket -> "s3://" + bucket)
                                        .collect(Collectors.joining(", ")),
                                waiting()));
        tellExpired();
        proof.findings().forEach(finding -> console.line(console.bad("  " + sentence(finding))));
        tellUnreadable();
        if (proof.lacking() > 0) {
            console.line(
                    console.bad(
                            "  the server delivered %s; %s of them are in no object that this key may see"
                                    .formatted(
                                            Figures.count(
                                                    proof.status().deliveredRecords().orElse(0L),
                                                    "record"),
                                            Figures.count(proof.lacking()))));
        }
        console.line(verdict());
        proof.trouble().ifPresent(this::tellTrouble);
        proof.damage().ifPresent(text -> console.line(console.bad(text)));
    }

    private String waiting() {
        return proof.status()
                .backlog()
                .map(backlog ->
                        Figures.count(backlog.records(), "record")
                                + (backlog.records() == 1 ? " waits" : " wait"))
                .orElse("nobody knows how many wait");
    }

    /// Damage has words of its own.
    private void tellTrouble(ServerStatus.Trouble trouble) {
        if (proof.damage().isEmpty()) {
            console.line(
                    console.bad(
                            "delivery fails, and is tried again: %s: %s"
                                    .formatted(trouble.code(), trouble.message())));
        }
    }

    private String verdict() {
        if (!proof.isWhole()) {
            return console.bad("not every record is there exactly once");
        }
        if (proof.records() == 0) {
            return proof.trouble().isPresent()
                    ? console.bad("nothing is delivered")
                    : console.good("nothing is delivered yet");
        }
        return console.good(
                proof.found().readsBytes()
                        ? "every delivered record is there exactly once; %s read and right"
                                .formatted(Figures.bytes(proof.found().bytes()))
                        : "every delivered record is there exactly once, by the positions alone; without --quick the bytes are read too");
    }

    private void tellUnreadable() {
        List<DeliveredObjects.Unreadable> unreadable = proof.unreadable();
        unreadable.stream()
                .limit(UNREADABLE_SHOWN)
                .forEach(object ->
                        console.line(
                                console.bad(
                                        "  %s cannot be read as it was stored: %s"
                                                .formatted(object.address(), object.reason()))));
        if (unreadable.size() > UNREADABLE_SHOWN) {
            console.line(
                    console.bad(
                            "  and %s more"
                                    .formatted(
                                            Figures.count(unreadable.size() - UNREADABLE_SHOWN))));
        }
        if (!unreadable.isEmpty()) {
            console.hint(
                    "  The server's log names the files. `hydrant check` looks at all of them.");
        }
    }

    private void tellExpired() {
        Expired expired = proof.expired();
        if (expired.records() == 0) {
            return;
        }
        console.line(
                console.bad(
                        "%s were given up: older than the retention while the destination failed"
                                .formatted(Figures.count(expired.records(), "record"))));
        for (Expired.Range range : expired.ranges()) {
            console.line(
                    "  records %,d to %,d%s"
                            .formatted(
                                    range.first(),
                                    range.last(),
                                    range.mayBeStored()
                                            ? ", which may be stored all the same"
                                            : ""));
        }
        if (expired.unlistedRecords() > 0) {
            console.line(
                    "  and %s before record %,d"
                            .formatted(
                                    Figures.count(expired.unlistedRecords()),
                                    expired.unlistedBefore()));
        }
    }

    private static String sentence(LogProof.Finding finding) {
        return switch (finding) {
            case LogProof.Finding.Missing missing ->
                    "records %s are missing %s"
                            .formatted(
                                    positions(missing.range()),
                                    missing.before()
                                            .map(key -> "before " + key)
                                            .orElse("at the end"));
            case LogProof.Finding.Twice twice ->
                    "records %s are in both %s and %s"
                            .formatted(positions(twice.range()), twice.key(), twice.otherKey());
            case LogProof.Finding.WrongCount wrong ->
                    "%s says that it holds %,d records, at %,d positions"
                            .formatted(wrong.key(), wrong.said(), wrong.positions());
            case LogProof.Finding.NotGivenUp there ->
                    "records %s were given up, but are in %s"
                            .formatted(positions(there.range()), there.key());
        };
    }

    private static String positions(LogProof.Range range) {
        return "%,d to %,d".formatted(range.first(), range.last());
    }

    /// @param backup what is to be told of it, if there is one
    void tellProgram(Optional<ProofView> backup) {
        ObjectNode document = document();
        backup.ifPresent(of -> document.set("backup", of.document()));
        console.line(document.toString());
    }

    private ObjectNode document() {
        ObjectNode document =
                JsonMapper.shared()
                        .createObjectNode()
                        .put("stream", proof.status().name())
                        .put("bucket", proof.found().buckets().getFirst())
                        .put("objects", proof.objects())
                        .put("records", proof.records())
                        .put("expiredRecords", proof.expired().records())
                        .put("bytesRead", proof.found().bytes())
                        .put("quick", !proof.found().readsBytes())
                        .put("exactlyOnce", proof.isWhole());
        proof.status()
                .deliveredRecords()
                .ifPresent(records -> document.put("deliveredRecords", records));
        proof.status()
                .backlog()
                .ifPresent(backlog -> document.put("backlogRecords", backlog.records()));
        proof.found().buckets().forEach(document.putArray("buckets")::add);
        proof.damage().ifPresent(text -> document.put("stopped", text));
        proof.trouble()
                .ifPresent(trouble ->
                        document.putObject("lastError")
                                .put("time", trouble.time().toString())
                                .put("code", trouble.code())
                                .put("message", trouble.message()));
        proof.findings().forEach(finding -> document.withArray("findings").add(sentence(finding)));
        for (DeliveredObjects.Unreadable object : proof.unreadable()) {
            document.withArray("unreadable")
                    .addObject()
                    .put("object", object.address())
                    .put("reason", object.reason());
        }
        return document;
    }
}
