import { h } from "preact";
import { useState } from "preact/hooks";
import { hydrant } from "../aws.js";
import { useAction, useAnswer, useEvery, useFollowed } from "../hooks.js";
import { href } from "../router.js";
import { films } from "../streams/films.js";
import { begin, followOutbox, note, runOf, stop } from "../streams/outbox.js";
import { passage, RECORD_BYTES, recordsOf, statusOf } from "../streams/sending.js";
import { bytes, duration, number, t, tn, tx } from "../texts.js";
import { Badge, Bar, Button, Command, Field, Loading, Notice, Page, Trouble } from "../ui.js";

// Sends test records and shows how they go through: put, buffer, object.
export default function Send({ parameters: { name } }) {
    useFollowed(followOutbox);
    const demo = useAnswer(films);
    const [what, setWhat] = useState("films");
    const [own, setOwn] = useState("");
    const [pace, setPace] = useState("500");
    const [lineEnds, setLineEnds] = useState(true);
    const run = runOf(name);
    const hasFilms = !demo.error;
    const isOfFilms = what === "films" && hasFilms;
    const records = recordsOf(isOfFilms ? demo.value ?? "" : own, { withLineEnds: lineEnds });
    const tooLong = records.findIndex(record => record.length > RECORD_BYTES);
    const submit = event => {
        event.preventDefault();
        begin(name, records, Number(pace));
    };
    return h(Page, { title: t("send.title"), trail: [[t("streams.title"), href("streams")], [name, href("streams", name)]] },
        h("div", { class: "columns" },
            h("form", { onSubmit: submit },
                h("fieldset", null, h("legend", null, t("send.what")),
                    h(Radio, { name: "what", value: "films", chosen: what, choose: setWhat, disabled: !hasFilms,
                        label: hasFilms ? t("send.films") : t("send.noFilms") }),
                    h(Radio, { name: "what", value: "own", chosen: hasFilms ? what : "own", choose: setWhat, label: t("send.own") })),
                demo.error && demo.error.code !== "NotFound" && h(Trouble, { error: demo.error, retry: demo.reload }),
                isOfFilms && records.length > 0 && h("p", { class: "quiet" }, t("send.firstIs"), " ", h("code", null, new TextDecoder().decode(records[0]))),
                !isOfFilms && h(Field, { label: t("send.text"), hint: t("send.textHint") },
                    h("textarea", { rows: 6, value: own, spellcheck: false, required: true, onInput: event => setOwn(event.target.value) })),
                h(Field, { label: t("send.pace") },
                    h("select", { value: pace, onChange: event => setPace(event.target.value) },
                        ["0", "100", "500", "2000"].map(each => h("option", { key: each, value: each, selected: each === pace },
                            each === "0" ? t("send.atOnce") : t("send.every", { pause: duration(Number(each) / 1000) }))))),
                h("label", null, h("input", { type: "checkbox", checked: lineEnds, onChange: event => setLineEnds(event.target.checked) }), " ", t("send.lineEnds")),
                tooLong >= 0 && h(Notice, { kind: "warn" }, h("p", null, t("send.tooLong", { n: number(tooLong + 1), most: number(RECORD_BYTES) }))),
                h("div", { class: "actions" },
                    run?.isBusy
                        ? h(Button, { kind: "secondary", onClick: () => stop(name) }, t("do.stop"))
                        : h(Button, { type: "submit", disabled: records.length === 0 || tooLong >= 0 }, tn("send.go", records.length))),
                run?.isBusy && h("p", { class: "quiet" }, t("send.goesOn"))),
            h("div", null,
                h(Trouble, { error: run?.error }),
                run ? h(Way, { key: run.begun, run }) : h("p", { class: "quiet" }, t("send.notYet")))),
        isOfFilms && h(Command, { command: commandOf(name, pace, lineEnds) }));
}

// What sends the very same records.
function commandOf(name, pace, lineEnds) {
    return ["hydrant send examples/netflix/films.csv --stream", name,
        pace === "0" ? "--batch --every 0" : pace === "500" ? "" : `--every ${pace}ms`,
        lineEnds ? "" : "--delimiter none"].filter(Boolean).join(" ");
}

function Radio({ name, value, chosen, choose, label, disabled }) {
    return h("label", null, h("input", { type: "radio", name, value, checked: chosen === value, disabled, onChange: () => choose(value) }), " ", label);
}

// The three steps of what was sent. `status` is null where the server shows none: it shows a stream to those alone who
// may describe it.
function Way({ run }) {
    const { name } = run;
    const [status, setStatus] = useState();
    const flush = useAction(() => hydrant("streams/flush", { method: "POST", query: { stream: name }, action: "hydrant:FlushDeliveryStream" }));
    useEvery(1, async signal => {
        const before = runOf(name);
        if (before === undefined || before.isThrough) {
            return;
        }
        const now = (await statusOf(name, signal)) ?? null;
        setStatus(now);
        const last = now?.lastDelivery;
        const old = runOf(name);
        const isNew = last && last.key !== old.before && !old.objects.some(each => each.key === last.key);
        const gone = passage(now);
        const isThrough = old.end !== undefined && gone && (gone.passed >= old.end || now.backlogRecords === 0);
        note(run, { objects: isNew ? [...old.objects, last] : old.objects, isThrough: Boolean(isThrough) });
    });
    const isPut = run.sent === run.total && run.sent > 0;
    const waiting = status?.bufferedRecords ?? 0;
    const isHidden = status === null;
    return h("ol", { class: "way" },
        h("li", { class: isPut ? "is-done" : "is-now" },
            h("h2", null, t("way.put"), " ", isPut && h(Badge, { kind: "good" }, t("way.done"))),
            h("p", { role: "status" }, t("way.putOf", { sent: number(run.sent), total: number(run.total) }), run.isStopped && " " + t("way.stopped")),
            h(Bar, { part: run.total ? run.sent / run.total : 0, label: t("way.put"), text: `${run.sent}/${run.total}` }),
            run.lastId && h("p", { class: "quiet" }, t("way.lastId"), " ", h("code", { class: "id" }, run.lastId))),
        h("li", { class: run.isThrough ? "is-done" : isPut && !isHidden ? "is-now" : "" },
            h("h2", null, t("way.buffer"), " ", run.isThrough && h(Badge, { kind: "good" }, t("way.done"))),
            status === undefined && h(Loading),
            isHidden && h("p", { class: "quiet" }, tx("way.hidden", { action: h("code", null, "firehose:DescribeDeliveryStream") })),
            status && h("p", null, waiting
                ? t("way.inBuffer", { records: tn("records", waiting), bytes: bytes(status.bufferedBytes), age: duration(Math.floor(status.bufferAgeSeconds ?? 0)),
                    size: bytes(status.sizeHintBytes), interval: duration(status.intervalSeconds) })
                : t("way.bufferEmpty")),
            status && h(Bar, { part: waiting ? status.bufferAgeSeconds / Math.max(1, status.intervalSeconds) : 0, label: t("way.buffer"), text: bytes(status.bufferedBytes ?? 0) }),
            waiting > 0 && !run.isThrough && h("p", null, h(Button, { kind: "secondary outline small", onClick: () => flush.run(), busy: flush.isBusy }, t("flush.do"))),
            h(Trouble, { error: flush.error })),
        h("li", { class: run.isThrough ? "is-done" : "" },
            h("h2", null, t("way.object"), " ", run.isThrough && h(Badge, { kind: "good" }, t("way.done"))),
            run.isThrough ? h("p", { role: "status" }, t("way.through"))
                : h("p", { class: "quiet" }, t(isHidden ? "way.hiddenObject" : "way.notThrough")),
            run.objects.length > 0 && h("ul", null, run.objects.map(each => h("li", { key: each.key },
                h("a", { class: "object", href: href("objects", each.bucket, each.key) }, each.key), " ",
                h("span", { class: "quiet" }, tn("records", each.records), ", ", bytes(each.bytes)))))));
}
