import { AwsError, firehose, hydrant, s3, s3Xml } from "../aws.js";
import { children, members, text } from "../xml.js";
import { isOfBackup, lacking, logsOf, metadataOf, proofs } from "./log-proof.js";

// Looks for a stream's objects with the caller's own rights and holds their positions against one another.

const AT_ONCE = 8;

// Answers the stream's own finding and its backup's, if it has one: each { bucket, waiting, expired, all, lacking,
// unreadable }. `told` gets { listed, looked, objects } as it goes on.
export async function prove(stream, { signal, told }) {
    const before = await known(stream, signal);
    const description = (await firehose("DescribeDeliveryStream", { DeliveryStreamName: stream }, { signal })).DeliveryStreamDescription;
    const bucket = description.Destinations[0].ExtendedS3DestinationDescription.BucketARN.split(":").pop();
    const search = { stream, signal, told, progress: { listed: 0, looked: 0, objects: 0 } };
    const own = await ofOne(search, before, bucket, { isBackup: false });
    const backup = before.backup && await ofOne(search, before, before.backup.place, { isBackup: true });
    return [own, backup].filter(Boolean);
}

async function ofOne(search, stream, bucket, { isBackup }) {
    const before = isBackup ? stream.backup : stream;
    const found = { objects: [], unreadable: [] };
    const isWanted = object => isOfBackup(object.log) === isBackup;
    const weighed = async () => {
        const now = await known(search.stream, search.signal);
        const after = isBackup ? now.backup ?? {} : now;
        const own = logsOf(now, isBackup);
        const all = proofs(found.objects, { own, processed: !isBackup && Boolean(after.processed) });
        return { isBackup, bucket, waiting: after.backlogRecords, expired: after.expired, all,
            lacking: lacking(all, own, before.deliveredRecords), unreadable: found.unreadable };
    };
    await lookInto(bucket, search, found, isWanted);
    const first = await weighed();
    if (first.lacking === 0) {
        return first;
    }
    // The destination may have been another bucket once. What may not be seen stays lacking.
    for (const other of await otherBuckets(bucket, search)) {
        try {
            await lookInto(other, search, found, isWanted);
        } catch (error) {
            if (error.name === "AbortError") {
                throw error;
            }
        }
    }
    return weighed();
}

async function otherBuckets(bucket, { signal }) {
    try {
        const root = await s3Xml({ signal, action: "s3:ListAllMyBuckets" });
        return members(root, "Buckets", "Bucket").map(each => text(each, "Name")).filter(name => name !== bucket);
    } catch (error) {
        if (error.name === "AbortError") {
            throw error;
        }
        return [];
    }
}

async function known(stream, signal) {
    const answer = await hydrant("status", { query: { stream, fresh: true }, signal, action: "firehose:DescribeDeliveryStream" });
    if (!answer.streams[0]) {
        throw new AwsError("ResourceNotFoundException", stream, 400, "firehose:DescribeDeliveryStream");
    }
    return answer.streams[0];
}

async function lookInto(bucket, { stream, signal, told, progress }, found, isWanted) {
    let token;
    do {
        const page = await s3Xml({ bucket, signal, action: "s3:ListBucket",
            query: { "list-type": 2, "encoding-type": "url", "continuation-token": token } });
        const keys = children(page, "Contents").map(each => decodeURIComponent(text(each, "Key").replaceAll("+", " ")));
        progress.listed += keys.length;
        await together(keys.filter(key => key.includes(stream + "-")), async key => {
            const address = `s3://${bucket}/${key}`;
            try {
                const object = metadataOf((await s3({ method: "HEAD", bucket, key, signal, action: "s3:GetObject" })).headers, address);
                if (object?.stream === stream && isWanted(object)) {
                    found.objects.push(object);
                    progress.objects++;
                }
            } catch (error) {
                if (error.name === "AbortError") {
                    throw error;
                }
                found.unreadable.push({ address, reason: `${error.code ?? ""} ${error.message}`.trim() });
            }
            progress.looked++;
            told({ ...progress });
        });
        told({ ...progress });
        token = text(page, "NextContinuationToken");
    } while (token);
}

async function together(items, act) {
    let next = 0;
    const lane = async () => {
        while (next < items.length) {
            await act(items[next++]);
        }
    };
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, lane));
}
