import { h } from "preact";
import { useState } from "preact/hooks";
import { firehose } from "../aws.js";
import { useAction, useAnswer } from "../hooks.js";
import { t } from "../texts.js";
import { Button, Empty, Loading, Section, Table, Trouble } from "../ui.js";

// A stream's tags: at most fifty, so one page has them all.
export function Tags({ name }) {
    const { value, error, isLoading, reload } = useAnswer(async signal =>
        (await firehose("ListTagsForDeliveryStream", { DeliveryStreamName: name, Limit: 50 }, { signal })).Tags, [name]);
    const remove = useAction(async key => {
        await firehose("UntagDeliveryStream", { DeliveryStreamName: name, TagKeys: [key] });
        reload();
    });
    return h(Section, { title: t("tags.title") },
        h(Trouble, { error: error ?? remove.error }),
        isLoading && !value && h(Loading),
        value?.length === 0 && h(Empty, { title: t("tags.none") }),
        value?.length > 0 && h(Table, { label: t("tags.title"), head: [t("tags.key"), t("tags.value"), ""] },
            value.map(tag => h("tr", { key: tag.Key },
                h("th", { scope: "row", class: "name" }, tag.Key),
                h("td", { class: "name" }, tag.Value ?? ""),
                h("td", { class: "number" }, h(Button, { kind: "secondary outline small", "aria-label": t("tags.remove", { key: tag.Key }),
                    onClick: () => remove.run(tag.Key) }, t("do.remove")))))),
        !error && h(NewTag, { name, reload }));
}

function NewTag({ name, reload }) {
    const [tag, setTag] = useState({ Key: "", Value: "" });
    const add = useAction(async () => {
        await firehose("TagDeliveryStream", { DeliveryStreamName: name, Tags: [tag] });
        setTag({ Key: "", Value: "" });
        reload();
    });
    const submit = event => {
        event.preventDefault();
        add.run();
    };
    const set = member => event => setTag({ ...tag, [member]: event.target.value });
    return h("form", { class: "new-tag", onSubmit: submit },
        h("input", { "aria-label": t("tags.key"), placeholder: t("tags.key"), required: true, maxLength: 128, value: tag.Key, onInput: set("Key") }),
        h("input", { "aria-label": t("tags.value"), placeholder: t("tags.value"), maxLength: 256, value: tag.Value, onInput: set("Value") }),
        h(Button, { type: "submit", kind: "secondary outline", busy: add.isBusy }, t("tags.add")),
        h(Trouble, { error: add.error }));
}
