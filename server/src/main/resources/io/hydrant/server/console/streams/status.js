// What the server says of a stream, seen as a person would ask.

// Of the two hints, how near the nearer one is: from 0 to 1.
export function fullness(stream) {
    if (!stream.bufferedRecords) {
        return 0;
    }
    const bySize = stream.bufferedBytes / stream.sizeHintBytes;
    const byAge = stream.bufferAgeSeconds / Math.max(1, stream.intervalSeconds);
    return Math.min(1, Math.max(bySize, byAge));
}

// "bad": nothing goes through; "warn": something waits; "good".
export function health(stream) {
    if (stream.nobody || stream.stopped || stream.refusal || stream.status.endsWith("FAILED")) {
        return "bad";
    }
    const fails = stream.failures > 0 || stream.backup?.failures > 0;
    return fails ? "warn" : stream.status === "ACTIVE" ? "good" : "";
}

// Why an error happens and what to do: the key of a text, by the server's code and words.
export function adviceFor(error) {
    const { code, message } = error;
    if (code === "LogDamaged") {
        return "advice.logDamaged";
    }
    if (/NoSuchBucket|BucketNotFound/i.test(code)) {
        return "advice.noBucket";
    }
    if (/AccessDenied|Forbidden/i.test(code)) {
        return "advice.denied";
    }
    if (/AssumeRole|Role/i.test(code) || /assume role/i.test(message)) {
        return "advice.role";
    }
    if (/Lambda/i.test(code)) {
        return "advice.function";
    }
    if (/disk|space/i.test(message)) {
        return "advice.disk";
    }
    return "advice.other";
}
