import { h } from "preact";
import { useState } from "preact/hooks";
import { hydrant } from "../aws.js";
import { useEvery } from "../hooks.js";
import { href } from "../router.js";
import { bytes, duration, number, t, tn, tx } from "../texts.js";
import { Badge, Bar, Empty, Loading, Page, Table, Trouble } from "../ui.js";

// All delivery streams that the caller may describe.
export default function Streams() {
    const [answer, setAnswer] = useState();
    const [error, setError] = useState();
    useEvery(3, async signal => {
        try {
            setAnswer(await hydrant("status", { signal, action: "firehose:DescribeDeliveryStream" }));
            setError(undefined);
        } catch (trouble) {
            setError(trouble);
        }
    });
    return h(Page, { title: t("streams.title") },
        h(Trouble, { error }),
        !answer && !error && h(Loading),
        answer && (answer.streams.length === 0 ? h(None, { complete: answer.complete }) : h(List, { answer })));
}

function None({ complete }) {
    return h(Empty, { title: t(complete ? "streams.none" : "streams.noneSeen"),
        command: "hydrant demo" },
        complete ? t("streams.noneNext") : tx("streams.noneSeenNext", { action: h("code", null, "firehose:DescribeDeliveryStream") }));
}

function List({ answer }) {
    return h("div", null,
        h("p", { class: "quiet" }, tn("streams.count", answer.streams.length), " ", !answer.complete && t("streams.onlySeen")),
        h(Table, { label: t("streams.title"), head: [t("stream.name"), t("stream.state"), t("stream.buffer"),
            { text: t("stream.backlog"), kind: "number" }] },
            answer.streams.map(stream => h("tr", { key: stream.name },
                h("th", { scope: "row" }, h("a", { href: href("streams", stream.name) }, stream.name)),
                h("td", null, h(Badge, { kind: stream.stopped || stream.refusal ? "bad" : stream.lastError ? "warn" : "good" }, stream.status)),
                h("td", null, h(Bar, { part: fullness(stream), label: t("stream.buffer"), text: bytes(stream.bufferedBytes ?? 0) }),
                    h("small", null, bytes(stream.bufferedBytes ?? 0), " · ", duration(stream.bufferAgeSeconds ?? 0))),
                h("td", { class: "number" }, stream.backlogRecords === undefined ? "" : number(stream.backlogRecords))))));
}

function fullness(stream) {
    return Math.max(
        (stream.bufferedBytes ?? 0) / stream.sizeHintBytes,
        stream.bufferedRecords ? (stream.bufferAgeSeconds ?? 0) / Math.max(1, stream.intervalSeconds) : 0);
}
