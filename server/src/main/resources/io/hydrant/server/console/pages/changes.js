import { h } from "preact";
import { useState } from "preact/hooks";
import { useAction, useEvery } from "../hooks.js";
import { go, href } from "../router.js";
import { changeSet, discard, execute } from "../stacks/cloudformation.js";
import { ResourceLink, Stand } from "../stacks/links.js";
import { hasText, t, time } from "../texts.js";
import { Badge, Button, Empty, Facts, Loading, Notice, Page, Section, Trouble } from "../ui.js";

// A change set: what would be made, changed, replaced and removed, before it is done.
export default function Changes({ parameters: { name, changes } }) {
    const [value, setValue] = useState();
    const [error, setError] = useState();
    const isReady = value && !/PENDING|IN_PROGRESS/.test(value.status);
    useEvery(isReady ? 10 : 1, async signal => {
        try {
            setValue(await changeSet(name, changes, signal));
            setError(undefined);
        } catch (trouble) {
            if (trouble.name !== "AbortError") {
                setError(trouble);
            }
        }
    }, [isReady]);
    const carryOut = useAction(async () => {
        await execute(name, changes);
        go(href("stacks", name));
    });
    const drop = useAction(async () => {
        await discard(name, changes);
        go(href("stacks", name));
    });
    return h(Page, { title: t("changes.title", { name: changes }), trail: [[t("stacks.title"), href("stacks")], [name, href("stacks", name)]],
        actions: value && [
            value.execution === "AVAILABLE" && h(Button, { key: "do", busy: carryOut.isBusy, onClick: carryOut.run }, t("changes.execute")),
            h(Button, { key: "drop", kind: "danger", busy: drop.isBusy, onClick: drop.run }, t("changes.discard")),
        ] },
        h(Trouble, { error: error ?? carryOut.error ?? drop.error }),
        !value && !error && h(Loading),
        value && h("div", null,
            h("p", null, h(Stand, { of: value }), " ", h("small", null, [value.status, value.execution].filter(Boolean).join(", "))),
            isReady && value.execution === "AVAILABLE" && h(Notice, { kind: "warn" }, h("p", null, t("changes.waitsNext"))),
            value.reason && h(Notice, { kind: value.status === "FAILED" ? "bad" : "" }, h("p", null, value.reason)),
            h(Facts, { facts: [[t("stack.created"), value.created && time(value.created)], [t("stack.description"), value.description]] }),
            isReady && value.changes.length === 0 && h(Empty, { title: t("changes.none") }),
            value.changes.length > 0 && h(Section, { title: t("changes.changes") }, value.changes.map(one => h(Change, { key: one.logicalId, one })))));
}

const KINDS = { Add: "good", Remove: "bad", Modify: "warn" };

function Change({ one }) {
    const isReplaced = one.replacement === "True" || one.replacement === "Conditional";
    const word = "changes.action." + one.action;
    return h("article", { class: "panel change" },
        h("h3", null, h(Badge, { kind: isReplaced ? "bad" : KINDS[one.action] ?? "" }, hasText(word) ? t(word) : one.action), " ",
            one.logicalId, " ", h("small", null, one.type)),
        one.physicalId && h("p", { class: "quiet" }, h(ResourceLink, { type: one.type, id: one.physicalId })),
        isReplaced && h("p", null, t(one.replacement === "True" ? "changes.replaced" : "changes.mayBeReplaced")),
        one.action === "Remove" && one.policyAction === "Retain" && h("p", null, t("changes.retained")),
        one.details.length > 0 && h("dl", { class: "compare" }, differences(one.details).map((detail, i) => h("div", { key: i },
            h("dt", null, h("code", null, detail.path)),
            h("dd", null,
                detail.before !== undefined && h("del", null, h("span", { class: "unseen" }, t("changes.before"), " "), detail.before),
                detail.after !== undefined && h("ins", null, h("span", { class: "unseen" }, t("changes.after"), " "), detail.after),
                detail.before === undefined && detail.after === undefined && h("span", { class: "quiet" }, t("changes.valueUnknown")))))),
        (one.before || one.after) && h("details", null, h("summary", null, t("changes.whole")),
            h("div", { class: "beside" },
                one.before && h("div", null, h("p", { class: "quiet" }, t("changes.before")), h("pre", { tabIndex: 0, "aria-label": t("changes.before") }, h("code", null, pretty(one.before)))),
                one.after && h("div", null, h("p", { class: "quiet" }, t("changes.after")), h("pre", { tabIndex: 0, "aria-label": t("changes.after") }, h("code", null, pretty(one.after)))))));
}

// Of properties that are structures, the members that differ. A property that changes for two reasons is told twice.
function differences(details) {
    const found = new Map();
    for (const { path, before, after } of details) {
        for (const one of leaves(path, read(before), read(after))) {
            found.set(JSON.stringify(one), one);
        }
    }
    return [...found.values()];
}

function leaves(path, before, after) {
    const isMap = value => value !== null && typeof value === "object" && !Array.isArray(value);
    if (!isMap(before) || !isMap(after)) {
        return JSON.stringify(before) === JSON.stringify(after) && before !== undefined ? []
            : [{ path, before: written(before), after: written(after) }];
    }
    return [...new Set([...Object.keys(before), ...Object.keys(after)])]
        .flatMap(name => leaves(path + "/" + name, before[name], after[name]));
}

function read(text) {
    try {
        return /^[[{]/.test(text ?? "") ? JSON.parse(text) : text;
    } catch {
        return text;
    }
}

function written(value) {
    return value === undefined || typeof value === "string" ? value : JSON.stringify(value);
}

function pretty(json) {
    try {
        return JSON.stringify(JSON.parse(json), null, 2);
    } catch {
        return json;
    }
}
