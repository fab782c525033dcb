import { h } from "preact";
import { useRef, useState } from "preact/hooks";
import { useAnswer, useEvery } from "../hooks.js";
import { href } from "../router.js";
import { changeSets, events, isUnderWay, kindOf, resources, stack, standOf, template } from "../stacks/cloudformation.js";
import { DeleteStack } from "../stacks/delete.js";
import { ResourceLink, Stand } from "../stacks/links.js";
import { Taken } from "../stacks/taken.js";
import { t, time, tx } from "../texts.js";
import { Badge, Button, ButtonLink, Copy, Facts, Loading, Notice, Page, Say, Section, Table, Trouble } from "../ui.js";

const EVENTS_MAX = 500;

// One stack: what happens to it as it happens, what it has, and what it was made of.
export default function Stack({ parameters: { name } }) {
    const [value, setValue] = useState();
    const [error, setError] = useState();
    const [isLeaving, setLeaving] = useState(false);
    const id = useRef(name);
    const status = value?.status;
    const isGone = status === "DELETE_COMPLETE";
    useEvery(isUnderWay(status) || !value ? 1 : isGone ? 60 : 5, async signal => {
        try {
            const found = await stack(id.current, signal);
            id.current = found.id; // it answers to this also once it is deleted
            setValue(found);
            setError(undefined);
        } catch (trouble) {
            if (trouble.name !== "AbortError") {
                setError(trouble);
            }
        }
    }, [status]);
    return h(Page, { title: value?.name ?? name, trail: [[t("stacks.title"), href("stacks")]],
        actions: value && !isGone && [
            h(ButtonLink, { key: "change", kind: "secondary outline", href: href("stacks", value.name, "update") }, t("stack.update")),
            h(Button, { key: "drop", kind: "danger", onClick: () => setLeaving(true) }, t("do.delete")),
        ] },
        h(Trouble, { error }),
        !value && !error && h(Loading),
        value && h("div", null,
            h("p", null, h(Badge, { kind: kindOf(status) }, status), value.description && " ", value.description),
            h(Say, null, t("stack.isNow", { status })),
            value.reason && h(Notice, { kind: kindOf(status) === "bad" ? "bad" : "" }, h("p", null, value.reason)),
            status === "REVIEW_IN_PROGRESS" && h(Notice, null, h("p", null, t("stack.inReview"))),
            h(Facts, { facts: [
                [t("stack.created"), time(value.created)],
                [t("stack.updated"), value.updated && time(value.updated)],
                [t("stack.deleted"), value.deleted && time(value.deleted)],
                [t("stack.protection"), value.isProtected ? t("do.yes") : undefined],
                [t("stack.capabilities"), value.capabilities.join(", ")],
            ] }),
            !isGone && h(ChangeSets, { stack: value, key: "changes" + status }),
            value.outputs.length > 0 && h(Section, { title: t("stack.outputs") },
                h(Table, { label: t("stack.outputs"), head: [t("stack.name"), t("stack.value"), t("stack.description")] },
                    value.outputs.map(one => h("tr", { key: one.name },
                        h("th", { scope: "row" }, one.name),
                        h("td", { class: "cell" }, h("code", null, one.value), " ", one.exported && h(Badge, null, t("stack.exported", { name: one.exported }))),
                        h("td", { class: "cell" }, one.description))))),
            h(Resources, { name: value.id, status }),
            h(Events, { stack: value, status }),
            value.parameters.length > 0 && h(Section, { title: t("stack.parameters") },
                h(Table, { label: t("stack.parameters"), head: [t("stack.name"), t("stack.value")] },
                    value.parameters.map(([key, given]) => h("tr", { key }, h("th", { scope: "row" }, key), h("td", { class: "cell" }, given))))),
            h(Template, { name: value.id, key: "template" + status })),
        isLeaving && h(DeleteStack, { stack: value, close: () => setLeaving(false), done: () => setLeaving(false) }));
}

function Resources({ name, status }) {
    const [value, setValue] = useState();
    const [error, setError] = useState();
    useEvery(isUnderWay(status) ? 1 : 30, async signal => {
        try {
            setValue(await resources(name, signal));
            setError(undefined);
        } catch (trouble) {
            if (trouble.name !== "AbortError") {
                setError(trouble);
            }
        }
    }, [name, status]);
    return h(Section, { title: t("stack.resources") },
        h(Trouble, { error }),
        value?.length === 0 && h("p", { class: "quiet" }, t("stack.noResources")),
        value?.length > 0 && h(Table, { label: t("stack.resources"), head: [t("stack.logicalId"), t("stack.type"), t("stack.status"), t("stack.physicalId")] },
            value.map(one => h("tr", { key: one.logicalId },
                h("th", { scope: "row" }, one.logicalId),
                h("td", null, one.type),
                h("td", null, h(Badge, { kind: kindOf(one.status) }, one.status), one.reason && h("div", { class: "cell quiet" }, one.reason)),
                h("td", { class: "cell" }, h(ResourceLink, { type: one.type, id: one.physicalId }))))));
}

// The newest first. What was there stays while new ones come.
function Events({ stack: of, status }) {
    const name = of.id;
    const [value, setValue] = useState([]);
    const [older, setOlder] = useState();
    const [error, setError] = useState();
    const merge = (known, more) => {
        const ids = new Set(known.map(one => one.id));
        return [...known, ...more.filter(one => !ids.has(one.id))]
            .sort((a, b) => Date.parse(b.time) - Date.parse(a.time)).slice(0, EVENTS_MAX);
    };
    useEvery(isUnderWay(status) ? 1 : 10, async signal => {
        try {
            const page = await events(name, undefined, signal);
            setValue(known => merge(page.events, known));
            setOlder(token => token ?? page.next);
            setError(undefined);
        } catch (trouble) {
            if (trouble.name !== "AbortError") {
                setError(trouble);
            }
        }
    }, [name, status]);
    const more = async () => {
        const page = await events(name, older);
        setValue(known => merge(known, page.events));
        setOlder(page.next ?? null);
    };
    return h(Section, { title: t("stack.events") },
        h(Trouble, { error }),
        h(Taken, { events: value, stack: of }),
        h(Table, { label: t("stack.events"), head: [t("stack.time"), t("stack.status"), t("stack.logicalId"), t("stack.reason")] },
            value.map(one => h("tr", { key: one.id },
                h("td", { class: "when" }, time(one.time)),
                h("td", null, h(Badge, { kind: kindOf(one.status) }, one.status)),
                h("td", null, one.logicalId, h("div", { class: "quiet" }, h("small", null, one.type))),
                h("td", { class: "cell" }, one.reason)))),
        older && value.length < EVENTS_MAX && h(Button, { kind: "secondary outline", onClick: more }, t("stack.olderEvents")));
}

function ChangeSets({ stack: { name } }) {
    const { value, error } = useAnswer(signal => changeSets(name, signal), [name]);
    if (!error && !value?.length) {
        return null;
    }
    const waits = value?.find(one => standOf(one).word === "waits");
    return h(Section, { title: t("stack.changeSets") },
        h(Trouble, { error }),
        waits && h(Notice, { kind: "warn" }, h("p", null, tx("stack.changesWait", {
            name: h("a", { href: href("stacks", name, "changes", waits.name) }, waits.name) }))),
        value && h(Table, { label: t("stack.changeSets"), head: [t("stack.name"), t("stack.status"), t("stack.created"), t("stack.reason")] },
            value.map(one => h("tr", { key: one.id },
                h("th", { scope: "row" }, h("a", { href: href("stacks", name, "changes", one.name) }, one.name)),
                h("td", null, h(Stand, { of: one })),
                h("td", { class: "when" }, time(one.created)),
                h("td", { class: "cell" }, one.reason)))));
}

function Template({ name }) {
    const { value, error } = useAnswer(signal => template(name, undefined, signal), [name]);
    return h(Section, { title: t("stack.template"), actions: value && h(Copy, { text: value, label: t("stack.copyTemplate") }) },
        h(Trouble, { error }),
        value && h("details", null, h("summary", null, t("stack.showTemplate")),
            h("pre", { tabIndex: 0, "aria-label": t("stack.template"), class: "content" }, h("code", null, value))));
}
