import { h } from "preact";
import { useRef, useState } from "preact/hooks";
import { useAction, useAnswer } from "../hooks.js";
import { folder, put, versioning, versions, visible } from "../objects/store.js";
import { go, href } from "../router.js";
import { bytes, number, t, time } from "../texts.js";
import { Badge, Button, Empty, Field, Loading, Notice, Page, Table, Trouble } from "../ui.js";

const UPLOAD_MAX = 16 * 1024 * 1024;

// The address of a folder.
export function folderAt(bucket, prefix, more = {}) {
    const search = new URLSearchParams({ ...(prefix && { prefix }), ...more }).toString();
    return href("objects", bucket) + (search && "?" + search);
}

// One folder of a bucket, a page at a time.
export default function Bucket({ parameters: { bucket }, query }) {
    const prefix = query.get("prefix") ?? "";
    const isOfVersions = query.has("versions");
    return h(Page, { title: bucket, trail: [[t("objects.title"), href("objects")]],
        actions: h("a", { class: "switch", href: folderAt(bucket, prefix, isOfVersions ? {} : { versions: "" }) },
            t(isOfVersions ? "bucket.hideVersions" : "bucket.showVersions")) },
        h(Folders, { bucket, prefix, isOfVersions }),
        h(Filter, { bucket, prefix, isOfVersions, key: prefix }),
        h(Listing, { bucket, prefix, isOfVersions, key: prefix + isOfVersions }));
}

// Where in the bucket one is, folder by folder.
function Folders({ bucket, prefix, isOfVersions }) {
    const more = isOfVersions ? { versions: "" } : {};
    const parts = prefix.split("/").slice(0, -1);
    return parts.length > 0 && h("nav", { class: "trail", "aria-label": t("bucket.folders") },
        h("ol", null,
            h("li", null, h("a", { href: folderAt(bucket, "", more) }, bucket)),
            parts.map((part, i) => h("li", { key: i },
                h("a", { href: folderAt(bucket, parts.slice(0, i + 1).join("/") + "/", more) }, part === "" ? "/" : visible(part))))));
}

function Filter({ bucket, prefix, isOfVersions }) {
    const [text, setText] = useState(prefix);
    const submit = event => {
        event.preventDefault();
        go(folderAt(bucket, text, isOfVersions ? { versions: "" } : {}));
    };
    return h("form", { class: "filter", onSubmit: submit },
        h(Field, { label: t("bucket.prefix") },
            h("input", { type: "search", value: text, autocomplete: "off", spellcheck: false, onInput: event => setText(event.target.value) })),
        h(Button, { type: "submit", kind: "secondary" }, t("do.show")));
}

function Listing({ bucket, prefix, isOfVersions }) {
    const [tokens, setTokens] = useState([undefined]);
    const token = tokens.at(-1);
    const { value, error, isLoading, reload } = useAnswer(signal =>
        (isOfVersions ? versions(bucket, { prefix, delimiter: "/", token, signal }) : folder(bucket, prefix, token, signal)),
        [token]);
    const place = prefix.slice(0, prefix.lastIndexOf("/") + 1);
    const objects = value?.objects ?? value?.versions ?? [];
    const isEmpty = value && value.folders.length === 0 && objects.length === 0;
    return h("div", null,
        h(Trouble, { error, retry: reload }),
        !value && !error && h(Loading),
        isEmpty && h(Empty, { title: t(prefix ? "bucket.noneHere" : "bucket.none") },
            t(isOfVersions ? "bucket.noVersions" : "bucket.noneNext")),
        value && !isEmpty && h(Table, { label: t("bucket.content"), "aria-busy": isLoading ? "true" : undefined,
            head: [t("object.key"), ...(isOfVersions ? [t("object.version")] : []), { text: t("object.size"), kind: "number" }, t("object.modified")] },
            value.folders.map(name => h("tr", { key: "/" + name },
                h("th", { scope: "row" }, h("a", { href: folderAt(bucket, name, isOfVersions ? { versions: "" } : {}) }, h(Name, { text: name.slice(place.length) }))),
                isOfVersions && h("td"), h("td", { class: "number quiet" }, t("bucket.folder")), h("td"))),
            objects.map(one => h(Row, { key: one.key + "\n" + one.version, bucket, place, one, isOfVersions }))),
        value && h("div", { class: "pager" },
            h(Button, { kind: "secondary outline", disabled: tokens.length < 2 || isLoading, onClick: () => setTokens(tokens.slice(0, -1)) }, t("do.previous")),
            h("span", { role: "status" }, t("bucket.page", { n: number(tokens.length) })),
            h(Button, { kind: "secondary outline", disabled: !value.next || isLoading, onClick: () => setTokens([...tokens, value.next]) }, t("do.next"))),
        h(Upload, { bucket, prefix: place, done: reload }));
}

function Row({ bucket, place, one, isOfVersions }) {
    const at = href("objects", bucket, one.key) + (isOfVersions && !one.isMarker ? "?version=" + encodeURIComponent(one.version) : "");
    const name = h(Name, { text: one.key.slice(place.length) || one.key });
    return h("tr", null,
        h("th", { scope: "row" }, one.isMarker ? name : h("a", { href: at }, name)),
        isOfVersions && h("td", null,
            h("code", null, one.version), " ",
            one.isLatest && h(Badge, null, t("object.latest")), " ",
            one.isMarker && h(Badge, { kind: "warn" }, t("object.marker"))),
        h("td", { class: "number" }, one.isMarker ? "" : bytes(one.size)),
        h("td", { class: "when" }, time(one.modified)));
}

// A key may be long, and have what is not to be seen.
function Name({ text }) {
    return h("span", { class: "key" }, visible(text));
}

function Upload({ bucket, prefix, done }) {
    const input = useRef();
    const [told, setTold] = useState();
    const { value } = useAnswer(signal => versioning(bucket, signal), [bucket]);
    const { run, isBusy, error } = useAction(async file => {
        setTold(undefined);
        if (file.size > UPLOAD_MAX) {
            setTold({ kind: "warn", text: t("upload.large", { max: bytes(UPLOAD_MAX) }), command: true });
            return;
        }
        await put(bucket, prefix + file.name, file);
        setTold({ kind: "good", text: t("upload.done", { key: prefix + file.name }) });
        done();
    });
    const chosen = event => {
        const file = event.target.files[0];
        event.target.value = "";
        if (file) {
            run(file);
        }
    };
    return h("div", { class: "upload" },
        h("input", { ref: input, type: "file", hidden: true, "aria-label": t("upload.file"), onChange: chosen }),
        h(Button, { kind: "secondary outline", busy: isBusy, onClick: () => input.current.click() }, t("upload.do")),
        value === "Enabled" && h("small", null, " ", t("upload.versioned")),
        told && h(Notice, { kind: told.kind, role: "status" }, h("p", null, told.text)),
        h(Trouble, { error }));
}
