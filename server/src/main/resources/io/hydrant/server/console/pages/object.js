import { h } from "preact";
import { useState } from "preact/hooks";
import { addressOf } from "../address.js";
import { now } from "../clock.js";
import { useAction, useAnswer } from "../hooks.js";
import { Preview } from "../objects/preview.js";
import { about, address, putTags, remove, tags, versions, visible } from "../objects/store.js";
import { go, href } from "../router.js";
import { presigned } from "../sigv4.js";
import { session } from "../session.js";
import { bytes, hasText, number, t, tn, time, tx } from "../texts.js";
import { Badge, Button, Command, Copy, Dialog, Facts, Field, Loading, Notice, Page, Section, Table, Trouble } from "../ui.js";
import Bucket, { folderAt } from "./bucket.js";

const LINK_SECONDS = 300;

// One object, or one version of it.
export default function ObjectPage({ parameters, query }) {
    const { bucket, key } = parameters;
    if (key === "") {
        return h(Bucket, { parameters: { bucket }, query });
    }
    const version = query.get("version") ?? undefined;
    return h(One, { bucket, objectKey: key, version, key: version });
}

function One({ bucket, objectKey: key, version }) {
    const { value, error, reload } = useAnswer(signal => about(bucket, key, version, signal));
    const [isLeaving, setLeaving] = useState(false);
    const place = key.slice(0, key.lastIndexOf("/", key.length - 2) + 1);
    return h(Page, { title: visible(key.slice(place.length) || key),
        trail: [[t("objects.title"), href("objects")], [bucket, href("objects", bucket)],
            ...(place ? [[visible(place.slice(0, -1)), folderAt(bucket, place)]] : [])],
        actions: [
            value && h("a", { key: "get", role: "button", class: "secondary outline", href: link(bucket, key, version),
                download: fileName(key), onClick: event => {
                    event.currentTarget.href = link(bucket, key, version); // it holds for a while only
                } }, t("do.download")),
            value && h(Button, { key: "drop", kind: "danger", onClick: () => setLeaving(true) }, t("do.delete")),
        ] },
        h("p", { class: "address" }, h("code", null, visible(address(bucket, key))), " ",
            h(Copy, { text: address(bucket, key), label: t("object.copyAddress") })),
        version && h(Notice, null, h("p", null, tx("object.thisVersion", { version: h("code", null, version) })),
            h("p", null, h("a", { href: href("objects", bucket, key) }, t("object.toLatest")))),
        h(Trouble, { error, retry: reload }),
        !value && !error && h(Loading),
        value && h("div", null,
            h(Details, { value }),
            h(Proof, { metadata: value.metadata }),
            h(Preview, { bucket, objectKey: key, version, about: value }),
            h(Tags, { bucket, objectKey: key, version })),
        h(Versions, { bucket, objectKey: key, version }),
        isLeaving && h(Leave, { bucket, objectKey: key, version, close: () => setLeaving(false) }));
}

// Signed for a while, and never shown as a page: whatever is in it runs nowhere.
function link(bucket, key, version) {
    const name = fileName(key).replace(/[^\w.+=@-]/g, "_");
    const { path, query } = addressOf(bucket, key);
    return presigned({
        path,
        host: location.host,
        query: {
            ...query,
            versionId: version,
            "response-content-disposition": `attachment; filename="${name}"`,
            "response-content-type": "application/octet-stream",
            "response-content-encoding": "identity",
        },
        region: session.state.region,
        credentials: session.key(),
        now: new Date(now()),
        seconds: LINK_SECONDS,
    });
}

function Details({ value }) {
    return h(Facts, { facts: [
        [t("object.size"), value.size < 1024 ? bytes(value.size) : `${bytes(value.size)} (${number(value.size)})`],
        [t("object.type"), value.type],
        [t("object.encoding"), value.encoding],
        [t("object.modified"), time(value.modified)],
        [t("object.encryption"), value.encryption && h("code", null, value.kmsKey ?? value.encryption)],
        [t("object.etag"), h("code", null, value.etag)],
        [t("object.storage"), value.storage],
        [t("object.version"), value.version && value.version !== "null" ? h("code", null, value.version) : undefined],
    ] });
}

// The key's last part, if a file can be called so.
function fileName(key) {
    const last = key.split("/").pop();
    return /^\.*$/.test(last) ? "object" : last;
}

// What the object's metadata says of its records, in words, and the metadata itself.
function Proof({ metadata }) {
    if (metadata.length === 0) {
        return null;
    }
    const found = Object.fromEntries(metadata);
    const stream = found["hydrant-stream"];
    const cut = "object.cut." + found["hydrant-cut"];
    return h(Section, { title: t("object.metadata") },
        stream && h("div", { class: "panel" },
            h("p", null, tx("object.proof", {
                records: h("strong", null, tn("object.records", Number(found["hydrant-records"]))),
                stream: h("a", { href: href("streams", stream) }, stream),
                first: h("strong", null, number(Number(found["hydrant-first-position"]))),
                last: h("strong", null, number(Number(found["hydrant-last-position"]))),
            }), " ", hasText(cut) ? t(cut) : "",
            found["hydrant-partition"] && [" ", tx("object.partition", { partition: h("code", null, found["hydrant-partition"]) })]),
            h(Command, { command: "hydrant verify --stream " + stream })),
        h("details", { open: !stream },
            h("summary", null, t("object.allMetadata", { n: number(metadata.length) })),
            h(Table, { label: t("object.metadata"), head: [t("object.name"), t("object.value")] },
                metadata.map(([name, value]) => h("tr", { key: name }, h("th", { scope: "row" }, h("code", null, name)), h("td", { class: "cell" }, value))))));
}

function Tags({ bucket, objectKey: key, version }) {
    const { value, error, reload } = useAnswer(signal => tags(bucket, key, version, signal));
    const [isEditing, setEditing] = useState(false);
    return h(Section, { title: t("object.tags"),
        actions: value && h(Button, { kind: "secondary outline small", onClick: () => setEditing(true) }, t("object.editTags")) },
        h(Trouble, { error }),
        value?.length === 0 && h("p", { class: "quiet" }, t("object.noTags")),
        value?.length > 0 && h("ul", { class: "tags" }, value.map(([name, text]) => h("li", { key: name }, h("strong", null, name), text && " = ", text))),
        isEditing && h(TagEditor, { pairs: value, close: () => setEditing(false), save: async pairs => {
            await putTags(bucket, key, version, pairs);
            setEditing(false);
            reload();
        } }));
}

function TagEditor({ pairs, save, close }) {
    const [rows, setRows] = useState(pairs.length > 0 ? pairs : [["", ""]]);
    const { run, isBusy, error } = useAction(() => save(rows.filter(([name]) => name !== "")));
    const set = (i, j) => event => setRows(rows.map((row, at) => (at === i ? row.map((old, it) => (it === j ? event.target.value : old)) : row)));
    const submit = event => {
        event.preventDefault();
        run();
    };
    return h(Dialog, { title: t("object.editTags"), close },
        h("form", { onSubmit: submit },
            rows.map(([name, value], i) => h("div", { class: "pair", key: i },
                h("input", { "aria-label": t("object.tagName", { n: i + 1 }), placeholder: t("object.name"), value: name, maxLength: 128, onInput: set(i, 0) }),
                h("input", { "aria-label": t("object.tagValue", { n: i + 1 }), placeholder: t("object.value"), value, maxLength: 256, onInput: set(i, 1) }),
                h(Button, { kind: "secondary outline small", "aria-label": t("object.dropTag", { n: i + 1 }), onClick: () => setRows(rows.filter((_, at) => at !== i)) }, "×"))),
            rows.length < 10 && h(Button, { kind: "secondary outline small", onClick: () => setRows([...rows, ["", ""]]) }, t("object.addTag")),
            h(Trouble, { error }),
            h("footer", null,
                h(Button, { kind: "secondary outline", onClick: close }, t("do.cancel")),
                h(Button, { type: "submit", busy: isBusy }, t("do.save")))));
}

// All versions of this very key; a listing may begin with those of longer ones.
function Versions({ bucket, objectKey: key, version }) {
    const { value, error } = useAnswer(async signal =>
        (await versions(bucket, { prefix: key, count: 1000, signal })).versions.filter(one => one.key === key));
    if (error || !value || value.length === 0 || (value.length === 1 && value[0].version === "null")) {
        return error ? h(Section, { title: t("object.versions") }, h(Trouble, { error })) : null;
    }
    return h(Section, { title: t("object.versions") },
        h(Table, { label: t("object.versions"), head: [t("object.version"), { text: t("object.size"), kind: "number" }, t("object.modified"), ""] },
            value.map(one => h("tr", { key: one.version },
                h("th", { scope: "row" },
                    one.isMarker ? h("code", null, one.version)
                        : h("a", { href: href("objects", bucket, key) + "?version=" + encodeURIComponent(one.version) }, h("code", null, one.version)), " ",
                    one.isLatest && h(Badge, null, t("object.latest")), " ",
                    one.isMarker && h(Badge, { kind: "warn" }, t("object.marker"))),
                h("td", { class: "number" }, one.isMarker ? "" : bytes(one.size)),
                h("td", { class: "when" }, time(one.modified)),
                h("td", null, one.version === version ? t("object.thisOne") : "")))));
}

function Leave({ bucket, objectKey: key, version, close }) {
    const { run, isBusy, error } = useAction(async () => {
        await remove(bucket, key, version);
        go(folderAt(bucket, key.slice(0, key.lastIndexOf("/") + 1)));
    });
    return h(Dialog, { title: t(version ? "object.deleteVersion" : "object.delete"), close },
        h("p", null, h("code", null, visible(address(bucket, key)))),
        h("p", null, t(version ? "object.deleteVersionMeans" : "object.deleteMeans")),
        h(Trouble, { error }),
        h("footer", null,
            h(Button, { kind: "secondary outline", onClick: close }, t("do.cancel")),
            h(Button, { kind: "danger", busy: isBusy, onClick: run }, t("do.delete"))));
}
