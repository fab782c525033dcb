import { h } from "preact";
import { useState } from "preact/hooks";
import { attachedTo, policy, versionsOf, versionText } from "../access/iam.js";
import { PolicyText, readable } from "../access/policy.js";
import { useAnswer } from "../hooks.js";
import { href } from "../router.js";
import { t, time } from "../texts.js";
import { Badge, Facts, Loading, Page, Section, Table, Trouble } from "../ui.js";

// A managed policy, its versions, and who has it.
export default function Policy({ parameters: { arn } }) {
    const { value, error, reload } = useAnswer(signal => policy(arn, signal));
    const [chosen, setChosen] = useState();
    const version = chosen ?? value?.version;
    return h(Page, { title: value?.name ?? arn, trail: [[t("access.title"), href("access")]] },
        h(Trouble, { error, retry: reload }),
        !value && !error && h(Loading),
        value && h("div", null,
            h("p", { class: "address" }, h(Badge, null, t("access.kind.policy")), " ", h("code", null, value.arn)),
            value.description && h("p", null, value.description),
            h(Facts, { facts: [[t("access.updated"), time(value.updated)], [t("access.version"), value.version]] }),
            h(Text, { arn, version, key: version }),
            h(Versions, { arn, version, choose: setChosen }),
            h(Attached, { arn })));
}

function Text({ arn, version }) {
    const { value, error } = useAnswer(signal => versionText(arn, version, signal));
    return h(Section, { title: t("access.textOf", { version }) },
        h(Trouble, { error }),
        value && h(PolicyText, { text: readable(value) }));
}

function Versions({ arn, version, choose }) {
    const { value, error } = useAnswer(signal => versionsOf(arn, signal));
    if (!error && !(value?.length > 1)) {
        return null;
    }
    return h(Section, { title: t("access.versions") },
        h(Trouble, { error }),
        value && h(Table, { label: t("access.versions"), head: [t("access.version"), t("access.created"), t("access.status")] },
            value.map(one => h("tr", { key: one.id },
                h("th", { scope: "row" }, h("button", { type: "button", class: "link", "aria-pressed": one.id === version ? "true" : "false", onClick: () => choose(one.id) }, one.id)),
                h("td", null, time(one.created)),
                h("td", null, one.isDefault && h(Badge, { kind: "good" }, t("access.inEffect")))))));
}

function Attached({ arn }) {
    const { value, error } = useAnswer(signal => attachedTo(arn, signal));
    return h(Section, { title: t("access.attachedTo") },
        h(Trouble, { error }),
        value?.length === 0 && h("p", { class: "quiet" }, t("access.attachedToNobody")),
        value?.length > 0 && h("ul", null, value.map(one => h("li", { key: one.kind + one.name },
            t("access.kind." + one.kind), " ", h("a", { href: href("access", one.kind + "s", one.name) }, one.name)))));
}
