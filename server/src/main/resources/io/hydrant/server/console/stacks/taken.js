import { h } from "preact";
import { useAnswer } from "../hooks.js";
import { href } from "../router.js";
import { t, tx } from "../texts.js";
import { Notice } from "../ui.js";
import { ownerOf } from "./cloudformation.js";

// The properties that give resources their names.
const NAMED_BY = {
    "AWS::S3::Bucket": "BucketName",
    "AWS::KinesisFirehose::DeliveryStream": "DeliveryStreamName",
    "AWS::IAM::Role": "RoleName",
    "AWS::IAM::User": "UserName",
    "AWS::IAM::Group": "GroupName",
    "AWS::IAM::ManagedPolicy": "ManagedPolicyName",
};

// What to do about a name that a resource was to have, and that something else has.
export function Taken({ events, stack }) {
    const name = nameIn(events);
    return name ? h(Advice, { key: name, name, stack }) : null;
}

function nameIn(events) {
    const failure = events.find(one => one.status.endsWith("_FAILED") && one.reason?.includes("already exists"));
    try {
        return failure && JSON.parse(failure.properties ?? "null")?.[NAMED_BY[failure.type]];
    } catch {
        return undefined;
    }
}

function Advice({ name, stack }) {
    const { value } = useAnswer(async signal => ({ owner: await ownerOf(name, signal) }), [name]);
    if (!value) {
        return null;
    }
    const parameters = stack.parameters.filter(([, given]) => given.length > 2 && name.includes(given)).map(([key]) => key);
    const owner = value.owner !== stack.name && value.owner;
    return h(Notice, { kind: "warn" },
        h("p", null, owner
            ? tx("stack.nameOfStack", { name: h("code", null, name), stack: h("a", { href: href("stacks", owner) }, owner) })
            : tx("stack.nameOfNone", { name: h("code", null, name) }), " ",
            parameters.length > 0 ? t("stack.nameByParameter", { parameters: parameters.join(", ") }) : t("stack.nameByTemplate"), " ",
            stack.status === "ROLLBACK_COMPLETE" && t("stack.nameDeleteFirst")));
}
