import { h } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../texts.js";
import { Copy } from "../ui.js";

// A policy's text; what is between two places of it is marked.
export function PolicyText({ text, start, end, label }) {
    const mark = useRef();
    useEffect(() => {
        const box = mark.current?.closest("pre");
        if (box) {
            box.scrollTop = Math.max(0, mark.current.offsetTop - box.offsetTop - 40);
        }
    }, [start, end]);
    const [before, marked, after] = start ? parts(text, start, end) : [text, "", ""];
    return h("div", { class: "policy" },
        h(Copy, { text, label: t("access.copyPolicy") }),
        h("pre", { tabIndex: 0, "aria-label": label ?? t("access.policyText") },
            h("code", null, before, marked && h("mark", { ref: mark }, marked), after)));
}

// One line as it is stored is hard to read: it is written out where nothing is to be marked.
export function readable(text) {
    if (text.includes("\n")) {
        return text;
    }
    try {
        return JSON.stringify(JSON.parse(text), null, 2);
    } catch {
        return text;
    }
}

// Before, between and after two places, each a line and a column from 1. Blanks at the beginning are not marked.
export function parts(text, start, end) {
    const from = offset(text, start);
    const to = offset(text, end);
    const blank = /^\s*/.exec(text.slice(from, to))[0].length;
    return [text.slice(0, from + blank), text.slice(from + blank, to), text.slice(to)];
}

function offset(text, { line, column }) {
    let at = 0;
    for (let i = 1; i < line; i++) {
        at = text.indexOf("\n", at) + 1;
    }
    return at + column - 1;
}
