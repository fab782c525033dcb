import { h } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { hydrant } from "../aws.js";
import { useAnswer } from "../hooks.js";
import { prove } from "../proof/search.js";
import { go, href } from "../router.js";
import { bytes, number, t, tn, tx } from "../texts.js";
import { Button, Command, Empty, Facts, Field, Loading, Notice, Page, Say, Table, Trouble } from "../ui.js";

const SHOWN = 100;

// `hydrant verify` as a page: every record exactly once, or what is missing.
export default function Proof({ parameters: { name } }) {
    const { value, error } = useAnswer(signal => hydrant("status", { signal, query: { limit: 1000 }, action: "firehose:DescribeDeliveryStream" }));
    const streams = value?.streams.map(stream => stream.name).sort() ?? [];
    return h(Page, { title: t("proof.title"), trail: name ? [[name, href("streams", name)]] : [] },
        h("p", { class: "quiet" }, t("proof.lead")),
        h("p", { class: "quiet" }, tx("proof.beyond", { command: h("code", null, "hydrant verify") })),
        h(Trouble, { error }),
        !value && !error && h(Loading),
        value && streams.length === 0 && h(Empty, { title: t("streams.noneSeen") }),
        value?.total > streams.length && h(Typed, { streams, name }),
        value && streams.length > 0 && value.total <= streams.length && h("div", { class: "narrow" }, h(Field, { label: t("proof.stream") },
            h("select", { value: name ?? "", onChange: event => go(href("proof", event.target.value)) },
                h("option", { value: "", selected: !name, disabled: true }, t("form.choose")),
                (name && !streams.includes(name) ? [name, ...streams] : streams).map(each =>
                    h("option", { key: each, value: each, selected: each === name }, each))))),
        name && h(Run, { key: name, name }));
}

// Where there are more streams than are listed: one that is not among them is typed.
function Typed({ streams, name }) {
    const [text, setText] = useState(name ?? "");
    const list = useId();
    const submit = event => {
        event.preventDefault();
        go(href("proof", text.trim()));
    };
    return h("form", { class: "filter", onSubmit: submit },
        h(Field, { label: t("proof.stream") },
            h("input", { required: true, value: text, list, autocomplete: "off", spellcheck: false, onInput: event => setText(event.target.value) })),
        h("datalist", { id: list }, streams.map(each => h("option", { key: each, value: each }))),
        h(Button, { type: "submit", kind: "secondary" }, t("do.open")));
}

function Run({ name }) {
    const [run, setRun] = useState({});
    const abort = useRef();
    useEffect(() => () => abort.current?.abort(), []);
    const start = async () => {
        abort.current = new AbortController();
        const { signal } = abort.current;
        let shown = 0;
        const told = progress => {
            if (performance.now() - shown > 200) {
                shown = performance.now();
                setRun({ progress });
            }
        };
        setRun({ progress: { listed: 0, looked: 0, objects: 0 } });
        try {
            setRun({ found: await prove(name, { signal, told }) });
        } catch (error) {
            if (!signal.aborted || error.name !== "AbortError") {
                setRun({ error });
            }
        }
    };
    const stop = () => {
        abort.current.abort();
        setRun({ isStopped: true });
    };
    const { progress, found, error, isStopped } = run;
    return h("div", null,
        h("div", { class: "actions proof-run" },
            progress ? h(Button, { kind: "secondary", onClick: stop }, t("do.stop")) : h(Button, { onClick: start }, t("proof.do")),
            progress && h("span", { "aria-busy": "true" }, t("proof.progress", {
                listed: number(progress.listed), looked: number(progress.looked), objects: number(progress.objects) }))),
        h(Say, null, progress ? t("proof.running") : found ? t("proof.ended") : ""),
        isStopped && h(Notice, null, h("p", null, t("proof.stopped"))),
        h(Trouble, { error }),
        found?.map(each => h(Result, { key: each.isBackup, found: each })),
        h("p", null, h(Command, { command: `hydrant verify --stream ${name}` })));
}

function Result({ found }) {
    const { all, unreadable, expired, waiting } = found;
    const findings = all.flatMap(proof => proof.findings);
    const isWhole = findings.length === 0 && found.lacking === 0 && unreadable.length === 0;
    const records = all.reduce((sum, proof) => sum + proof.records, 0);
    const objects = all.reduce((sum, proof) => sum + proof.objects, 0);
    return h("div", null,
        found.isBackup && h("h2", null, t("live.backup")),
        isWhole
            ? h(Notice, { kind: "good", role: "status" }, h("p", null, h("strong", null,
                records === 0 ? t("proof.nothingYet") : t("proof.whole", { records: tn("records", records), objects: tn("objects", objects) }))))
            : h(Notice, { kind: "bad", role: "alert" }, h("p", null, h("strong", null, t("proof.notWhole"))),
                found.lacking > 0 && h("p", null, tn("proof.lacking", found.lacking)),
                unreadable.length > 0 && h("p", null, tn("proof.unreadable", unreadable.length))),
        expired?.records > 0 && h(Notice, { kind: "warn" }, h("p", null, tn("live.expired", expired.records, { bytes: bytes(expired.bytes) }))),
        h(Facts, { facts: [
            [t("proof.bucket"), h("a", { href: href("objects", found.bucket) }, "s3://" + found.bucket)],
            [t("proof.records"), number(records)],
            [t("proof.objects"), number(objects)],
            [t("proof.waiting"), waiting === undefined ? undefined : tn("records", waiting)],
        ] }),
        findings.length > 0 && h(Findings, { findings }),
        unreadable.length > 0 && h(Table, { label: t("proof.unreadableTable"), head: [t("proof.object"), t("proof.reason")] },
            unreadable.slice(0, SHOWN).map(each => h("tr", { key: each.address }, h("td", { class: "name" }, h(Address, { address: each.address })), h("td", null, each.reason)))),
        unreadable.length > SHOWN && h("p", { class: "quiet" }, tn("proof.more", unreadable.length - SHOWN)));
}

function Findings({ findings }) {
    return h("div", null,
        h(Table, { label: t("proof.findings"), head: [t("proof.what"), { text: t("proof.from"), kind: "number" }, { text: t("proof.through"), kind: "number" }, t("proof.object")] },
            findings.slice(0, SHOWN).map((finding, i) => h("tr", { key: i },
                h("td", null, t("finding." + finding.kind)),
                h("td", { class: "number" }, number(finding.first)),
                h("td", { class: "number" }, number(finding.last)),
                h("td", { class: "name" }, h(Address, { address: finding.address }), finding.other && [h("br", { key: "br" }), h(Address, { key: "other", address: finding.other })])))),
        findings.length > SHOWN && h("p", { class: "quiet" }, tn("proof.more", findings.length - SHOWN)));
}

function Address({ address }) {
    const [, bucket, key] = /^s3:\/\/([^/]+)\/(.*)$/s.exec(address) ?? [];
    return bucket ? h("a", { href: href("objects", bucket, key) }, address) : address;
}
