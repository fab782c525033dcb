import { h } from "preact";
import { useState } from "preact/hooks";
import { hydrant } from "../aws.js";
import { useEvery } from "../hooks.js";
import { go, href } from "../router.js";
import { Nodes } from "../streams/nodes.js";
import { fullness, health } from "../streams/status.js";
import { ago, bytes, duration, number, t, tn, tx } from "../texts.js";
import { Badge, Bar, Button, ButtonLink, Empty, Loading, Notice, OpenNamed, Page, Table, Trouble } from "../ui.js";

// How many are shown at once: the ones in need first.
const MOST = 200;

// All delivery streams that the caller may describe.
export default function Streams() {
    const [answer, setAnswer] = useState();
    const [error, setError] = useState();
    useEvery(3, async signal => {
        try {
            setAnswer(await hydrant("status", {
                query: { limit: MOST, order: "need" }, signal, action: "firehose:DescribeDeliveryStream" }));
            setError(undefined);
        } catch (trouble) {
            setError(trouble);
        }
    });
    const create = h(ButtonLink, { href: href("new-stream") }, t("streams.create"));
    return h(Page, { title: t("streams.title"), actions: answer?.streams.length > 0 && create },
        h(Trouble, { error }),
        !answer && !error && h(Loading),
        answer && (answer.streams.length === 0
            ? h(None, { complete: answer.complete, create })
            : h(List, { answer })),
        answer?.cluster && h(Nodes, { cluster: answer.cluster }));
}

function None({ complete, create }) {
    return complete
        ? h(Empty, { title: t("streams.none"), command: "hydrant deploy examples/netflix/pipeline.yaml --stack netflix", actions: create }, t("streams.noneNext"))
        : h(Empty, { title: t("streams.noneSeen"), actions: h(OpenNamed, { label: t("streams.named"), actions: [
            { says: t("send.do"), open: name => go(href("streams", name, "send")) },
            { says: t("do.open"), open: name => go(href("streams", name)) }] }) },
            tx("streams.noneSeenNext", { action: h("code", null, "firehose:DescribeDeliveryStream") }));
}

function List({ answer }) {
    const [wanted, setWanted] = useState("");
    const shown = answer.streams
        .filter(stream => stream.name.toLowerCase().includes(wanted.trim().toLowerCase()))
        .sort((a, b) => (a.name < b.name ? -1 : 1));
    const isPart = answer.total > answer.streams.length;
    const open = event => {
        event.preventDefault();
        if (wanted.trim()) {
            go(href("streams", shown.length === 1 ? shown[0].name : wanted.trim()));
        }
    };
    return h("div", null,
        answer.troubled > 0 && h(Notice, { kind: "warn" }, h("p", null, tn("streams.troubled", answer.troubled))),
        h("search", null, h("form", { class: "find", onSubmit: open },
            h("input", { type: "search", "aria-label": t("streams.find"), placeholder: t("streams.find"), value: wanted,
                onInput: event => setWanted(event.target.value) }),
            h(Button, { type: "submit", kind: "secondary outline" }, t("do.open")),
            h("span", { class: "quiet" }, tn("streams.count", answer.total), !answer.complete && " " + t("streams.onlySeen")))),
        isPart && h("p", { class: "quiet" }, tn("streams.part", answer.streams.length)),
        h(Table, { label: t("streams.title"), head: [t("stream.name"), t("stream.state"), t("stream.to"), t("stream.buffer"),
            { text: t("stream.backlog"), kind: "number" }, t("stream.lastDelivery"), t("stream.lastError")] },
            shown.map(stream => h(Row, { key: stream.name, stream }))));
}

function Row({ stream }) {
    const { lastDelivery, lastError } = stream;
    return h("tr", null,
        h("th", { scope: "row" }, h("a", { href: href("streams", stream.name) }, stream.name)),
        h("td", null, h(Badge, { kind: health(stream) }, stream.nobody ? t("stream.nobody") : stream.stopped ? t("stream.stopped") : stream.status)),
        h("td", { class: "name" }, stream.place ?? ""),
        h("td", { class: "buffer-cell" },
            h(Bar, { part: fullness(stream), label: t("stream.buffer"), text: bytes(stream.bufferedBytes ?? 0) }),
            h("small", null, stream.bufferedRecords
                ? t("stream.bufferShort", { bytes: bytes(stream.bufferedBytes), age: duration(stream.bufferAgeSeconds) })
                : t("stream.hints", { size: bytes(stream.sizeHintBytes), interval: duration(stream.intervalSeconds) }))),
        h("td", { class: "number" }, stream.backlogRecords === undefined ? "–" : number(stream.backlogRecords)),
        h("td", null, lastDelivery ? ago(lastDelivery.time) : h("span", { class: "quiet" }, t("stream.notYet"))),
        h("td", null, lastError && stream.failures > 0 ? h(Badge, { kind: "warn" }, lastError.code) : ""));
}
