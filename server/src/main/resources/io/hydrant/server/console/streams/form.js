import { h } from "preact";
import { query, s3Xml } from "../aws.js";
import { useAnswer } from "../hooks.js";
import { t } from "../texts.js";
import { Field } from "../ui.js";
import { members, text } from "../xml.js";

// The fields that most streams need, for a new stream and for changing one. Limits are AWS's; what is wrong beyond
// them the server says in AWS's words.

export const COMPRESSIONS = ["UNCOMPRESSED", "GZIP", "ZIP", "Snappy", "HADOOP_SNAPPY"];

export const NEW = {
    bucket: "", role: "", prefix: "", errorPrefix: "", sizeMiB: "5", seconds: "300", compression: "UNCOMPRESSED", zone: "UTC",
};

// What a described destination has in those fields.
export function valuesOf(s3) {
    return {
        bucket: s3.BucketARN.split(":").pop(),
        role: s3.RoleARN,
        prefix: s3.Prefix ?? "",
        errorPrefix: s3.ErrorOutputPrefix ?? "",
        sizeMiB: String(s3.BufferingHints.SizeInMBs),
        seconds: String(s3.BufferingHints.IntervalInSeconds),
        compression: s3.CompressionFormat ?? "UNCOMPRESSED",
        zone: s3.CustomTimeZone ?? "UTC",
    };
}

// The members of a request that the fields stand for. An empty prefix is sent too: it takes one away.
export function membersOf(values, { isNew }) {
    const withText = (name, value) => (isNew && !value ? {} : { [name]: value });
    return {
        BucketARN: "arn:aws:s3:::" + values.bucket.trim(),
        RoleARN: values.role.trim(),
        ...withText("Prefix", values.prefix),
        ...withText("ErrorOutputPrefix", values.errorPrefix),
        BufferingHints: { SizeInMBs: Number(values.sizeMiB), IntervalInSeconds: Number(values.seconds) },
        CompressionFormat: values.compression,
        CustomTimeZone: values.zone.trim() || "UTC",
    };
}

export function DestinationFields({ values, setValues }) {
    const set = name => event => setValues({ ...values, [name]: event.target.value });
    const buckets = useAnswer(signal => s3Xml({ signal, action: "s3:ListAllMyBuckets" }).then(root =>
        members(root, "Buckets", "Bucket").map(bucket => text(bucket, "Name"))));
    const roles = useAnswer(signal => query("iam", "ListRoles", { MaxItems: 1000 }, { signal }).then(root =>
        members(root, "Roles").map(role => text(role, "Arn"))));
    const zones = Intl.supportedValuesOf ? Intl.supportedValuesOf("timeZone") : [];
    return h("div", null,
        h("div", { class: "fields" },
            h(Choice, { label: t("form.bucket"), hint: buckets.value ? undefined : t("form.bucketTyped"), value: values.bucket,
                options: buckets.value, set: set("bucket"), placeholder: "my-bucket" }),
            h(Choice, { label: t("form.role"), hint: roles.value ? t("form.roleHint") : t("form.roleTyped"), value: values.role,
                options: roles.value, set: set("role"), shown: arn => arn.split("/").pop(), placeholder: "arn:aws:iam::000000000000:role/…" })),
        h("div", { class: "fields" },
            h(Field, { label: t("form.size"), hint: t("form.sizeHint") },
                h("input", { type: "number", min: 1, max: 128, required: true, value: values.sizeMiB, onInput: set("sizeMiB") })),
            h(Field, { label: t("form.seconds"), hint: t("form.secondsHint") },
                h("input", { type: "number", min: 0, max: 900, required: true, value: values.seconds, onInput: set("seconds") })),
            h(Field, { label: t("form.compression") },
                h("select", { value: values.compression, onChange: set("compression") },
                    COMPRESSIONS.map(name => h("option", { key: name, value: name, selected: name === values.compression }, name)))),
            h(Field, { label: t("form.zone"), hint: t("form.zoneHint") },
                h("input", { value: values.zone, list: "zones", onInput: set("zone") }))),
        h("datalist", { id: "zones" }, zones.map(zone => h("option", { key: zone, value: zone }))),
        h("div", { class: "fields" },
            h(Field, { label: t("form.prefix"), hint: t("form.prefixHint") },
                h("input", { maxLength: 1024, value: values.prefix, spellcheck: false, onInput: set("prefix") })),
            h(Field, { label: t("form.errorPrefix"), hint: t("form.errorPrefixHint") },
                h("input", { maxLength: 1024, value: values.errorPrefix, spellcheck: false, onInput: set("errorPrefix") }))));
}

// A list to choose from, when it may be seen and has something; else a field.
function Choice({ label, hint, value, options, set, shown = text => text, placeholder }) {
    if (!options?.length) {
        return h(Field, { label, hint }, h("input", { required: true, value, placeholder, spellcheck: false, onInput: set }));
    }
    const all = value && !options.includes(value) ? [value, ...options] : options;
    return h(Field, { label, hint },
        h("select", { required: true, value, onChange: set },
            h("option", { value: "", selected: !value }, t("form.choose")),
            all.map(option => h("option", { key: option, value: option, selected: option === value }, shown(option)))));
}
