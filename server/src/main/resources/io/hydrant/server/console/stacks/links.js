import { h } from "preact";
import { href } from "../router.js";
import { t } from "../texts.js";
import { Badge } from "../ui.js";
import { standOf } from "./cloudformation.js";

// The page of a resource, for those that have one.
export function ResourceLink({ type, id }) {
    if (!id) {
        return null;
    }
    const page = {
        "AWS::KinesisFirehose::DeliveryStream": ["streams", id],
        "AWS::S3::Bucket": ["objects", id],
        "AWS::IAM::Role": ["access", "roles", id],
        "AWS::IAM::User": ["access", "users", id],
        "AWS::IAM::ManagedPolicy": ["access", "policies", id],
    }[type];
    return page ? h("a", { href: href(...page) }, id) : h("span", null, id);
}

// What a change set is at, in words.
export function Stand({ of }) {
    const { word, kind } = standOf(of);
    return h(Badge, { kind }, t("changes.stand." + word));
}
