import { h } from "preact";
import { bytes, duration, number, t, tn } from "../texts.js";
import { Badge, Notice, Section, Table } from "../ui.js";

// The servers that share the streams, as the one that answers sees them.
export function Nodes({ cluster }) {
    return h(Section, { title: t("nodes.title") },
        !cluster.inTouch && h(Notice, { kind: "warn", role: "status" }, h("p", null, t("nodes.outOfTouch"))),
        h("p", { class: "quiet" }, t("nodes.what")),
        h(Table, { label: t("nodes.title"), head: [t("nodes.name"), t("nodes.seen"), { text: t("nodes.streams"), kind: "number" },
            t("stream.backlog"), t("nodes.version"), t("nodes.answers")] },
            cluster.nodes.map(node => h("tr", { key: node.id },
                h("th", { scope: "row" }, node.name),
                h("td", null, node.gone
                    ? h(Badge, { kind: "bad" }, t("nodes.gone", { time: duration(node.silentSeconds) }))
                    : h(Badge, { kind: "good" }, t(node.id === cluster.node ? "nodes.asked" : "nodes.there")),
                !node.gone && (node.standsAside || node.storeTrouble) && h(Badge, { kind: "bad", title: node.storeTrouble },
                    t(node.standsAside ? "nodes.standsAside" : "nodes.storeTrouble")),
                !node.gone && node.clockOff && h(Badge, { kind: "bad" },
                    t("nodes.clockOff", { time: duration(Math.abs(node.clockAheadSeconds)) }))),
                h("td", { class: "number" }, number(node.streams)),
                h("td", null, node.backlogRecords ? `${tn("records", node.backlogRecords)}, ${bytes(node.backlogBytes)}` : "0"),
                h("td", null, node.version),
                h("td", { class: "name" }, node.endpoint)))));
}
