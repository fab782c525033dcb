import { h } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { asset } from "../aws.js";
import { useAction, useAnswer } from "../hooks.js";
import { go, href } from "../router.js";
import { propose, stack, summary, template } from "../stacks/cloudformation.js";
import { t } from "../texts.js";
import { Button, Field, Loading, Notice, Page, Section, Trouble } from "../ui.js";

// A new stack, or another template or parameters for one: first what would change, then the change.
export default function Deploy({ parameters: { name } }) {
    const isNew = name === undefined;
    const old = useAnswer(async signal => (isNew ? { stack: undefined, body: "" }
        : { stack: await stack(name, signal), body: await template(name, undefined, signal) }));
    return h(Page, { title: isNew ? t("stack.create") : t("stack.updateOf", { name }),
        trail: [[t("stacks.title"), href("stacks")], ...(isNew ? [] : [[name, href("stacks", name)]])] },
        h(Trouble, { error: old.error }),
        old.value ? h(Form, { old: old.value, isNew }) : !old.error && h(Loading));
}

function Form({ old, isNew }) {
    const [name, setName] = useState(old.stack?.name ?? "");
    const [body, setBody] = useState(old.body);
    const [read, setRead] = useState();
    const file = useRef();
    const check = useAction(async () => setRead({ ...(await summary(body)), body }));
    const example = useAction(async () => {
        setBody(await asset("examples/pipeline.yaml"));
        setName(given => given || "netflix");
    });
    const chosen = async event => {
        const one = event.target.files[0];
        event.target.value = "";
        if (one) {
            setBody(await one.text());
        }
    };
    const submit = event => {
        event.preventDefault();
        check.run();
    };
    const isRead = read && read.body === body;
    return h("div", null,
        h("form", { onSubmit: submit },
            isNew && h("div", { class: "narrow" }, h(Field, { label: t("stack.name"), hint: t("stack.nameHint") },
                h("input", { value: name, required: true, pattern: "[A-Za-z][A-Za-z0-9\\-]*", maxLength: 128, autocomplete: "off", spellcheck: false,
                    onInput: event => setName(event.target.value) }))),
            h("div", { class: "actions" },
                h("input", { ref: file, type: "file", hidden: true, accept: ".yaml,.yml,.json,.template", "aria-label": t("stack.templateFile"), onChange: chosen }),
                h(Button, { kind: "secondary outline", onClick: () => file.current.click() }, t("stack.openFile")),
                isNew && h(Button, { kind: "secondary outline", busy: example.isBusy, onClick: example.run }, t("stack.example"))),
            h(Field, { label: t("stack.template"), hint: t("stack.templateHint") },
                h("textarea", { rows: 16, value: body, required: true, spellcheck: false, onInput: event => setBody(event.target.value) })),
            h(Trouble, { error: check.error ?? example.error }),
            !isRead && h(Button, { type: "submit", busy: check.isBusy }, t("stack.check"))),
        isRead && h(Parameters, { read, name, isNew, old: old.stack }));
}

function Parameters({ read, name, isNew, old }) {
    const before = Object.fromEntries((old?.parameters ?? []).map(([key, value]) => [key, value]));
    const [values, setValues] = useState(() => Object.fromEntries(read.parameters.map(one =>
        [one.name, one.isSecret ? (one.name in before ? undefined : one.initial ?? "") : before[one.name] ?? one.initial ?? ""])));
    const [agreed, setAgreed] = useState([]);
    const section = useRef();
    useEffect(() => section.current?.scrollIntoView({ block: "start" }), []);
    const { run, isBusy, error } = useAction(async () => {
        const changeSetName = await propose({ stackName: name, isNew, body: read.body, capabilities: agreed,
            parameters: read.parameters.map(one => [one.name, values[one.name], values[one.name] === undefined]) });
        go(href("stacks", name, "changes", changeSetName));
    });
    const submit = event => {
        event.preventDefault();
        run();
    };
    return h("form", { onSubmit: submit, ref: section },
        read.description && h("p", null, read.description),
        read.parameters.length > 0 && h(Section, { title: t("stack.parameters") },
            h("div", { class: "fields" }, read.parameters.map(one => h(Field, { key: one.name, label: one.name, hint: one.description },
                control(one, values[one.name], value => setValues({ ...values, [one.name]: value })))))),
        read.capabilities.length > 0 && h(Section, { title: t("stack.capabilities") },
            h("p", null, t("stack.capabilitiesMean")),
            read.capabilities.map(one => h("label", { key: one, class: "check" },
                h("input", { type: "checkbox", required: true, checked: agreed.includes(one),
                    onChange: event => setAgreed(event.target.checked ? [...agreed, one] : agreed.filter(other => other !== one)) }),
                " ", t("stack.agree", { capability: one })))),
        isNew && name === "" && h(Notice, { kind: "warn" }, h("p", null, t("stack.nameMissing"))),
        h(Trouble, { error }),
        h("p", { class: "quiet" }, t("stack.proposeMeans")),
        h(Button, { type: "submit", busy: isBusy, disabled: name === "" }, t("stack.propose")));
}

function control(one, value, set) {
    const onInput = event => set(event.target.value);
    if (one.allowed.length > 0) {
        return h("select", { value, onChange: onInput }, one.allowed.map(each => h("option", { key: each, value: each, selected: each === value }, each)));
    }
    return h("input", { value: value ?? "", onInput, autocomplete: "off", spellcheck: false,
        type: one.isSecret ? "password" : "text", placeholder: value === undefined ? t("stack.secretKept") : undefined,
        inputMode: one.type === "Number" ? "decimal" : undefined });
}
