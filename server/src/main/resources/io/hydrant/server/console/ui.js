import { cloneElement, h } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { t, tx } from "./texts.js";

// The pieces of which pages are made. All text of strangers goes in as children, never as markup.

// A page: its title (which gets the focus, so that a screen reader says where one is), ways up, and what to do there.
// `trail` is a list of [text, address].
export function Page({ title, trail = [], actions, children }) {
    const heading = useRef();
    useEffect(() => {
        document.title = title + " · Hydrant";
    }, [title]);
    useEffect(() => {
        heading.current?.focus({ preventScroll: true });
        scrollTo(0, 0);
    }, []);
    return h("div", { class: "page" },
        trail.length > 0 && h("nav", { class: "trail", "aria-label": t("nav.trail") },
            h("ol", null, trail.map(([text, address]) => h("li", { key: address }, h("a", { href: address }, text))))),
        h("div", { class: "page-head" },
            h("h1", { ref: heading, tabIndex: -1 }, title),
            actions && h("div", { class: "actions" }, actions)),
        children);
}

// A part of a page with a heading of its own.
export function Section({ title, actions, children, ...rest }) {
    const id = useId();
    return h("section", { "aria-labelledby": id, ...rest },
        h("div", { class: "section-head" },
            h("h2", { id }, title),
            actions && h("div", { class: "actions" }, actions)),
        children);
}

export function Button({ busy, kind = "", children, ...rest }) {
    return h("button", { type: "button", class: kind, "aria-busy": busy ? "true" : undefined, disabled: busy, ...rest }, children);
}

export function ButtonLink({ kind = "", children, ...rest }) {
    return h("a", { role: "button", class: kind, ...rest }, children);
}

// What the server refused or could not do: in plain words, what is missing, and the server's own words.
export function Trouble({ error, retry }) {
    if (!error) {
        return null;
    }
    const denied = error.denied;
    return h("div", { class: "notice bad", role: "alert" },
        h("p", null, denied
            ? denied.resource
                ? tx("trouble.deniedOn", { action: h("code", null, denied.action), resource: h("code", null, denied.resource) })
                : tx("trouble.denied", { action: h("code", null, denied.action) })
            : error.code === "NoAnswer" ? t("trouble.noAnswer") : error.code ? t("trouble.refused") : t("trouble.ours")),
        error.code !== "NoAnswer" && h("p", { class: "words" }, error.code && h("strong", null, error.code), error.code && " ", error.message),
        denied && h("p", null, t("trouble.deniedNext")),
        retry && h(Button, { kind: "secondary outline small", onClick: retry }, t("do.retry")));
}

// Something to know; kind "good", "warn" or "".
export function Notice({ kind = "", children, ...rest }) {
    return h("div", { class: "notice " + kind, ...rest }, children);
}

// Nothing is there: what that means, what to do next, and the command that does the same.
export function Empty({ title, children, command, actions }) {
    return h("div", { class: "empty" },
        h("p", { class: "empty-title" }, title),
        children && h("p", null, children),
        actions && h("div", { class: "actions" }, actions),
        command && h(Command, { command }));
}

// Goes to what has a name, for those who know it and may not see a list. `actions` is a list of { says, open(name) }:
// the first is what Enter does.
export function OpenNamed({ label, actions }) {
    const [name, setName] = useState("");
    const open = action => name.trim() && action.open(name.trim());
    const submit = event => {
        event.preventDefault();
        open(actions[0]);
    };
    return h("form", { class: "find", onSubmit: submit },
        h("input", { "aria-label": label, placeholder: label, value: name, autocomplete: "off", spellcheck: false, onInput: event => setName(event.target.value) }),
        actions.map((action, i) => h(Button, { key: action.says, type: i === 0 ? "submit" : "button", kind: i === 0 ? "" : "secondary outline",
            disabled: name.trim() === "", onClick: i === 0 ? undefined : () => open(action) }, action.says)));
}

// As a shell takes it for one word.
export function shellWord(text) {
    return /^[\w./:=@%+-]+$/.test(text) ? text : "'" + text.replaceAll("'", "'\\''") + "'";
}

// The command that does the same on a terminal.
export function Command({ command }) {
    return h("div", { class: "command" },
        h("span", { class: "command-says" }, t("command.same")),
        h("code", { tabIndex: 0 }, command),
        h(Copy, { text: command, label: t("do.copyCommand") }));
}

export function Loading() {
    return h("p", { class: "loading", "aria-busy": "true", role: "status" }, t("state.loading"));
}

// A table that scrolls by itself where it is too wide, by keyboard too, and says so then. `head` is a list of texts, or
// of { text, kind: "number" }.
export function Table({ label, head, children, ...rest }) {
    const box = useRef();
    const [isWide, setWide] = useState(false);
    useEffect(() => {
        const watch = new ResizeObserver(() => setWide(box.current.scrollWidth > box.current.clientWidth + 1));
        watch.observe(box.current);
        watch.observe(box.current.firstChild);
        return () => watch.disconnect();
    }, []);
    return [isWide && h("p", { key: "wide", class: "wide-table" }, t("table.wide")), h("div", { key: "box", ref: box, class: "table-box", role: "region", "aria-label": label, tabIndex: 0 },
        h("table", { "aria-label": label, ...rest },
            h("thead", null, h("tr", null, head.map(cell => {
                const { text, kind } = typeof cell === "string" ? { text: cell } : cell;
                return h("th", { scope: "col", class: kind, key: text }, text || h("span", { class: "unseen" }, t("table.actions")));
            }))),
            h("tbody", null, children)))];
}

// Names and values: a list of [name, value]; what has no value is left out.
export function Facts({ facts }) {
    return h("dl", { class: "facts" }, facts
        .filter(([, value]) => value !== undefined && value !== null && value !== "")
        .map(([name, value]) => h("div", { key: name }, h("dt", null, name), h("dd", null, value))));
}

// How full something is, `part` from 0 to 1.
export function Bar({ part, label, text, kind = "" }) {
    const shown = Math.max(0, Math.min(1, part || 0));
    return h("div", { class: "bar " + kind, role: "meter", "aria-label": label, "aria-valuemin": 0, "aria-valuemax": 100,
        "aria-valuenow": Math.round(shown * 100), "aria-valuetext": text },
        h("span", { class: "bar-fill", style: { width: shown * 100 + "%" } }));
}

// A word with a colour: kind "good", "warn", "bad" or "".
export function Badge({ kind = "", children }) {
    return h("span", { class: "badge " + kind }, children);
}

// Puts text on the clipboard, also where the browser has none for pages (plain http at an address).
export function Copy({ text, label }) {
    const [done, setDone] = useState(false);
    const copy = async () => {
        await copied(text);
        setDone(true);
        setTimeout(() => setDone(false), 2000);
    };
    return h("span", { class: "copy" },
        h(Button, { kind: "secondary outline small", onClick: copy, "aria-label": label }, done ? t("do.copied") : t("do.copy")),
        h("span", { class: "unseen", role: "status" }, done ? t("do.copied") : ""));
}

async function copied(text) {
    if (navigator.clipboard) {
        try {
            await navigator.clipboard.writeText(text);
            return;
        } catch {
            // Not allowed to this page: the old way may be.
        }
    }
    const area = document.createElement("textarea");
    area.value = text;
    (document.querySelector("dialog[open]") ?? document.body).append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
}

// A field with its label, a hint and what is wrong with it. `children` is one control that gets its id.
export function Field({ label, hint, error, children }) {
    const id = useId();
    const control = cloneElement(children, {
        id,
        "aria-describedby": [hint && id + "-hint", error && id + "-error"].filter(Boolean).join(" ") || undefined,
        "aria-invalid": error ? "true" : undefined,
    });
    return h("div", { class: "field" },
        h("label", { for: id }, label),
        control,
        hint && h("small", { id: id + "-hint" }, hint),
        error && h("small", { id: id + "-error", class: "field-error" }, error));
}

// Modal, by the browser's own <dialog>: it keeps the focus inside, Esc closes it, and the focus goes back.
export function Dialog({ title, close, children, wide }) {
    const dialog = useRef();
    const id = useId();
    useEffect(() => {
        const before = document.activeElement;
        const shown = dialog.current;
        shown.showModal();
        return () => {
            shown.close(); // while it is open, nothing else can have the focus
            before?.focus?.();
        };
    }, []);
    const cancel = event => {
        event.preventDefault();
        close();
    };
    return h("dialog", { ref: dialog, "aria-labelledby": id, onCancel: cancel, class: wide ? "wide" : "" },
        h("article", null,
            h("header", null,
                h("button", { type: "button", class: "close", "aria-label": t("do.close"), onClick: close }, "×"),
                h("h2", { id }, title)),
            children));
}

// Says something to a screen reader, and shows nothing.
export function Say({ children }) {
    return h("p", { class: "unseen", role: "status", "aria-live": "polite" }, children);
}
