import { h } from "preact";
import { useState } from "preact/hooks";
import { firehose } from "../aws.js";
import { useAction, useAnswer } from "../hooks.js";
import { go, href } from "../router.js";
import { DestinationFields, membersOf, valuesOf } from "../streams/form.js";
import { t } from "../texts.js";
import { Button, ButtonLink, Field, Loading, Notice, Page, Trouble } from "../ui.js";

// Changes a stream's destination: the usual fields, or all of it as JSON.
export default function EditStream({ parameters: { name } }) {
    const { value, error } = useAnswer(async signal =>
        (await firehose("DescribeDeliveryStream", { DeliveryStreamName: name }, { signal })).DeliveryStreamDescription, [name]);
    return h(Page, { title: t("edit.title"), trail: [[t("streams.title"), href("streams")], [name, href("streams", name)]] },
        h(Trouble, { error }),
        !value && !error && h(Loading),
        value && h(Edit, { name, description: value }));
}

function Edit({ name, description }) {
    const destination = description.Destinations[0];
    const s3 = destination.ExtendedS3DestinationDescription;
    const before = s3 && valuesOf(s3);
    const [values, setValues] = useState(before);
    const [json, setJson] = useState(s3 ? undefined : "{}");
    const { run, isBusy, error } = useAction(async () => {
        await firehose("UpdateDestination", {
            DeliveryStreamName: name,
            CurrentDeliveryStreamVersionId: description.VersionId,
            DestinationId: destination.DestinationId,
            ExtendedS3DestinationUpdate: json === undefined ? changed(before, values) : JSON.parse(json),
        });
        go(href("streams", name));
    });
    const submit = event => {
        event.preventDefault();
        run();
    };
    const toJson = () => setJson(JSON.stringify(updateOf({ ...s3, ...membersOf(values, { isNew: false }) }), null, 2));
    return h("form", { onSubmit: submit },
        json === undefined
            ? h(DestinationFields, { values, setValues })
            : h(Field, { label: t("edit.json"), hint: t("edit.jsonHint") },
                h("textarea", { rows: 24, spellcheck: false, value: json, onInput: event => setJson(event.target.value) })),
        h("p", null, json === undefined
            ? h(Button, { kind: "link", onClick: toJson }, t("edit.toJson"))
            : s3 && h(Button, { kind: "link", onClick: () => setJson(undefined) }, t("edit.toFields"))),
        h(Notice, null, h("p", null, t("edit.when"))),
        error instanceof SyntaxError
            ? h(Notice, { kind: "bad", role: "alert" }, h("p", null, t("edit.notJson")), h("p", { class: "words" }, error.message))
            : h(Trouble, { error }),
        h("div", { class: "actions" },
            h(Button, { type: "submit", busy: isBusy }, t("edit.save")),
            h(ButtonLink, { kind: "secondary outline", href: href("streams", name) }, t("do.cancel"))));
}

// Of the fields, those that were changed; both hints go together.
function changed(before, values) {
    const was = membersOf(before, { isNew: false });
    const is = membersOf(values, { isNew: false });
    return Object.fromEntries(Object.entries(is).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(was[name])));
}

// What a description shows, in the shape of an update.
function updateOf(s3) {
    const { S3BackupDescription: backup, ...rest } = s3;
    return backup ? { ...rest, S3BackupUpdate: backup } : rest;
}
