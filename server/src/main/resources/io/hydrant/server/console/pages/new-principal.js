import { h } from "preact";
import { useState } from "preact/hooks";
import { createKey, createPrincipal, putPolicy } from "../access/iam.js";
import { PolicyText } from "../access/policy.js";
import { FIELDS, READY, textOf, TRUST } from "../access/ready.js";
import { useAction } from "../hooks.js";
import { href } from "../router.js";
import { session } from "../session.js";
import { t } from "../texts.js";
import { Button, ButtonLink, Copy, Empty, Field, Notice, Page, Section, Trouble } from "../ui.js";

// A new user or role, with a policy for the job that it has.
export default function NewPrincipal({ parameters: { kind } }) {
    const trail = [[t("access.title"), href("access")]];
    if (!Object.hasOwn(READY, kind)) {
        return h(Page, { title: t("lost.title"), trail }, h(Empty, { title: t("lost.nothing") }));
    }
    return h(Page, { title: t("access.new." + kind), trail }, h(Form, { kind }));
}

function Form({ kind }) {
    const { account } = session.state.identity;
    const [name, setName] = useState("");
    const [job, setJob] = useState(READY[kind][0]);
    const [values, setValues] = useState({});
    const [trust, setTrust] = useState("firehose");
    const [wantsKey, setWantsKey] = useState(kind === "user");
    const [done, setDone] = useState({}); // a step that is done is not done again when a later one failed
    const policy = job && textOf(job, { ...placeholders(job), ...values, region: session.state.region, account });
    const { run, isBusy, error } = useAction(async () => {
        const made = { ...done };
        const step = async (what, act) => {
            made[what] ??= await act() ?? true;
            setDone({ ...made });
        };
        await step("principal", () => createPrincipal(kind, name.trim(), TRUST[trust](account)));
        job && await step("policy", () => putPolicy(kind, name.trim(), job.name, policy));
        wantsKey && await step("key", () => createKey(name.trim()));
        setDone({ ...made, isWhole: true });
    });
    if (done.isWhole) {
        return h(Made, { kind, name: name.trim(), given: done.key });
    }
    const submit = event => {
        event.preventDefault();
        run();
    };
    return h("form", { onSubmit: submit },
        h("div", { class: "columns" },
            h("div", null,
                h(Field, { label: t("access.name"), hint: t("access.nameHint") },
                    h("input", { required: true, maxLength: 64, pattern: "[\\w+=,.@\\-]+", spellcheck: false, autocomplete: "off", value: name,
                        disabled: Boolean(done.principal), onInput: event => setName(event.target.value) })),
                kind === "role" && h(Field, { label: t("access.trustedBy") },
                    h("select", { value: trust, disabled: Boolean(done.principal), onChange: event => setTrust(event.target.value) },
                        Object.keys(TRUST).map(each => h("option", { key: each, value: each, selected: each === trust }, t("access.trustedBy." + each))))),
                h(Field, { label: t("ready.job"), hint: job ? t("ready.means." + job.name) : t("ready.means.none") },
                    h("select", { disabled: Boolean(done.policy), onChange: event => setJob(READY[kind][event.target.value]) },
                        READY[kind].map((each, i) => h("option", { key: each.name, value: i, selected: each === job }, t("ready.job." + each.name))),
                        h("option", { value: -1, selected: !job }, t("ready.job.none")))),
                job?.fields.map(field => h(Field, { key: field, label: t("ready.field." + field), hint: t("ready.hint." + field) },
                    h("input", { required: FIELDS[field].isRequired, pattern: FIELDS[field].pattern, maxLength: 512, spellcheck: false, autocomplete: "off",
                        placeholder: FIELDS[field].example, value: values[field] ?? "", disabled: Boolean(done.policy),
                        onInput: event => setValues({ ...values, [field]: event.target.value }) }))),
                kind === "user" && h("label", null,
                    h("input", { type: "checkbox", checked: wantsKey, onChange: event => setWantsKey(event.target.checked) }), t("access.withKey"))),
            policy && h(Section, { title: t("ready.policy") }, h(PolicyText, { text: policy, label: t("ready.policy") }))),
        done.principal && error && h(Notice, { kind: "warn" }, h("p", null, t("access.halfMade", { name }))),
        h(Trouble, { error }),
        h("div", { class: "actions" },
            h(Button, { type: "submit", busy: isBusy }, t("access.create." + kind)),
            h(ButtonLink, { kind: "secondary outline", href: href("access") }, t("do.cancel"))));
}

// What stands in the policy for a field while it is empty.
function placeholders(job) {
    return Object.fromEntries(job.fields.filter(field => FIELDS[field].isRequired).map(field => [field, field.toUpperCase()]));
}

function Made({ kind, name, given }) {
    const { region } = session.state;
    const lines = given && [
        `export AWS_ENDPOINT_URL=${location.origin}`,
        `export AWS_REGION=${region}`,
        `export AWS_ACCESS_KEY_ID=${given.id}`,
        `export AWS_SECRET_ACCESS_KEY=${given.secret}`,
    ].join("\n");
    return h("div", null,
        h(Notice, { kind: "good", role: "status" }, h("p", null, t("access.made." + kind, { name }))),
        given && h(Section, { title: t("access.itsKey") },
            h("p", null, t("access.secretOnce")),
            h("div", { class: "policy" },
                h(Copy, { text: lines, label: t("access.copyKey") }),
                h("pre", { tabIndex: 0, "aria-label": t("access.itsKey") }, h("code", null, lines)))),
        h("div", { class: "actions" },
            h(ButtonLink, { href: href("access", kind + "s", name) }, t("access.toPage", { name })),
            h(ButtonLink, { kind: "secondary outline", href: href("access") }, t("access.title"))));
}
