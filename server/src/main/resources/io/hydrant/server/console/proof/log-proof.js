// The proof that every record of a log is in exactly one object, or what speaks against it, from the objects' metadata
// alone: as `hydrant verify` has it (LogProof in the program). An object is { address, log, first, last, records,
// partition }; a finding is { kind: "missing" | "twice" | "wrongCount" | "notGivenUp", first, last, address, other }.

const PROCESSED = ".processed";
const BACKUP = ".backup";

export const isOfBackup = log => log.endsWith(BACKUP);

// An object's metadata as S3's headers have it; undefined when Hydrant did not write the object.
export function metadataOf(headers, address) {
    const stream = headers.get("x-amz-meta-hydrant-stream");
    const numberOf = name => Number(headers.get("x-amz-meta-hydrant-" + name) ?? NaN);
    const object = {
        address,
        stream,
        log: headers.get("x-amz-meta-hydrant-log"),
        first: numberOf("first-position"),
        last: numberOf("last-position"),
        records: numberOf("records"),
        partition: headers.get("x-amz-meta-hydrant-partition") ?? "",
    };
    const isWhole = stream && object.log && [object.first, object.last, object.records].every(Number.isSafeInteger);
    return isWhole ? object : undefined;
}

// The logs of a stream, or of its backup, as the status page tells of them: one, or one for each shard. Each is
// { log, from, expired }: its objects begin at `from`, and `expired` of it was given up.
export function logsOf(stream, isBackup) {
    return (stream.shards ?? [stream]).map(each => {
        const told = isBackup ? each.backup ?? {} : each;
        return { log: isBackup ? each.log + BACKUP : each.log, from: told.fromPosition, expired: told.expired };
    });
}

// The proof of each log that the objects name. `own` are the stream's logs; `processed` says whether their records
// were processed.
export function proofs(objects, { own, processed }) {
    const byLog = new Map();
    for (const object of objects) {
        byLog.has(object.log) ? byLog.get(object.log).push(object) : byLog.set(object.log, [object]);
    }
    return [...byLog.keys()].sort().map(each => {
        const its = byLog.get(each).sort((a, b) => a.first - b.first);
        const known = own.find(one => one.log === each);
        const isDivided = each.endsWith(PROCESSED) || (known && processed) || byLog.has(each + PROCESSED);
        if (isDivided) {
            return ofParts(each, its);
        }
        // What came before in a log of somebody else may be in another bucket, or gone with a stream that was deleted.
        return known ? ofWhole(each, its, known.from ?? 0, known.expired) : ofWhole(each, its, its[0].first, undefined);
    });
}

// How many records the server delivered that no object holds.
export function lacking(all, own, delivered) {
    const found = all.filter(proof => own.some(({ log }) => proof.log === log || proof.log === log + PROCESSED));
    return Math.max(0, (delivered ?? 0) - found.reduce((sum, proof) => sum + proof.records, 0));
}

function ofWhole(log, objects, from, expired) {
    const findings = [];
    const gaps = givenUp(expired);
    let end = from;
    let endAddress = "";
    for (const object of objects) {
        if (object.records !== object.last - object.first + 1) {
            findings.push({ kind: "wrongCount", first: object.first, last: object.last, address: object.address });
        }
        for (const range of expired?.ranges ?? []) {
            const first = Math.max(range.first, object.first);
            const last = Math.min(range.last, object.last);
            if (first <= last && !range.mayBeStored) {
                findings.push({ kind: "notGivenUp", first, last, address: object.address });
            }
        }
        if (object.first > end) {
            gaps(end, object.first - 1).forEach(range => findings.push({ kind: "missing", ...range, address: object.address }));
        } else if (object.first < end) {
            findings.push({ kind: "twice", first: object.first, last: Math.min(end - 1, object.last), address: endAddress, other: object.address });
        }
        if (object.last >= end) {
            end = object.last + 1;
            endAddress = object.address;
        }
    }
    return { log, objects: objects.length, records: sumOf(objects), end, findings };
}

// Of objects between which others lie, or nothing: of each partition none may overlap.
function ofParts(log, objects) {
    const findings = [];
    const lastOfEach = new Map();
    let end = 0;
    for (const object of objects) {
        if (object.records > object.last - object.first + 1) {
            findings.push({ kind: "wrongCount", first: object.first, last: object.last, address: object.address });
        }
        const before = lastOfEach.get(object.partition);
        if (before && object.first <= before.last) {
            findings.push({ kind: "twice", first: object.first, last: Math.min(before.last, object.last), address: before.address, other: object.address });
        }
        if (!before || object.last > before.last) {
            lastOfEach.set(object.partition, object);
        }
        end = Math.max(end, object.last + 1);
    }
    return { log, objects: objects.length, records: sumOf(objects), end, findings };
}

function sumOf(objects) {
    return objects.reduce((sum, object) => sum + object.records, 0);
}

// What is missing of a gap: not what was given up. Of what was only counted, as many are taken for given up.
function givenUp(expired) {
    let unlistedLeft = expired?.unlistedRecords ?? 0;
    const before = expired?.unlistedBefore ?? 0;
    const unless = (first, last, missing) => {
        const unlisted = Math.max(0, Math.min(Math.min(last + 1, before) - first, unlistedLeft));
        unlistedLeft -= unlisted;
        if (first + unlisted <= last) {
            missing.push({ first: first + unlisted, last });
        }
    };
    return (first, last) => {
        const missing = [];
        let next = first;
        for (const range of expired?.ranges ?? []) {
            if (range.last >= next && range.first <= last) {
                unless(next, range.first - 1, missing);
                next = range.last + 1;
            }
        }
        unless(next, last, missing);
        return missing;
    };
}
