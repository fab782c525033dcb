import { h } from "preact";
import { keys } from "../access/keys.js";
import { href } from "../router.js";
import { hasText, t, time } from "../texts.js";
import { Badge, Page } from "../ui.js";
import { Paged } from "./access.js";

// The keys of KMS: which there are, what they are called, and whether they can be used.
export default function Keys() {
    return h(Page, { title: t("keys.title"), trail: [[t("access.title"), href("access")]] },
        h("p", { class: "quiet" }, t("keys.lead")),
        h(Paged, { title: t("keys.all"), none: t("keys.none"), load: keys,
            head: [t("keys.key"), t("keys.aliases"), t("keys.state"), t("access.description")],
            row: one => [
                h("code", null, one.arn),
                one.aliases.map(name => h("div", { key: name }, h("code", null, name))),
                h(State, { one }),
                one.description] }));
}

function State({ one }) {
    if (!one.state) {
        return null;
    }
    const text = "keys.state." + one.state;
    return h("span", null,
        h(Badge, { kind: one.state === "Enabled" ? undefined : "warn" }, hasText(text) ? t(text) : one.state),
        one.deletion && [" ", t("keys.deletion", { at: time(one.deletion * 1000) })]);
}
