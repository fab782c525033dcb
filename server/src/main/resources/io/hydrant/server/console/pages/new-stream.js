import { h } from "preact";
import { useState } from "preact/hooks";
import { firehose } from "../aws.js";
import { useAction } from "../hooks.js";
import { go, href } from "../router.js";
import { DestinationFields, membersOf, NEW } from "../streams/form.js";
import { t } from "../texts.js";
import { Button, ButtonLink, Field, Page, Trouble } from "../ui.js";

// A new stream, Direct PUT to S3.
export default function NewStream() {
    const [name, setName] = useState("");
    const [values, setValues] = useState(NEW);
    const { run, isBusy, error } = useAction(async () => {
        await firehose("CreateDeliveryStream", {
            DeliveryStreamName: name.trim(),
            DeliveryStreamType: "DirectPut",
            ExtendedS3DestinationConfiguration: membersOf(values, { isNew: true }),
        });
        go(href("streams", name.trim()));
    });
    const submit = event => {
        event.preventDefault();
        run();
    };
    return h(Page, { title: t("streams.create"), trail: [[t("streams.title"), href("streams")]] },
        h("p", { class: "quiet" }, t("create.lead")),
        h("form", { onSubmit: submit },
            h("div", { class: "narrow" }, h(Field, { label: t("create.name"), hint: t("create.nameHint") },
                h("input", { required: true, maxLength: 64, pattern: "[a-zA-Z0-9_.\\-]+", spellcheck: false, value: name,
                    onInput: event => setName(event.target.value) }))),
            h(DestinationFields, { values, setValues }),
            h(Trouble, { error }),
            h("div", { class: "actions" },
                h(Button, { type: "submit", busy: isBusy }, t("create.do")),
                h(ButtonLink, { kind: "secondary outline", href: href("streams") }, t("do.cancel")))));
}
