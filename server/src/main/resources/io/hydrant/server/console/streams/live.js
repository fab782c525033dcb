import { h } from "preact";
import { useRef } from "preact/hooks";
import { href } from "../router.js";
import { ago, bytes, duration, number, t, time, tn } from "../texts.js";
import { Bar, Facts, Notice, Say, Section } from "../ui.js";
import { ProcessingFailure } from "./processing.js";
import { adviceFor } from "./status.js";

const SAID_EVERY_MILLIS = 20_000;

// The open buffer, filling; what waits; what was delivered last; and what is wrong.
export function Live({ stream, description }) {
    return h("div", null,
        h(Wrong, { stream }),
        h(ProcessingFailure, { stream, description }),
        h(Section, { title: t("live.buffer"), class: "panel" },
            h(Buffer, { stream }),
            h(NowAndThen, { text: t("live.said", { size: bytes(stream.bufferedBytes ?? 0), records: tn("records", stream.backlogRecords ?? 0) }) }),
            h(Facts, { facts: figures(stream) }),
            h(LastDelivery, { delivery: stream.lastDelivery })),
        stream.backup && h(Section, { title: t("live.backup"), class: "panel" },
            h("p", { class: "quiet" }, t("live.backupTo", { place: stream.backup.place })),
            h(Buffer, { stream: stream.backup }),
            h(Facts, { facts: figures(stream.backup) }),
            h(LastDelivery, { delivery: stream.backup.lastDelivery })));
}

// What a screen reader hears of figures that change every second.
function NowAndThen({ text }) {
    const said = useRef({ text, at: performance.now() });
    if (performance.now() - said.current.at > SAID_EVERY_MILLIS) {
        said.current = { text, at: performance.now() };
    }
    return h(Say, null, said.current.text);
}

function Wrong({ stream }) {
    const fails = stream.failures > 0 && stream.lastError;
    const backupFails = stream.backup?.failures > 0 && stream.backup.lastError;
    return [
        stream.nobody && h(Notice, { key: "nobody", kind: "bad", role: "alert" },
            h("p", null, h("strong", null, t("live.nobody"))), h("p", { class: "words" }, stream.nobody)),
        stream.stopped && h(Notice, { key: "stopped", kind: "bad", role: "alert" },
            h("p", null, h("strong", null, t("live.stopped"))), h("p", { class: "words" }, stream.stopped),
            h("p", null, t("advice.logDamaged"))),
        stream.refusal && h(Notice, { key: "refusal", kind: "bad", role: "alert" },
            h("p", null, h("strong", null, t("live.refusal"))), h("p", { class: "words" }, stream.refusal)),
        fails && h(Failing, { key: "fails", error: stream.lastError, failures: stream.failures, title: t("live.fails") }),
        backupFails && h(Failing, { key: "backup", error: stream.backup.lastError, failures: stream.backup.failures, title: t("live.backupFails") }),
        stream.expired?.records > 0 && h(Notice, { key: "expired", kind: "warn" },
            h("p", null, tn("live.expired", stream.expired.records, { bytes: bytes(stream.expired.bytes) }))),
    ];
}

function Failing({ error, failures, title }) {
    return h(Notice, { kind: "warn", role: "status" },
        h("p", null, h("strong", null, title), " ", tn("live.tries", failures, { ago: ago(error.time) })),
        h("p", { class: "words" }, h("code", null, error.code), " ", error.message),
        h("p", null, t(adviceFor(error))));
}

// Two bars: what is there against the size hint, and how old it is against the interval.
function Buffer({ stream }) {
    const held = stream.bufferedBytes ?? 0;
    const age = stream.bufferedRecords ? stream.bufferAgeSeconds ?? 0 : 0;
    const size = t("live.sizeOf", { held: bytes(held), hint: bytes(stream.sizeHintBytes) });
    const seconds = t("live.ageOf", { age: duration(Math.floor(age)), hint: duration(stream.intervalSeconds) });
    return h("div", { class: "gauges" },
        h("div", null, h("div", { class: "gauge-says" }, h("span", null, t("live.size")), h("span", { class: "figure" }, size)),
            h(Bar, { part: held / stream.sizeHintBytes, label: t("live.size"), text: size })),
        h("div", null, h("div", { class: "gauge-says" }, h("span", null, t("live.age")), h("span", { class: "figure" }, seconds)),
            h(Bar, { part: age / Math.max(1, stream.intervalSeconds), label: t("live.age"), text: seconds })));
}

function figures(stream) {
    const known = (value, show) => (value === undefined ? undefined : show(value));
    const { processed } = stream;
    return [
        [t("live.buffered"), known(stream.bufferedRecords, value => tn("records", value))],
        [t("stream.backlog"), known(stream.backlogRecords, value => `${tn("records", value)}, ${bytes(stream.backlogBytes)}`)],
        [t("live.oldest"), stream.backlogRecords ? duration(Math.floor(stream.oldestAgeSeconds ?? stream.bufferAgeSeconds ?? 0)) : t("live.nothingWaits")],
        [t("live.delivered"), known(stream.deliveredRecords, value => tn("records", value))],
        [t("live.objects"), known(stream.deliveredObjects, value => tn("objects", value))],
        [t("live.nextDue"), stream.nextDue && time(stream.nextDue)],
        [t("live.processed"), processed && t("live.processedOf", {
            records: tn("records", processed.records), dropped: number(processed.dropped), failures: number(processed.failures) })],
    ];
}

function LastDelivery({ delivery }) {
    if (!delivery) {
        return h("p", { class: "quiet" }, t("live.noDelivery"));
    }
    return h("p", null,
        h("strong", null, t("live.last")), " ", ago(delivery.time), ": ",
        h("a", { class: "object", href: href("objects", delivery.bucket, delivery.key) }, delivery.key), " ",
        h("span", { class: "quiet" }, tn("records", delivery.records), ", ", bytes(delivery.bytes), ". ", t("cut." + delivery.cut)));
}
