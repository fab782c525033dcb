import { h } from "preact";
import { useState } from "preact/hooks";
import { firehose } from "../aws.js";
import { useAction } from "../hooks.js";
import { go, href } from "../router.js";
import { bytes, t, tn } from "../texts.js";
import { Button, Dialog, Field, Notice, Trouble } from "../ui.js";

// Deletes a stream once its name is typed; says what is lost with it.
export function DeleteStream({ name, status, close }) {
    const [typed, setTyped] = useState("");
    const { run, isBusy, error } = useAction(async () => {
        await firehose("DeleteDeliveryStream", { DeliveryStreamName: name });
        go(href("streams"));
    });
    const submit = event => {
        event.preventDefault();
        run();
    };
    const waiting = status?.backlogRecords ?? 0;
    return h(Dialog, { title: t("delete.title", { name }), close },
        h("form", { onSubmit: submit },
            waiting > 0
                ? h(Notice, { kind: "bad" }, h("p", null, tn("delete.loses", waiting, { bytes: bytes(status.backlogBytes) })), h("p", null, t("delete.flushFirst")))
                : h("p", null, t("delete.losesNothing")),
            h("p", null, t("delete.keeps")),
            h(Field, { label: t("delete.type", { name }) },
                h("input", { value: typed, autocomplete: "off", spellcheck: false, onInput: event => setTyped(event.target.value) })),
            h(Trouble, { error }),
            h("footer", null,
                h(Button, { kind: "secondary outline", onClick: close }, t("do.cancel")),
                h(Button, { type: "submit", kind: "danger", busy: isBusy, disabled: isBusy || typed !== name }, t("delete.do")))));
}
