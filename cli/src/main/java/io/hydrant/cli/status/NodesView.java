package io.hydrant.cli.status;

import io.hydrant.cli.client.ServerStatus;
import io.hydrant.cli.terminal.Console;
import io.hydrant.cli.terminal.Figures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Shows the nodes that share the streams, a line each.
public final class NodesView {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Console console;

    public NodesView(Console console) {
        this.console = console;
    }

    /// For programs: a document each.
    public void tellProgram(ServerStatus.Cluster cluster) {
        for (ServerStatus.Node node : cluster.nodes()) {
            ObjectNode document = JSON.valueToTree(node);
            console.line(document.put("asked", node.id().equals(cluster.node())).toString());
        }
    }

    public void tellPeople(ServerStatus.Cluster cluster) {
        List<ServerStatus.Node> nodes = cluster.nodes();
        int names = width(nodes.stream().map(ServerStatus.Node::name).toList(), "NODE");
        int endpoints =
                width(nodes.stream().map(ServerStatus.Node::endpoint).toList(), "ANSWERS ON");
        String form = "%-" + names + "s  %-" + endpoints + "s  %7s  %-24s  %-9s  %s";
        console.line(
                console.bold(
                        form.formatted(
                                        "NODE",
                                        "ANSWERS ON",
                                        "STREAMS",
                                        "BACKLOG",
                                        "VERSION",
                                        "SEEN")
                                .stripTrailing()));
        for (ServerStatus.Node node : nodes) {
            String line =
                    form.formatted(
                            node.name(),
                            node.endpoint(),
                            Figures.count(node.streams()),
                            backlog(node),
                            node.version(),
                            seen(node, cluster));
            console.line(node.gone() ? console.bad(line) : line);
        }
        nodes.stream()
                .filter(node -> !node.gone())
                .flatMap(NodesView::troubles)
                .forEach(trouble -> console.line(console.bad(trouble)));
        if (!cluster.inTouch()) {
            console.line(
                    console.bad(
                            "This node is out of touch with the database: what is said of others is old."));
        }
    }

    private static Stream<String> troubles(ServerStatus.Node node) {
        List<String> all = new ArrayList<>();
        if (node.standsAside()) {
            all.add(
                    "%s leaves delivery to others, who can use the S3: %s"
                            .formatted(
                                    node.name(),
                                    node.storeTrouble().orElse("it can again, and waits a while")));
        } else if (node.storeTrouble().isPresent()) {
            all.add("%s cannot use the S3: %s".formatted(node.name(), node.storeTrouble().get()));
        }
        if (node.clockOff()) {
            all.add(
                    String.format(
                            Locale.ROOT,
                            "The clock of %s is %.1f s %s the database's: let NTP set both.",
                            node.name(),
                            Math.abs(node.clockAheadSeconds()),
                            node.clockAheadSeconds() < 0 ? "behind" : "ahead of"));
        }
        return all.stream();
    }

    private static int width(List<String> words, String heading) {
        return words.stream().mapToInt(String::length).reduce(heading.length(), Math::max);
    }

    private static String backlog(ServerStatus.Node node) {
        return node.backlog().records() == 0
                ? "nothing waits"
                : Figures.count(node.backlog().records(), "record")
                        + ", "
                        + Figures.bytes(node.backlog().bytes());
    }

    private static String seen(ServerStatus.Node node, ServerStatus.Cluster cluster) {
        if (node.gone()) {
            Duration silent = Duration.ofSeconds(Math.round(node.silentSeconds()));
            return "gone: not heard of for " + Figures.duration(silent);
        }
        return node.id().equals(cluster.node())
                ? "now, it was asked"
                : Math.round(node.silentSeconds()) + " s ago";
    }
}
