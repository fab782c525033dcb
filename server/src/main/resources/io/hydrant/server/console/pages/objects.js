import { h } from "preact";
import { useState } from "preact/hooks";
import { hydrant, s3 } from "../aws.js";
import { useAction, useAnswer } from "../hooks.js";
import { buckets, versioning } from "../objects/store.js";
import { go, href } from "../router.js";
import { number, t, tn, time, tx } from "../texts.js";
import { Badge, Button, Dialog, Empty, Field, Loading, Notice, OpenNamed, Page, Table, Trouble } from "../ui.js";

const SHOWN = 200;

// All buckets.
export default function Objects() {
    const { value, error, reload } = useAnswer(buckets);
    const [isMaking, setMaking] = useState(false);
    const [isAll, setAll] = useState(false);
    return h(Page, { title: t("objects.title"),
        actions: h(Button, { kind: "secondary outline", onClick: () => setMaking(true) }, t("bucket.create")) },
        h(Trouble, { error, retry: reload }),
        h(Elsewhere),
        error?.denied && h(OpenNamed, { label: t("objects.named"), actions: [{ says: t("do.open"), open: name => go(href("objects", name)) }] }),
        !value && !error && h(Loading),
        value?.length === 0 && h(Empty, { title: t("objects.none"), command: "hydrant demo" }, t("objects.noneNext")),
        value?.length > 0 && h("div", null,
            h("p", { class: "quiet" }, tn("objects.count", value.length)),
            h(Table, { label: t("objects.title"), head: [t("bucket.name"), t("bucket.region"), t("bucket.versioning"), t("bucket.created")] },
                (isAll ? value : value.slice(0, SHOWN)).map(bucket => h("tr", { key: bucket.name },
                    h("th", { scope: "row" }, h("a", { href: href("objects", bucket.name) }, bucket.name)),
                    h("td", null, bucket.region),
                    h("td", null, h(Versioning, { bucket: bucket.name })),
                    h("td", null, time(bucket.created))))),
            value.length > SHOWN && !isAll && h(Button, { kind: "secondary outline", onClick: () => setAll(true) },
                t("objects.all", { n: number(value.length) }))),
        isMaking && h(NewBucket, { close: () => setMaking(false) }));
}

// That the server delivers into another S3 too, whose buckets are not among these.
function Elsewhere() {
    const { value } = useAnswer(async signal => (await hydrant("objects", { signal })).remote);
    return value && h(Notice, null, h("p", null, tx("objects.elsewhere", {
        place: value.endpoint ? h("code", null, value.endpoint) : "AWS", command: h("code", null, "hydrant ls") })));
}

function Versioning({ bucket }) {
    const { value, isLoading } = useAnswer(signal => versioning(bucket, signal), [bucket]);
    if (isLoading) {
        return "…";
    }
    return value === undefined ? h("span", { class: "quiet" }, t("bucket.versioningUnknown"))
        : value === "" ? t("bucket.versioningOff") : h(Badge, { kind: value === "Enabled" ? "good" : "" }, value);
}

function NewBucket({ close }) {
    const [name, setName] = useState("");
    const { run, isBusy, error } = useAction(async () => {
        await s3({ method: "PUT", bucket: name.trim(), action: "s3:CreateBucket" });
        go(href("objects", name.trim()));
    });
    const submit = event => {
        event.preventDefault();
        run();
    };
    return h(Dialog, { title: t("bucket.create"), close },
        h("form", { onSubmit: submit },
            h(Field, { label: t("bucket.name"), hint: t("bucket.nameHint") },
                h("input", { value: name, required: true, minLength: 3, maxLength: 63, autocomplete: "off", spellcheck: false,
                    onInput: event => setName(event.target.value) })),
            h(Trouble, { error }),
            h("footer", null,
                h(Button, { kind: "secondary outline", onClick: close }, t("do.cancel")),
                h(Button, { type: "submit", busy: isBusy }, t("do.create")))));
}
