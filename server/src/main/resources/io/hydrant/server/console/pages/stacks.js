import { h } from "preact";
import { useState } from "preact/hooks";
import { useEvery } from "../hooks.js";
import { go, href } from "../router.js";
import { kindOf, stacks } from "../stacks/cloudformation.js";
import { t, tn, time } from "../texts.js";
import { Badge, Button, ButtonLink, Empty, Loading, OpenNamed, Page, Table, Trouble } from "../ui.js";

// The stacks that are there, a page at a time.
export default function Stacks() {
    const [value, setValue] = useState();
    const [error, setError] = useState();
    const [tokens, setTokens] = useState([undefined]);
    useEvery(5, async signal => {
        try {
            setValue(await stacks(tokens.at(-1), signal));
            setError(undefined);
        } catch (trouble) {
            if (trouble.name !== "AbortError") {
                setError(trouble);
            }
        }
    }, [tokens]);
    return h(Page, { title: t("stacks.title"), actions: h(ButtonLink, { href: href("stacks", "new") }, t("stack.create")) },
        h(Trouble, { error }),
        error?.denied && h(OpenNamed, { label: t("stacks.named"), actions: [{ says: t("do.open"), open: name => go(href("stacks", name)) }] }),
        !value && !error && h(Loading),
        value?.stacks.length === 0 && tokens.length === 1 && h(Empty, { title: t("stacks.none"),
            command: "hydrant deploy examples/netflix/pipeline.yaml --stack netflix" }, t("stacks.noneNext")),
        value && (value.stacks.length > 0 || tokens.length > 1) && h("div", null,
            tokens.length === 1 && !value.next && h("p", { class: "quiet" }, tn("stacks.count", value.stacks.length)),
            h(Table, { label: t("stacks.title"), head: [t("stack.name"), t("stack.status"), t("stack.created"), t("stack.updated"), t("stack.description")] },
                value.stacks.map(one => h("tr", { key: one.id },
                    h("th", { scope: "row" }, h("a", { href: href("stacks", one.name) }, one.name)),
                    h("td", null, h(Badge, { kind: kindOf(one.status) }, one.status)),
                    h("td", { class: "when" }, time(one.created)),
                    h("td", { class: "when" }, one.updated ? time(one.updated) : h("span", { class: "quiet" }, t("stack.neverUpdated"))),
                    h("td", { class: "cell" }, one.description)))),
            (tokens.length > 1 || value.next) && h("div", { class: "pager" },
                h(Button, { kind: "secondary outline", disabled: tokens.length < 2, onClick: () => setTokens(tokens.slice(0, -1)) }, t("do.previous")),
                h(Button, { kind: "secondary outline", disabled: !value.next, onClick: () => setTokens([...tokens, value.next]) }, t("do.next")))));
}
