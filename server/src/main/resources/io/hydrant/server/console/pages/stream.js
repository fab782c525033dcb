import { h } from "preact";
import { useState } from "preact/hooks";
import { firehose, hydrant } from "../aws.js";
import { useAction, useAnswer, useEvery } from "../hooks.js";
import { href } from "../router.js";
import { Charts } from "../streams/charts.js";
import { Configuration } from "../streams/configuration.js";
import { DeleteStream } from "../streams/delete.js";
import { Live } from "../streams/live.js";
import { Tags } from "../streams/tags.js";
import { health } from "../streams/status.js";
import { t } from "../texts.js";
import { Badge, Button, ButtonLink, Empty, Loading, Page, Say, Trouble } from "../ui.js";

// One delivery stream: what happens in it now, what happened, and how it is set up.
export default function Stream({ parameters: { name } }) {
    const [status, setStatus] = useState();
    const [error, setError] = useState();
    const described = useAnswer(async signal =>
        (await firehose("DescribeDeliveryStream", { DeliveryStreamName: name }, { signal })).DeliveryStreamDescription, [name]);
    useEvery(1, async signal => {
        try {
            const answer = await hydrant("status", { query: { stream: name }, signal, action: "firehose:DescribeDeliveryStream" });
            setStatus(answer.streams[0] ?? null);
            setError(undefined);
        } catch (trouble) {
            setError(trouble);
        }
    }, [name]);
    const [isDeleting, setDeleting] = useState(false);
    const [said, setSaid] = useState("");
    const flush = useAction(async () => {
        await hydrant("streams/flush", { method: "POST", query: { stream: name }, action: "hydrant:FlushDeliveryStream" });
        setSaid(t("flush.done"));
    });
    const isUnseen = !status && described.error;
    const trail = [[t("streams.title"), href("streams")]];
    if (isUnseen) {
        const isDenied = Boolean(described.error.denied); // and may send all the same
        return h(Page, { title: name, trail, actions: isDenied && h(ButtonLink, { href: href("streams", name, "send") }, t("send.do")) },
            described.error.code === "ResourceNotFoundException"
            ? h(Empty, { title: t("stream.none"), actions: h(ButtonLink, { href: href("streams") }, t("lost.home")) })
            : h(Trouble, { error: described.error, retry: described.reload }));
    }
    return h(Page, { title: name, trail, actions: [
            h(ButtonLink, { key: "send", href: href("streams", name, "send") }, t("send.do")),
            h(Button, { key: "flush", kind: "secondary", onClick: () => flush.run(), busy: flush.isBusy, title: t("flush.hint") }, t("flush.do")),
            h(ButtonLink, { key: "edit", kind: "secondary outline", href: href("streams", name, "edit") }, t("edit.do")),
            h(Button, { key: "delete", kind: "danger outline", onClick: () => setDeleting(true) }, t("delete.do"))] },
        h(Say, null, said),
        h(Trouble, { error: flush.error }),
        h(Trouble, { error: error ?? described.error }),
        !status && !error && h(Loading),
        status && h("p", { class: "state-line" },
            h(Badge, { kind: health(status) }, status.nobody ? t("stream.nobody") : status.stopped ? t("stream.stopped") : status.status), " ",
            status.node && h("span", { class: "quiet" }, t("stream.by", { node: status.node }), " "),
            described.value && h(Source, { description: described.value })),
        status && h(Live, { stream: status, description: described.value }),
        h(Charts, { name, isShared: Boolean(status?.node || status?.nobody) }),
        described.value && h(Configuration, { description: described.value }),
        h(Tags, { name }),
        isDeleting && h(DeleteStream, { name, status, close: () => setDeleting(false) }));
}

function Source({ description }) {
    const bucket = description.Destinations?.[0]?.ExtendedS3DestinationDescription?.BucketARN?.split(":").pop();
    return h("span", { class: "quiet" }, t("stream.from", { source: description.DeliveryStreamType }), " → ",
        bucket ? h("a", { href: href("objects", bucket) }, "s3://" + bucket) : t("stream.otherDestination"));
}
