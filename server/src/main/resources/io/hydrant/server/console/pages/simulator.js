import { h } from "preact";
import { useState } from "preact/hooks";
import { identities, identity, kindOfArn, managedText, policiesOf, simulate } from "../access/iam.js";
import { PolicyText } from "../access/policy.js";
import { s3 } from "../aws.js";
import { useAction, useAnswer } from "../hooks.js";
import { href } from "../router.js";
import { t, tx } from "../texts.js";
import { Badge, Button, Field, Notice, Page, Section, Trouble } from "../ui.js";

const ACTIONS = ["firehose:PutRecord", "firehose:PutRecordBatch", "firehose:DescribeDeliveryStream", "firehose:CreateDeliveryStream",
    "s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:ListBucket", "cloudformation:CreateStack", "cloudformation:DeleteStack",
    "iam:CreateRole", "iam:PassRole", "sts:AssumeRole"];

// May this user or role do that? The server's own evaluation says so, and which statement decides.
export default function Simulator({ query }) {
    return h(Asking, { query, key: query.toString() });
}

function Asking({ query }) {
    const who = useAnswer(async signal => ({ users: await everybody("user", signal), roles: await everybody("role", signal) }));
    const [form, setForm] = useState({ source: query.get("principal") ?? "", actions: query.get("action") ?? "", resources: query.get("resource") ?? "", context: {} });
    const [shown, setShown] = useState();
    const { run, isBusy, error } = useAction(async () => setShown(await decide(form)));
    const set = name => event => setForm({ ...form, [name]: event.target.value });
    const submit = event => {
        event.preventDefault();
        run();
    };
    const missing = [...new Set(shown?.results.flatMap(one => one.missing) ?? [])];
    const keys = [...new Set([...Object.keys(form.context), ...missing])];
    return h(Page, { title: t("simulator.title"), trail: [[t("access.title"), href("access")]] },
        h("p", { class: "quiet" }, t("simulator.lead")),
        h("form", { onSubmit: submit },
            h("div", { class: "fields" },
                h(Field, { label: t("simulator.principal"), hint: who.error ? t("simulator.principalHint") : undefined },
                    who.value ? h("select", { value: form.source, required: true, onChange: set("source") },
                        h("option", { value: "" }, t("simulator.choose")),
                        Object.entries(who.value).map(([kind, list]) => h("optgroup", { key: kind, label: t("access." + kind) },
                            list.map(one => h("option", { key: one.arn, value: one.arn, selected: one.arn === form.source }, one.name)))))
                        : h("input", { value: form.source, required: true, placeholder: "arn:aws:iam::000000000000:user/…", onInput: set("source") })),
                h(Field, { label: t("simulator.actions"), hint: t("simulator.actionsHint") },
                    h("input", { value: form.actions, required: true, list: "actions", autocomplete: "off", spellcheck: false, onInput: set("actions") })),
                h(Field, { label: t("simulator.resources"), hint: t("simulator.resourcesHint") },
                    h("input", { value: form.resources, autocomplete: "off", spellcheck: false, placeholder: "*", onInput: set("resources") }))),
            h("datalist", { id: "actions" }, ACTIONS.map(action => h("option", { key: action, value: action }))),
            keys.length > 0 && h("fieldset", null,
                h("legend", null, t("simulator.context")),
                h("p", { class: "quiet" }, t("simulator.contextMeans")),
                h("div", { class: "fields" }, keys.map(key => h(Field, { key, label: key },
                    h("input", { value: form.context[key] ?? "", autocomplete: "off", placeholder: EXAMPLES[key.toLowerCase()],
                        onInput: event => setForm({ ...form, context: { ...form.context, [key]: event.target.value } }) }))))),
            h(Button, { type: "submit", busy: isBusy }, t("simulator.ask"))),
        h(Trouble, { error }),
        h("div", { "aria-live": "polite" }, shown && h(Results, { shown })));
}

const EXAMPLES = { "aws:sourceip": "10.0.0.7", "aws:securetransport": "true", "aws:currenttime": "2026-01-31T12:00:00Z" };

async function everybody(kind, signal) {
    const found = [];
    let marker;
    do {
        const page = await identities(kind, marker, signal);
        found.push(...page.items);
        marker = page.next;
    } while (marker && found.length < 2000);
    return found;
}

function words(text) {
    return text.split(/[\s,]+/).filter(Boolean);
}

// The results with the texts of the policies that they name. A bucket's own policy counts too, for users.
async function decide(form) {
    const resources = words(form.resources);
    const source = form.source.trim();
    const known = kindOfArn(source);
    const bucketPolicy = known?.kind === "user" ? await policyOfBucket(resources) : undefined;
    const answer = await simulate({ source, actions: words(form.actions), resources, context: form.context, resourcePolicy: bucketPolicy?.text });
    const isNamed = answer.results.some(one => one.statements.length > 0);
    return { ...answer, source, bucketPolicy, texts: isNamed && known ? await texts(known, bucketPolicy) : {} };
}

// Of the one bucket that all resources are of. What the caller may not read is left out, and told.
async function policyOfBucket(resources) {
    const buckets = new Set(resources.map(one => /^arn:aws:s3:::([^/*?]+)/.exec(one)?.[1]));
    const [bucket] = buckets;
    if (buckets.size !== 1 || !bucket) {
        return undefined;
    }
    try {
        return { bucket, text: await (await s3({ bucket, query: { policy: "" }, action: "s3:GetBucketPolicy" })).text() };
    } catch (trouble) {
        if (trouble.name === "AbortError") {
            throw trouble;
        }
        return trouble.denied ? { bucket, isHidden: true } : undefined;
    }
}

// By the names that a simulation has for them.
async function texts({ kind, name }, bucketPolicy) {
    const found = { ResourcePolicy: bucketPolicy?.text };
    try {
        for (const one of await policiesOf(kind, name)) {
            found[one.isInline ? `${kind}_${name}_${one.name}` : one.name] = one.text;
        }
        const { boundary } = await identity(kind, name);
        if (boundary) {
            const id = boundary.split("/").pop();
            found[id] = found[id] ?? await managedText(boundary);
        }
    } catch (trouble) {
        if (!trouble.denied) {
            throw trouble;
        }
    }
    return found;
}

const KINDS = { allowed: "good", explicitDeny: "bad", implicitDeny: "bad" };

function Results({ shown }) {
    return h(Section, { title: t("simulator.results") },
        shown.isCut && h(Notice, null, h("p", null, t("simulator.cut"))),
        shown.bucketPolicy?.isHidden && h(Notice, { kind: "warn" }, h("p", null, tx("simulator.hiddenPolicy", { bucket: h("code", null, shown.bucketPolicy.bucket) }))),
        shown.results.map(one => h("article", { key: one.action + " " + one.resource, class: "panel verdict" },
            h("h3", null, h(Badge, { kind: KINDS[one.decision] }, t("simulator.decision." + one.decision)), " ", one.action, " ",
                h("small", null, one.resource === "*" ? t("simulator.anything") : one.resource)),
            h("p", null, t("simulator.because." + one.decision), " ",
                one.decision === "implicitDeny" && one.byBoundary === "false" && t("simulator.byBoundary")),
            one.missing.length > 0 && h("p", { class: "quiet" }, tx("simulator.missing", { keys: h("code", null, one.missing.join(", ")) })),
            one.statements.map((statement, i) => h(Statement, { key: i, statement, text: shown.texts[statement.policy] })))));
}

function Statement({ statement, text }) {
    const from = statement.start.line;
    const to = statement.end.line;
    return h("div", { class: "statement" },
        h("p", null, tx("simulator.statement", { policy: h("strong", null, statement.policy), type: statement.type,
            place: from === to ? t("simulator.line", { line: from }) : t("simulator.lines", { from, to }) })),
        text === undefined ? h("p", { class: "quiet" }, t("simulator.noText"))
            : h(PolicyText, { text, start: statement.start, end: statement.end, label: statement.policy }));
}
