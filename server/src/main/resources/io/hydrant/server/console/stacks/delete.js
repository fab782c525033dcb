import { h } from "preact";
import { useState } from "preact/hooks";
import { hydrant } from "../aws.js";
import { useAction, useAnswer } from "../hooks.js";
import { versions } from "../objects/store.js";
import { t, tn, tx } from "../texts.js";
import { Button, Command, Dialog, Field, Loading, Notice, Trouble } from "../ui.js";
import { remove, resources } from "./cloudformation.js";

const COUNTED = 1000;

// Says what goes down with a stack, and deletes it once its name is typed.
export function DeleteStack({ stack, close, done }) {
    const { value, error } = useAnswer(signal => losses(stack.id, signal), [stack.id]);
    const [typed, setTyped] = useState("");
    const action = useAction(async () => {
        await remove(stack.id);
        done();
    });
    const submit = event => {
        event.preventDefault();
        if (typed === stack.name) {
            action.run();
        }
    };
    const isFull = value?.some(one => one.type === "bucket" && one.count > 0);
    return h(Dialog, { title: t("stack.delete", { name: stack.name }), close },
        h("form", { onSubmit: submit },
            h(Trouble, { error }),
            !value && !error && h(Loading),
            value && h("div", null,
                h("p", null, t("stack.deleteMeans")),
                h("ul", null, value.map(one => h("li", { key: one.id }, h(Loss, { one })))),
                isFull && h(Notice, { kind: "warn" }, h("p", null, t("stack.deleteFull")),
                    h(Command, { command: `hydrant delete --stack ${stack.name} --empty-buckets` }))),
            stack.isProtected && h(Notice, { kind: "warn" }, h("p", null, t("stack.isProtected"))),
            h(Field, { label: t("do.typeName", { name: stack.name }) },
                h("input", { value: typed, autocomplete: "off", spellcheck: false, onInput: event => setTyped(event.target.value) })),
            h(Trouble, { error: action.error }),
            h("footer", null,
                h(Button, { kind: "secondary outline", onClick: close }, t("do.cancel")),
                h(Button, { type: "submit", kind: "danger", busy: action.isBusy, disabled: typed !== stack.name }, t("do.delete")))));
}

function Loss({ one }) {
    const id = h("code", null, one.id);
    if (one.type === "bucket") {
        return one.count === undefined ? tx("stack.losesBucket", { id })
            : tx("stack.losesObjects", { id, objects: (one.isMore ? "> " : "") + tn("stack.objects", one.count) });
    }
    if (one.type === "stream") {
        return one.records === undefined ? tx("stack.losesStream", { id })
            : tx("stack.losesRecords", { id, records: tn("stack.records", one.records) });
    }
    return tx("stack.losesOther", { id, type: one.kind });
}

// What the caller may not see is not counted.
async function losses(stackId, signal) {
    const found = (await resources(stackId, signal)).filter(one => one.physicalId && one.status !== "DELETE_COMPLETE");
    const streams = found.some(one => one.type === "AWS::KinesisFirehose::DeliveryStream") ? await backlogs(signal) : {};
    return Promise.all(found.map(async one => {
        if (one.type === "AWS::S3::Bucket") {
            return { type: "bucket", id: one.physicalId, ...(await countOf(one.physicalId, signal)) };
        }
        if (one.type === "AWS::KinesisFirehose::DeliveryStream") {
            return { type: "stream", id: one.physicalId, records: streams[one.physicalId] };
        }
        return { type: "other", id: one.physicalId, kind: one.type };
    }));
}

async function countOf(bucket, signal) {
    try {
        const page = await versions(bucket, { count: COUNTED, signal });
        return { count: page.versions.length, isMore: Boolean(page.next) };
    } catch (trouble) {
        if (trouble.name === "AbortError") {
            throw trouble;
        }
        return {};
    }
}

async function backlogs(signal) {
    try {
        const { streams } = await hydrant("status", { signal });
        return Object.fromEntries(streams.map(one => [one.name, one.backlogRecords]));
    } catch (trouble) {
        if (trouble.name === "AbortError") {
            throw trouble;
        }
        return {};
    }
}
