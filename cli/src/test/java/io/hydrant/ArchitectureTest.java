package io.hydrant;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Holds the map of ARCHITECTURE.md against the code. A new arrow goes into [#ARROWS], with its
/// reason.
class ArchitectureTest {
    private static final String ROOT = "io.hydrant.";

    /// Which part may use which others. Every part may use itself and what lies inside it.
    private static final Map<String, Set<String>> ARROWS =
            Map.ofEntries(
                    Map.entry("aws", Set.of()),
                    // A language; whoever evaluates it says what it may take.
                    Map.entry("jq", Set.of()),
                    Map.entry("core.disk", Set.of()),
                    Map.entry("core.format", Set.of()),
                    // How rows are written is configured with the stream.
                    Map.entry(
                            "core.conversion",
                            Set.of("core.stream", "core.iam", "core.format", "core.memory", "aws")),
                    // Tables are kept in the catalog, and read by those who may.
                    Map.entry(
                            "core.glue",
                            Set.of("core.catalog", "core.conversion", "core.iam", "aws")),
                    Map.entry("core.memory", Set.of()),
                    // Whoever does something counts it.
                    Map.entry("core.meter", Set.of()),
                    // Keys of permissions; refusals are AWS's.
                    Map.entry(
                            "core.logevents",
                            Set.of("core.catalog", "core.disk", "core.iam", "aws")),
                    // Errors of streams, written as their roles may.
                    Map.entry(
                            "core.errorlog",
                            Set.of(
                                    "core.stream",
                                    "core.meter",
                                    "core.logevents",
                                    "core.iam",
                                    "aws")),
                    // They look at figures that somebody hands them.
                    Map.entry("core.alarm", Set.of("core.catalog", "aws")),
                    Map.entry("core.history", Set.of("core.meter", "core.catalog", "core.disk")),
                    // A processor writes records to a format's writer; an event for a function is
                    // named as AWS names it.
                    Map.entry("core.transform", Set.of("core.format", "jq", "aws")),
                    Map.entry("core.catalog", Set.of("core.disk")),
                    // Frames may be encrypted.
                    Map.entry("core.log", Set.of("core.crypto", "core.meter", "core.disk", "aws")),
                    // Keys of streams, for what is in their logs.
                    Map.entry(
                            "core.encryption",
                            Set.of(
                                    "core.crypto",
                                    "core.iam",
                                    "core.log",
                                    "core.meter",
                                    "core.stream",
                                    "aws")),
                    // Identities are kept in the catalog; refusals are AWS's.
                    Map.entry("core.iam", Set.of("core.catalog", "aws")),
                    // Keys that lie wrapped by the master key, and who may use them.
                    Map.entry("core.kms", Set.of("core.crypto", "core.iam", "core.catalog", "aws")),
                    // Parameters are kept in the catalog, secret ones encrypted by KMS.
                    Map.entry("core.ssm", Set.of("core.kms", "core.iam", "core.catalog", "aws")),
                    // Keys are asked for with somebody's permissions; the catalog notes which
                    // master key there is.
                    Map.entry("core.crypto", Set.of("core.catalog", "core.disk", "core.iam")),
                    // A stream names its compression and processors; its role is checked when it is
                    // created.
                    Map.entry(
                            "core.stream",
                            Set.of(
                                    "core.crypto",
                                    "core.log",
                                    "core.meter",
                                    "core.catalog",
                                    "core.format",
                                    "core.transform",
                                    "core.iam",
                                    "core.disk",
                                    "aws")),
                    // What is encrypted is so under keys that the master key wraps.
                    Map.entry(
                            "core.objectstore",
                            Set.of("core.crypto", "core.disk", "core.catalog", "core.iam", "aws")),
                    Map.entry(
                            "core.delivery",
                            Set.of(
                                    "core.crypto",
                                    "core.conversion",
                                    "core.stream",
                                    "core.log",
                                    "core.meter",
                                    "core.format",
                                    "core.transform",
                                    "core.objectstore",
                                    "core.iam",
                                    "core.disk",
                                    "aws")),
                    Map.entry(
                            "core.cloudformation",
                            Set.of(
                                    "core.stream",
                                    "core.iam",
                                    "core.alarm",
                                    "core.logevents",
                                    "core.kms",
                                    "core.objectstore",
                                    "core.glue",
                                    "core.ssm",
                                    "core.catalog",
                                    "core.memory",
                                    "aws")),
                    // It invokes what the core asks for.
                    Map.entry("lambda", Set.of("core.transform", "aws")),
                    // It writes rows as the core hands them, with the options of a stream.
                    Map.entry("columnar", Set.of("core.conversion", "core.stream")),
                    // It keeps what the core's log keeps; and what readers must know in the
                    // catalog.
                    Map.entry("kafka", Set.of("core.log", "core.catalog", "core.disk")),
                    // It delivers into a store that is not ours, as roles of ours or of its own.
                    Map.entry("s3", Set.of("core.objectstore", "core.iam", "aws")),
                    // It keeps what exists, and knows nothing of what that is.
                    Map.entry("postgresql", Set.of("core.catalog")),
                    Map.entry(
                            "server",
                            Set.of(
                                    "core",
                                    "columnar",
                                    "kafka",
                                    "lambda",
                                    "postgresql",
                                    "s3",
                                    "aws")),
                    // A program of its own: it knows nothing of the server but its wire.
                    Map.entry("producer", Set.of()),
                    // Its options name functions, another S3, and where Kafka is; it shows columns.
                    Map.entry(
                            "cli",
                            Set.of(
                                    "server",
                                    "columnar",
                                    "kafka",
                                    "lambda",
                                    "s3",
                                    "producer",
                                    "core",
                                    "aws")),
                    // For tests alone: no arrow leads there from what is shipped.
                    Map.entry("testing", Set.of()));

    /// Which packages of one part may use which others of it. They are rooms of one house: each of
    /// the server's services knows the protocols and none of its neighbours, and what the program's
    /// commands are made of knows no command.
    private static final Map<String, Set<String>> INNER_ARROWS =
            Map.ofEntries(
                    Map.entry("aws.form", Set.of("aws")),
                    Map.entry("aws.json", Set.of("aws")),
                    Map.entry("aws.query", Set.of("aws")),
                    Map.entry("aws.sigv4", Set.of("aws")),
                    // The arrows of stacks go one way only: asked for, carried out, planned, kept.
                    Map.entry(
                            "cli",
                            Set.of(
                                    "cli.client",
                                    "cli.completion",
                                    "cli.demo",
                                    "cli.follow",
                                    "cli.objects",
                                    "cli.program",
                                    "cli.redrive",
                                    "cli.send",
                                    "cli.stack",
                                    "cli.status",
                                    "cli.table",
                                    "cli.terminal")),
                    Map.entry("cli.client", Set.of("cli.program")),
                    // The one command that is made of all the others.
                    Map.entry(
                            "cli.demo",
                            Set.of(
                                    "cli.client",
                                    "cli.objects",
                                    "cli.program",
                                    "cli.send",
                                    "cli.stack",
                                    "cli.status",
                                    "cli.table",
                                    "cli.terminal")),
                    Map.entry(
                            "cli.follow",
                            Set.of("cli.client", "cli.program", "cli.send", "cli.table")),
                    Map.entry("cli.objects", Set.of("cli.client", "cli.program", "cli.table")),
                    Map.entry("cli.program", Set.of("cli.terminal")),
                    Map.entry(
                            "cli.redrive",
                            Set.of("cli.client", "cli.objects", "cli.program", "cli.terminal")),
                    Map.entry(
                            "cli.send",
                            Set.of("cli.client", "cli.program", "cli.table", "cli.terminal")),
                    // A stack is deleted with what lies in its buckets.
                    Map.entry(
                            "cli.stack",
                            Set.of("cli.client", "cli.objects", "cli.program", "cli.terminal")),
                    Map.entry("cli.status", Set.of("cli.client", "cli.program", "cli.terminal")),
                    Map.entry("cli.table", Set.of("cli.program", "cli.terminal")),
                    Map.entry(
                            "core.cloudformation",
                            Set.of(
                                    "core.cloudformation.provision",
                                    "core.cloudformation.plan",
                                    "core.cloudformation.stack",
                                    "core.cloudformation.resource",
                                    "core.cloudformation.template")),
                    Map.entry(
                            "core.cloudformation.provision",
                            Set.of(
                                    "core.cloudformation.plan",
                                    "core.cloudformation.stack",
                                    "core.cloudformation.resource",
                                    "core.cloudformation.template")),
                    Map.entry(
                            "core.cloudformation.plan",
                            Set.of(
                                    "core.cloudformation.stack",
                                    "core.cloudformation.resource",
                                    "core.cloudformation.template")),
                    Map.entry(
                            "core.cloudformation.stack",
                            Set.of("core.cloudformation.resource", "core.cloudformation.template")),
                    Map.entry("core.delivery", Set.of("core.delivery.body")),
                    Map.entry("core.objectstore.setting", Set.of("core.objectstore")),
                    // Functions know nothing of what comes before and after them.
                    Map.entry(
                            "core.transform.chain",
                            Set.of("core.transform", "core.transform.lambda")),
                    // JSON ends there; what streams are knows nothing of requests. Settings are a
                    // leaf, and the catalog keeps them as requests bring them.
                    Map.entry(
                            "core.stream",
                            Set.of("core.stream.destination", "core.stream.document")),
                    Map.entry("core.conversion.json", Set.of("core.conversion")),
                    Map.entry(
                            "core.conversion.plan",
                            Set.of("core.conversion", "core.conversion.json")),
                    Map.entry("core.stream.document", Set.of("core.stream.destination")),
                    Map.entry(
                            "core.stream.request",
                            Set.of(
                                    "core.stream",
                                    "core.stream.destination",
                                    "core.stream.document")),
                    // What both kinds of functions have in common.
                    Map.entry("lambda.local", Set.of("lambda")),
                    Map.entry("lambda.remote", Set.of("lambda")),
                    Map.entry(
                            "server",
                            Set.of(
                                    "server.cloudformation",
                                    "server.cluster",
                                    "server.console",
                                    "server.firehose",
                                    "server.glue",
                                    "server.http",
                                    "server.http.protocol",
                                    "server.http.tls",
                                    "server.iam",
                                    "server.kms",
                                    "server.metrics",
                                    "server.logs",
                                    "server.monitoring",
                                    "server.s3",
                                    "server.ssm",
                                    "server.sts")),
                    Map.entry("server.cloudformation", Set.of("server.http.protocol")),
                    Map.entry("server.cluster", Set.of()),
                    Map.entry("server.console", Set.of("server.http.protocol")),
                    Map.entry("server.firehose", Set.of("server.http.protocol")),
                    Map.entry("server.glue", Set.of("server.http.protocol")),
                    Map.entry(
                            "server.http",
                            Set.of(
                                    "server.http.body",
                                    "server.http.protocol",
                                    "server.http.tls",
                                    "server.http1")),
                    Map.entry("server.http.body", Set.of("server.http1")),
                    Map.entry("server.http.protocol", Set.of("server.http.body")),
                    Map.entry("server.iam", Set.of("server.http.protocol")),
                    Map.entry("server.kms", Set.of("server.http.protocol")),
                    Map.entry("server.metrics", Set.of("server.http.protocol")),
                    Map.entry("server.logs", Set.of("server.http.protocol")),
                    Map.entry("server.monitoring", Set.of("server.http.protocol")),
                    Map.entry("server.s3", Set.of("server.http.protocol")),
                    Map.entry("server.ssm", Set.of("server.http.protocol")),
                    Map.entry("server.sts", Set.of("server.http.protocol")));

    /// The deterministic core takes its clock, its randomness and its disk through constructors.
    private static final Map<String, Set<String>> FORBIDDEN_CALLS =
            Map.of(
                    "java.time.Instant", Set.of("now"),
                    "java.time.LocalDateTime", Set.of("now"),
                    "java.time.Clock", Set.of("systemUTC", "systemDefaultZone"),
                    "java.lang.System", Set.of("currentTimeMillis", "nanoTime"),
                    "java.lang.Math", Set.of("random"),
                    "java.util.UUID", Set.of("randomUUID"),
                    "java.lang.Thread", Set.of("sleep"));

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("io.hydrant");

    @Test
    void everyArrowIsOnTheMap() {
        Set<String> strangers = new TreeSet<>();
        for (JavaClass origin : CLASSES) {
            for (Dependency dependency : origin.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                if (target.getName().startsWith(ROOT) && !allowed(partOf(origin), partOf(target))) {
                    strangers.add(
                            partOf(origin)
                                    + " -> "
                                    + partOf(target)
                                    + "   "
                                    + dependency.getDescription());
                }
            }
        }
        assertThat(strangers).isEmpty();
    }

    @Test
    void everyArrowWithinAPartIsOnTheMap() {
        Set<String> strangers = new TreeSet<>();
        for (JavaClass origin : CLASSES) {
            String from = packageOf(origin);
            for (Dependency dependency : origin.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                boolean isInner =
                        target.getName().startsWith(ROOT) && partOf(origin).equals(partOf(target));
                String to = isInner ? packageOf(target) : from;
                if (!to.equals(from) && !INNER_ARROWS.getOrDefault(from, Set.of()).contains(to)) {
                    strangers.add(from + " -> " + to + "   " + dependency.getDescription());
                }
            }
        }
        assertThat(strangers).isEmpty();
    }

    /// An arrow that nobody needs any more would let it come back unseen.
    @Test
    void everyArrowWithinAPartIsNeeded() {
        Set<String> unneeded = new TreeSet<>();
        INNER_ARROWS.forEach((from, all) -> all.forEach(to -> unneeded.add(from + " -> " + to)));
        for (JavaClass origin : CLASSES) {
            for (Dependency dependency : origin.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                if (target.getName().startsWith(ROOT)) {
                    unneeded.remove(packageOf(origin) + " -> " + packageOf(target));
                }
            }
        }
        assertThat(unneeded).isEmpty();
    }

    @Test
    void noArrowsWithinAPartLeadInACircle() {
        for (String room : INNER_ARROWS.keySet()) {
            assertThat(within(room)).as("where the arrows from %s lead", room).doesNotContain(room);
        }
    }

    /// Everywhere that the arrows within a part lead to from there.
    private static Set<String> within(String room) {
        Set<String> found = new TreeSet<>();
        Deque<String> open = new ArrayDeque<>(INNER_ARROWS.getOrDefault(room, Set.of()));
        while (!open.isEmpty()) {
            String next = open.remove();
            if (found.add(next)) {
                open.addAll(INNER_ARROWS.getOrDefault(next, Set.of()));
            }
        }
        return found;
    }

    private static String packageOf(JavaClass type) {
        return type.getPackageName().substring(ROOT.length());
    }

    @Test
    void everyPackageBelongsToAPart() {
        for (JavaClass origin : CLASSES) {
            assertThat(ARROWS).as(origin.getName()).containsKey(partOf(origin));
        }
    }

    @Test
    void theCoreHasNoClockRandomnessOrFilesOfItsOwn() {
        List<String> strangers = new ArrayList<>();
        for (JavaClass origin : CLASSES) {
            if (!origin.getPackageName().startsWith(ROOT + "core")) {
                continue;
            }
            for (JavaAccess<?> access : origin.getAccessesFromSelf()) {
                Set<String> names =
                        FORBIDDEN_CALLS.getOrDefault(access.getTargetOwner().getName(), Set.of());
                boolean fileOutsideDisk =
                        access.getTargetOwner().getName().equals("java.nio.file.Files")
                                && !partOf(origin).equals("core.disk");
                if (names.contains(access.getName()) || fileOutsideDisk) {
                    strangers.add(access.getDescription());
                }
            }
        }
        assertThat(strangers).isEmpty();
    }

    @Test
    void theCoreOpensNoSockets() {
        Set<String> strangers = new TreeSet<>();
        for (JavaClass origin : CLASSES) {
            boolean inner =
                    origin.getPackageName().startsWith(ROOT + "core")
                            || origin.getPackageName().startsWith(ROOT + "aws");
            for (Dependency dependency : origin.getDirectDependenciesFromSelf()) {
                String target = dependency.getTargetClass().getName();
                if (inner && target.matches("java\\.net\\..*Socket.*")) {
                    strangers.add(dependency.getDescription());
                }
            }
        }
        assertThat(strangers).isEmpty();
    }

    private static boolean allowed(String from, String to) {
        return from.equals(to)
                || ARROWS.getOrDefault(from, Set.of()).stream()
                        .anyMatch(part -> to.equals(part) || to.startsWith(part + "."));
    }

    /// `io.hydrant.core.cloudformation.resource.Bucket` lies in `core.cloudformation`,
    /// `io.hydrant.server.s3.X` in `server`.
    private static String partOf(JavaClass type) {
        String[] names = type.getPackageName().substring(ROOT.length()).split("\\.", -1);
        return names[0].equals("core") && names.length > 1 ? "core." + names[1] : names[0];
    }
}
