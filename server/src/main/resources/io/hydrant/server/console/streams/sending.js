import { firehose, hydrant } from "../aws.js";
import { bytesOf } from "../sha256.js";

// Sends records one by one or in batches, and then watches until the server has delivered what it held then.

// AWS's limits of a batch, of which a request's text has a third more.
const BATCH_RECORDS = 500;
const BATCH_BYTES = 4_000_000;
export const RECORD_BYTES = 1_024_000;

// Lines as records, without the empty ones; each ends its line, if that is wished.
export function recordsOf(text, { withLineEnds }) {
    return text.split(/\r?\n/).filter(line => line !== "").map(line => bytesOf(withLineEnds ? line + "\n" : line));
}

// `everyMillis` 0 sends batches. `told` gets { sent, lastId } after each answer.
export async function sendAll(stream, records, { everyMillis, signal, told }) {
    if (everyMillis > 0) {
        for (let sent = 0; sent < records.length; sent++) {
            const next = performance.now() + everyMillis;
            const answer = await firehose("PutRecord", { DeliveryStreamName: stream, Record: { Data: base64(records[sent]) } }, { signal });
            told({ sent: sent + 1, lastId: answer.RecordId });
            if (sent + 1 < records.length) {
                await pause(next - performance.now(), signal);
            }
        }
        return;
    }
    for (let start = 0; start < records.length;) {
        const batch = batchFrom(records, start);
        let left = batch;
        while (left.length > 0) {
            const answer = await firehose("PutRecordBatch", { DeliveryStreamName: stream, Records: left.map(data => ({ Data: base64(data) })) }, { signal });
            const refused = left.filter((_, i) => answer.RequestResponses[i].ErrorCode);
            const taken = answer.RequestResponses.filter(each => each.RecordId);
            told({ sent: start + batch.length - refused.length, lastId: taken[taken.length - 1]?.RecordId });
            if (refused.length > 0) {
                await pause(500, signal);
            }
            left = refused;
        }
        start += batch.length;
    }
}

function batchFrom(records, start) {
    let end = start;
    let size = 0;
    while (end < records.length && end - start < BATCH_RECORDS && size + records[end].length <= BATCH_BYTES) {
        size += records[end++].length;
    }
    return records.slice(start, Math.max(end, start + 1));
}

// How many records the stream has let go of, and how many it has taken in all; undefined while the server does not know.
export function passage(status) {
    if (status?.deliveredRecords === undefined) {
        return undefined;
    }
    const passed = status.deliveredRecords + (status.expired?.records ?? 0) + (status.processed?.dropped ?? 0);
    return { passed, taken: passed + status.backlogRecords };
}

export async function statusOf(stream, signal) {
    return (await hydrant("status", { query: { stream }, signal, action: "firehose:DescribeDeliveryStream" })).streams[0];
}

function base64(bytes) {
    let text = "";
    for (let at = 0; at < bytes.length; at += 0x8000) {
        text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
    }
    return btoa(text);
}

function pause(millis, signal) {
    return new Promise((resolve, reject) => {
        const timer = setTimeout(resolve, Math.max(0, millis));
        signal.addEventListener("abort", () => {
            clearTimeout(timer);
            reject(new DOMException("Stopped", "AbortError"));
        }, { once: true });
    });
}
