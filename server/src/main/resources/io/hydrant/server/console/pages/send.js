import { h } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { hydrant } from "../aws.js";
import { useAction, useAnswer, useEvery } from "../hooks.js";
import { href } from "../router.js";
import { passage, RECORD_BYTES, recordsOf, sendAll, statusOf } from "../streams/sending.js";
import { bytes, duration, number, t, tn } from "../texts.js";
import { Badge, Bar, Button, Command, Field, Notice, Page, Trouble } from "../ui.js";

// Sends test records and shows how they go through: put, buffer, object.
export default function Send({ parameters: { name } }) {
    const films = useAnswer(async signal => {
        const answer = await fetch("/_hydrant/console/films.csv", { signal });
        return answer.ok ? answer.text() : "";
    });
    const [what, setWhat] = useState("films");
    const [own, setOwn] = useState("");
    const [pace, setPace] = useState("500");
    const [lineEnds, setLineEnds] = useState(true);
    const [run, setRun] = useState();
    const abort = useRef();
    useEffect(() => () => abort.current?.abort(), []);
    const hasFilms = films.value !== "";
    const chosen = what === "films" && hasFilms ? films.value ?? "" : own;
    const records = recordsOf(chosen, { withLineEnds: lineEnds });
    const tooLong = records.findIndex(record => record.length > RECORD_BYTES);
    const send = useAction(async () => {
        abort.current?.abort();
        abort.current = new AbortController();
        const { signal } = abort.current;
        const before = (await statusOf(name, signal))?.lastDelivery?.key;
        const begun = { before, total: records.length, sent: 0, lastId: "", begun: Date.now(), end: undefined, done: false, objects: [] };
        setRun(begun);
        await sendAll(name, records, { everyMillis: Number(pace), signal, told: news => setRun(old => ({ ...old, ...news })) });
        const status = await statusOf(name, signal);
        setRun(old => ({ ...old, end: passage(status)?.taken, isSent: true }));
    });
    const stop = () => {
        abort.current.abort();
        setRun(old => ({ ...old, isStopped: true, total: old.sent }));
    };
    const submit = event => {
        event.preventDefault();
        send.run();
    };
    return h(Page, { title: t("send.title"), trail: [[t("streams.title"), href("streams")], [name, href("streams", name)]] },
        h("div", { class: "columns" },
            h("form", { onSubmit: submit },
                h("fieldset", null, h("legend", null, t("send.what")),
                    h(Radio, { name: "what", value: "films", chosen: what, choose: setWhat, disabled: !hasFilms,
                        label: hasFilms ? t("send.films") : t("send.noFilms") }),
                    h(Radio, { name: "what", value: "own", chosen: hasFilms ? what : "own", choose: setWhat, label: t("send.own") })),
                (what === "own" || !hasFilms) && h(Field, { label: t("send.text"), hint: t("send.textHint") },
                    h("textarea", { rows: 6, value: own, spellcheck: false, required: true, onInput: event => setOwn(event.target.value) })),
                h(Field, { label: t("send.pace") },
                    h("select", { value: pace, onChange: event => setPace(event.target.value) },
                        ["0", "100", "500", "2000"].map(each => h("option", { key: each, value: each, selected: each === pace },
                            each === "0" ? t("send.atOnce") : t("send.every", { pause: duration(Number(each) / 1000) }))))),
                h("label", null, h("input", { type: "checkbox", checked: lineEnds, onChange: event => setLineEnds(event.target.checked) }), " ", t("send.lineEnds")),
                tooLong >= 0 && h(Notice, { kind: "warn" }, h("p", null, t("send.tooLong", { n: number(tooLong + 1), most: number(RECORD_BYTES) }))),
                h("div", { class: "actions" },
                    send.isBusy
                        ? h(Button, { kind: "secondary", onClick: stop }, t("do.stop"))
                        : h(Button, { type: "submit", disabled: records.length === 0 || tooLong >= 0 }, tn("send.go", records.length)))),
            h("div", null,
                h(Trouble, { error: send.error }),
                run ? h(Way, { key: run.begun, name, run, setRun }) : h("p", { class: "quiet" }, t("send.notYet")))),
        h(Command, { command: `hydrant send examples/netflix/films.csv --stream ${name}` }));
}

function Radio({ name, value, chosen, choose, label, disabled }) {
    return h("label", null, h("input", { type: "radio", name, value, checked: chosen === value, disabled, onChange: () => choose(value) }), " ", label);
}

// The three steps of what was sent.
function Way({ name, run, setRun }) {
    const [status, setStatus] = useState();
    const flush = useAction(() => hydrant(`streams/${name}/flush`, { method: "POST", action: "hydrant:FlushDeliveryStream" }));
    useEvery(1, async signal => {
        if (run.done) {
            return;
        }
        const now = await statusOf(name, signal);
        setStatus(now);
        const last = now?.lastDelivery;
        setRun(old => {
            const isNew = last && last.key !== old.before && !old.objects.some(each => each.key === last.key);
            const gone = passage(now);
            const isThrough = old.end !== undefined && gone && (gone.passed >= old.end || now.backlogRecords === 0);
            return { ...old, objects: isNew ? [...old.objects, last] : old.objects, done: Boolean(isThrough) };
        });
    });
    const isPut = run.sent === run.total && run.sent > 0;
    const waiting = status?.bufferedRecords ?? 0;
    return h("ol", { class: "way" },
        h("li", { class: isPut ? "is-done" : "is-now" },
            h("h2", null, t("way.put"), " ", isPut && h(Badge, { kind: "good" }, t("way.done"))),
            h("p", { role: "status" }, t("way.putOf", { sent: number(run.sent), total: number(run.total) }), run.isStopped && " " + t("way.stopped")),
            h(Bar, { part: run.total ? run.sent / run.total : 0, label: t("way.put"), text: `${run.sent}/${run.total}` }),
            run.lastId && h("p", { class: "quiet" }, t("way.lastId"), " ", h("code", { class: "id" }, run.lastId))),
        h("li", { class: run.done ? "is-done" : isPut ? "is-now" : "" },
            h("h2", null, t("way.buffer"), " ", run.done && h(Badge, { kind: "good" }, t("way.done"))),
            status && h("p", null, waiting
                ? t("way.inBuffer", { records: tn("records", waiting), bytes: bytes(status.bufferedBytes), age: duration(Math.floor(status.bufferAgeSeconds ?? 0)),
                    size: bytes(status.sizeHintBytes), interval: duration(status.intervalSeconds) })
                : t("way.bufferEmpty")),
            status && h(Bar, { part: waiting ? status.bufferAgeSeconds / Math.max(1, status.intervalSeconds) : 0, label: t("way.buffer"), text: bytes(status.bufferedBytes ?? 0) }),
            waiting > 0 && !run.done && h("p", null, h(Button, { kind: "secondary outline small", onClick: () => flush.run(), busy: flush.isBusy }, t("flush.do"))),
            h(Trouble, { error: flush.error })),
        h("li", { class: run.done ? "is-done" : "" },
            h("h2", null, t("way.object"), " ", run.done && h(Badge, { kind: "good" }, t("way.done"))),
            run.done ? h("p", { role: "status" }, t("way.through")) : h("p", { class: "quiet" }, t("way.notThrough")),
            run.objects.length > 0 && h("ul", null, run.objects.map(each => h("li", { key: each.key },
                h("a", { class: "object", href: href("objects", each.bucket, each.key) }, each.key), " ",
                h("span", { class: "quiet" }, tn("records", each.records), ", ", bytes(each.bytes)))))));
}
