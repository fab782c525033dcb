import { h } from "preact";
import { useState } from "preact/hooks";
import { identities, policies } from "../access/iam.js";
import { useAnswer } from "../hooks.js";
import { href } from "../router.js";
import { number, t, time } from "../texts.js";
import { Button, ButtonLink, Empty, Loading, Page, Section, Table, Trouble } from "../ui.js";

// Who there is, and which policies.
export default function Access() {
    return h(Page, { title: t("access.title"), actions: [
        h(ButtonLink, { key: "keys", kind: "secondary outline", href: href("access", "keys") }, t("keys.title")),
        h(ButtonLink, { key: "simulator", href: href("access", "simulator") }, t("access.simulator")),
    ] },
        h("p", { class: "quiet" }, t("access.lead")),
        h(Paged, { title: t("access.users"), actions: h(ButtonLink, { kind: "secondary outline small", href: href("access", "new", "user") }, t("access.new.user")), none: t("access.noUsers"), load: (marker, signal) => identities("user", marker, signal),
            head: [t("access.name"), t("access.arn"), t("access.created")], row: one => [
                h("a", { href: href("access", "users", one.name) }, one.name), h("code", null, one.arn), time(one.created)] }),
        h(Paged, { title: t("access.roles"), actions: h(ButtonLink, { kind: "secondary outline small", href: href("access", "new", "role") }, t("access.new.role")), none: t("access.noRoles"), load: (marker, signal) => identities("role", marker, signal),
            head: [t("access.name"), t("access.description"), t("access.created")], row: one => [
                h("a", { href: href("access", "roles", one.name) }, one.name), one.description, time(one.created)] }),
        h(Paged, { title: t("access.policies"), none: t("access.noPolicies"), load: (marker, signal) => policies("Local", marker, signal), ...ofPolicies() }),
        h(Paged, { title: t("access.awsPolicies"), none: "", load: (marker, signal) => policies("AWS", marker, signal), ...ofPolicies() }));
}

function ofPolicies() {
    return {
        head: [t("access.name"), { text: t("access.attached"), kind: "number" }, t("access.description")],
        row: one => [h("a", { href: href("access", "policies", one.arn) }, one.name), number(one.attached), one.description],
    };
}

// A section with a table of what comes in pages.
export function Paged({ title, actions, none, load, head, row }) {
    const [markers, setMarkers] = useState([undefined]);
    const { value, error, reload } = useAnswer(signal => load(markers.at(-1), signal), [markers]);
    return h(Section, { title, actions },
        h(Trouble, { error, retry: reload }),
        !value && !error && h(Loading),
        value?.items.length === 0 && h(Empty, { title: none }),
        value?.items.length > 0 && h(Table, { label: title, head }, value.items.map(one => {
            const [first, ...rest] = row(one);
            return h("tr", { key: one.arn }, h("th", { scope: "row" }, first), rest.map((cell, i) =>
                h("td", { key: i, class: head[i + 1].kind ?? "cell" }, cell)));
        })),
        (markers.length > 1 || value?.next) && h("div", { class: "pager" },
            h(Button, { kind: "secondary outline", disabled: markers.length < 2, onClick: () => setMarkers(markers.slice(0, -1)) }, t("do.previous")),
            h(Button, { kind: "secondary outline", disabled: !value?.next, onClick: () => setMarkers([...markers, value.next]) }, t("do.next"))));
}
