import { h } from "preact";
import { useState } from "preact/hooks";
import { bytes, duration, t, time } from "../texts.js";
import { Copy, Facts, Section } from "../ui.js";
import { snippet } from "./snippet.js";

// What converted records are written as; nothing of a stream that writes them as they are.
function format(conversion) {
    const { DatabaseName, TableName } = conversion?.SchemaConfiguration ?? {};
    const serializer = conversion?.OutputFormatConfiguration?.Serializer;
    return serializer && conversion.Enabled !== false
        ? t("config.formatOf", { format: serializer.OrcSerDe ? "ORC" : "Parquet", table: `${DatabaseName}.${TableName}` })
        : undefined;
}

// How the stream is set up: the facts, and the whole as JSON or for a template.
export function Configuration({ description }) {
    const [shape, setShape] = useState("json");
    const s3 = description.Destinations?.[0]?.ExtendedS3DestinationDescription ?? {};
    const kmsKey = s3.EncryptionConfiguration?.KMSEncryptionConfig?.AWSKMSKeyARN;
    const text = shape === "json" ? JSON.stringify(description, null, 2) : snippet(description);
    return h(Section, { title: t("config.title") },
        h(Facts, { facts: [
            [t("config.bucket"), s3.BucketARN],
            [t("config.role"), s3.RoleARN],
            [t("config.prefix"), s3.Prefix && h("code", null, s3.Prefix)],
            [t("config.errorPrefix"), s3.ErrorOutputPrefix && h("code", null, s3.ErrorOutputPrefix)],
            [t("config.hints"), s3.BufferingHints && t("stream.hints", {
                size: bytes(s3.BufferingHints.SizeInMBs * 1024 * 1024), interval: duration(s3.BufferingHints.IntervalInSeconds) })],
            [t("config.compression"), s3.CompressionFormat],
            [t("config.encryption"), kmsKey && h("code", null, kmsKey)],
            [t("config.format"), format(s3.DataFormatConversionConfiguration)],
            [t("config.zone"), s3.CustomTimeZone],
            [t("config.created"), description.CreateTimestamp && time(description.CreateTimestamp * 1000)],
            [t("config.version"), description.VersionId],
            ["ARN", description.DeliveryStreamARN],
        ] }),
        h("details", null,
            h("summary", null, t("config.whole")),
            h("div", { class: "code-head" },
                h("div", { role: "group", "aria-label": t("config.shape"), class: "switch" },
                    [["json", "JSON"], ["yaml", "CloudFormation (YAML)"]].map(([name, label]) => h("button", {
                        key: name, type: "button", class: "small " + (shape === name ? "" : "secondary outline"),
                        "aria-pressed": shape === name ? "true" : "false", onClick: () => setShape(name) }, label))),
                h(Copy, { text, label: t("config.copy") })),
            h("pre", { tabIndex: 0, role: "region", "aria-label": t("config.whole") }, h("code", null, text))));
}
