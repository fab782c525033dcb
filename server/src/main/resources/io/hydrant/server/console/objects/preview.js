import { h } from "preact";
import { useEffect, useId, useMemo, useState } from "preact/hooks";
import { useAnswer } from "../hooks.js";
import { bytes, number, t, time, tn } from "../texts.js";
import { Badge, Loading, Notice, Section, Table, Trouble } from "../ui.js";
import { columnarRows, contentOf, hexDump, recordOf, shown } from "./content.js";
import { unpacked } from "./decode.js";
import { beginning, firstRows, isImageShown } from "./store.js";

const TEXT_MAX = 64 * 1024;
const HEX_MAX = 4096;
const COLUMNS_MAX = 40;
const CELL_MAX = 500;
const NUMBER = /^-?\d+(\.\d+)?$/;

// The first lines of an object, as far as they can be read.
export function Preview({ bucket, objectKey: key, version, about }) {
    const { value, error, reload } = useAnswer(async signal => {
        const raw = await beginning(bucket, key, version, about.size, signal);
        const opened = await unpacked(raw, key, raw.length < about.size);
        const content = contentOf(opened.bytes, { key, contentType: about.type, isCut: opened.isCut });
        return { ...opened, content: await withRows(content, opened, { bucket, key, version, signal }) };
    });
    return h(Section, { title: t("preview.title") },
        h(Trouble, { error, retry: reload }),
        !value && !error && h(Loading),
        value && h(Shown, { value, bucket, objectKey: key, version, about }));
}

// Columns lie apart in such files, and what tells where is at their end: the server finds the first rows.
async function withRows(content, opened, { bucket, key, version, signal }) {
    if (!isColumnar(content) || opened.layers.length > 0) {
        return content;
    }
    try {
        return { ...content, ...columnarRows(await firstRows(bucket, key, version, signal)) };
    } catch (trouble) {
        if (trouble.name === "AbortError") {
            throw trouble;
        }
        return { ...content, trouble: trouble.message };
    }
}

function isColumnar({ kind }) {
    return kind === "parquet" || kind === "orc";
}

function Shown({ value, bucket, objectKey, version, about }) {
    const { content } = value;
    const views = viewsOf(content);
    const [view, setView] = useState(views[0]);
    const chosen = views.includes(view) ? view : views[0];
    const id = useId();
    return h("div", null,
        h("p", { class: "quiet" },
            value.layers.map(layer => h(Badge, { key: layer }, layer)), value.layers.length > 0 && " ",
            h(Badge, null, t("preview.kind." + content.kind)), " ",
            value.entry && t("preview.entry", { name: value.entry }), " ",
            value.isCut && !content.rows && t("preview.cut", { size: bytes(value.bytes.length) })),
        value.trouble && h(Notice, { kind: "warn" }, h("p", null, t("preview.damaged")), h("p", { class: "words" }, value.trouble.message)),
        views.length > 1 && h(Tabs, { id, views, chosen, choose: setView }),
        views.length > 0 && h("div", { role: views.length > 1 ? "tabpanel" : undefined, id: id + "-panel", "aria-labelledby": views.length > 1 ? id + "-" + chosen : undefined },
            h(View, { view: chosen, value, bucket, objectKey, version, about })),
        isColumnar(content) && content.trouble && h(Notice, { kind: "warn" }, h("p", null, t("preview.notRead")), h("p", { class: "words" }, content.trouble)),
        isColumnar(content) && !content.rows && h(Notice, null, h("p", null, t("preview.columnar"))));
}

function viewsOf({ kind, rows }) {
    if (isColumnar({ kind })) {
        return rows ? ["rows", "text", "bytes"] : ["bytes"];
    }
    return { empty: [], image: ["image", "bytes"], failures: ["failures", "text", "bytes"],
        rows: ["rows", "text", "bytes"], text: ["text", "bytes"], bytes: ["bytes"] }[kind];
}

// Arrow keys go from one to the next, as tabs do.
function Tabs({ id, views, chosen, choose }) {
    const move = event => {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (step) {
            const next = views[(views.indexOf(chosen) + step + views.length) % views.length];
            choose(next);
            document.getElementById(id + "-" + next)?.focus();
        }
    };
    return h("div", { role: "tablist", class: "tabs", "aria-label": t("preview.views"), onKeyDown: move },
        views.map(view => h("button", { key: view, type: "button", role: "tab", id: id + "-" + view, "aria-selected": view === chosen ? "true" : "false",
            "aria-controls": id + "-panel", tabIndex: view === chosen ? 0 : -1, onClick: () => choose(view) }, t("preview.view." + view))));
}

function View({ view, value, bucket, objectKey, version, about }) {
    const { content } = value;
    if (view === "image") {
        return h(Picture, { type: content.type, value, bucket, objectKey, version, about });
    }
    if (view === "rows") {
        return h(Rows, { content });
    }
    if (view === "failures") {
        return h(Failures, { rows: content.rows });
    }
    return h("pre", { tabIndex: 0, class: "content", "aria-label": t("preview.view." + view) },
        h("code", null, view === "text" ? content.text.slice(0, TEXT_MAX) : hexDump(value.bytes.subarray(0, HEX_MAX))));
}

function Rows({ content }) {
    const columns = content.columns.slice(0, COLUMNS_MAX);
    const numeric = columns.map((_, j) => content.rows.every(row => row[j] === undefined || NUMBER.test(row[j])));
    return h("div", null,
        h(Table, { label: t("preview.rows"), head: columns.map((name, j) => ({ text: name.slice(0, CELL_MAX), kind: numeric[j] ? "number" : undefined })), class: "data" },
            content.rows.map((row, i) => h("tr", { key: i }, columns.map((_, j) =>
                h("td", { key: j, class: numeric[j] ? "number" : "cell" },
                    row[j] === undefined ? "" : row[j].length > CELL_MAX ? row[j].slice(0, CELL_MAX) + "…" : row[j]))))),
        h("p", { class: "quiet" }, tn("preview.firstRows", content.rows.length),
            content.columns.length > COLUMNS_MAX && " " + t("preview.firstColumns", { n: number(COLUMNS_MAX), all: number(content.columns.length) })));
}

// What could not be processed or delivered: why, and the record itself.
function Failures({ rows }) {
    return h("div", { class: "failures" }, rows.slice(0, 50).map((row, i) => {
        const record = recordOf(row.rawData);
        const arrived = moment(row.arrivalTimestamp);
        return h("article", { key: i, class: "panel" },
            h("p", null, h(Badge, { kind: "bad" }, shown(row.errorCode)), " ", shown(row.errorMessage ?? "")),
            h("p", { class: "quiet" },
                arrived && t("preview.arrived", { time: arrived }), " ",
                row.attemptsMade !== undefined && t("preview.attempts", { n: shown(row.attemptsMade) })),
            h("pre", { tabIndex: 0, "aria-label": t("preview.record") }, h("code", null, record.text.slice(0, 4096))));
    }));
}

// A time in milliseconds as text, if it is one.
function moment(value) {
    const millis = Number(typeof value === "object" ? JSON.stringify(value) : value ?? NaN);
    return Number.isFinite(millis) && Math.abs(millis) <= 8.64e15 ? time(millis) : undefined;
}

// By a blob of its own type: what an object's Content-Type says does not count.
function Picture({ type, value, bucket, objectKey, version, about }) {
    const { value: whole, error } = useAnswer(async signal => {
        if (value.layers.length > 0 || !value.isCut) {
            return value.isCut ? undefined : value.bytes;
        }
        return isImageShown(about.size) ? beginning(bucket, objectKey, version, about.size, signal, true) : undefined;
    });
    const address = useMemo(() => whole && URL.createObjectURL(new Blob([whole], { type })), [whole]);
    useEffect(() => () => address && URL.revokeObjectURL(address), [address]);
    return h("div", null,
        h(Trouble, { error }),
        address ? h("img", { class: "picture", src: address, alt: t("preview.imageOf", { key: objectKey }) })
            : whole === undefined && !error ? h("p", { class: "quiet" }, t("preview.largeImage")) : null);
}
