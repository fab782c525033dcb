import { h } from "preact";
import { ago, t } from "../texts.js";
import { Command, Notice, shellWord } from "../ui.js";

// By what an error's code begins with: the text that says why, and how keys of error objects spell it.
const CAUSES = new Map([
    ["Lambda", { cause: "processing.cause.function", type: "processing-failed" }],
    ["DynamicPartitioning", { cause: "processing.cause.keys", type: "processing-failed" }],
    ["Decompression", { cause: "processing.cause.format", type: "decompression-failed" }],
    ["DataFormatConversion", { cause: "processing.cause.table", type: "format-conversion-failed" }],
    ["CloudWatchLogProcessing", { cause: "processing.cause.format", type: "decompression-failed" }],
]);
const OTHER = { cause: "processing.cause.other", type: "processing-failed" };

// Of records that could not be processed: the last failure since the server started, in the server's words, what to
// do, and the command that looks at all of them. `description` is the stream's, once known.
export function ProcessingFailure({ stream, description }) {
    const failure = stream.processed?.lastFailure;
    if (!failure) {
        return null;
    }
    const { cause, type } = CAUSES.get(failure.code.split(".", 1)[0]) ?? OTHER;
    return h(Notice, { kind: "warn" },
        h("p", null, h("strong", null, t("processing.failed")), " ", t("processing.last", { ago: ago(failure.time) })),
        h("p", { class: "words" }, h("code", null, failure.code), " ", failure.message),
        h("p", null, t(cause), " ", t("processing.next")),
        description && h(Command, { command: redrive(stream.name, description, type) }));
}

function redrive(name, description, type) {
    const destination = description.Destinations?.[0]?.ExtendedS3DestinationDescription ?? {};
    const address = `s3://${destination.BucketARN?.split(":").pop()}/${errorsBegin(destination, type)}`;
    return `hydrant redrive ${shellWord(address)} --stream ${name} --dry-run`;
}

// What keys of error objects begin with, as far as it is the same for all of them.
function errorsBegin({ Prefix = "", ErrorOutputPrefix = "" }, type) {
    return ErrorOutputPrefix === ""
        ? `${Prefix}${type}/`
        : ErrorOutputPrefix.replaceAll("!{firehose:error-output-type}", type).split("!{", 1)[0];
}
