import { h } from "preact";
import { identity, keysOf, policiesOf } from "./iam.js";
import { PolicyText, readable } from "./policy.js";
import { useAnswer } from "../hooks.js";
import { href } from "../router.js";
import { t, time } from "../texts.js";
import { Badge, ButtonLink, Copy, Facts, Loading, Page, Section, Table, Trouble } from "../ui.js";

// A user or role: what it may do, who may be it, and its keys.
export function Principal({ kind, name }) {
    const { value, error, reload } = useAnswer(signal => identity(kind, name, signal));
    return h(Page, { title: name, trail: [[t("access.title"), href("access")]],
        actions: value && h(ButtonLink, { href: href("access", "simulator") + "?principal=" + encodeURIComponent(value.arn) }, t("access.mayIt")) },
        h(Trouble, { error, retry: reload }),
        !value && !error && h(Loading),
        value && h("div", null,
            h("p", { class: "address" }, h(Badge, null, t("access.kind." + kind)), " ", h("code", null, value.arn), " ", h(Copy, { text: value.arn, label: t("access.copyArn") })),
            value.description && h("p", null, value.description),
            h(Facts, { facts: [
                [t("access.created"), time(value.created)],
                [t("access.id"), h("code", null, value.id)],
                [t("access.boundary"), value.boundary && h("a", { href: href("access", "policies", value.boundary) }, value.boundary)],
                [t("object.tags"), value.tags.map(([key, tag]) => key + " = " + tag).join(", ")],
            ] }),
            kind === "user" && h(Keys, { name }),
            h(Policies, { kind, name }),
            value.trust && h(Section, { title: t("access.trust") },
                h("p", { class: "quiet" }, t("access.trustMeans")),
                h(PolicyText, { text: readable(value.trust), label: t("access.trust") }))));
}

function Keys({ name }) {
    const { value, error } = useAnswer(signal => keysOf(name, signal));
    return h(Section, { title: t("access.keys") },
        h(Trouble, { error }),
        value?.length === 0 && h("p", { class: "quiet" }, t("access.noKeys")),
        value?.length > 0 && h(Table, { label: t("access.keys"), head: [t("access.keyId"), t("access.status"), t("access.created"), t("access.used")] },
            value.map(key => h("tr", { key: key.id },
                h("th", { scope: "row" }, h("code", null, key.id)),
                h("td", null, h(Badge, { kind: key.isActive ? "good" : "warn" }, t(key.isActive ? "access.active" : "access.inactive"))),
                h("td", null, time(key.created)),
                h("td", null, key.used ? time(key.used) : h("span", { class: "quiet" }, t("access.unknown")))))));
}

function Policies({ kind, name }) {
    const { value, error } = useAnswer(signal => policiesOf(kind, name, signal));
    return h(Section, { title: t("access.policiesOf") },
        h(Trouble, { error }),
        !value && !error && h(Loading),
        value?.length === 0 && h("p", { class: "quiet" }, t("access.noPolicy")),
        value?.map(one => h("details", { key: one.arn ?? one.name, open: value.length < 4 },
            h("summary", null, one.name, " ", h(Badge, null, t(one.isInline ? "access.inline" : "access.managed"))),
            one.arn && h("p", null, h("a", { href: href("access", "policies", one.arn) }, one.arn)),
            h(PolicyText, { text: readable(one.text), label: one.name }))));
}
