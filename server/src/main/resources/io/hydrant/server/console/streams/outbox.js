import { session } from "../session.js";
import { passage, sendAll, statusOf } from "./sending.js";

// What is being sent, by the stream's name. It goes on while one looks at other pages of the console, until it is
// through, stopped, or somebody signs out.
//
// A run is { name, total, sent, lastId, begun, isBusy, isStopped, error, before, end, isThrough, objects }: `before` is
// the object that was delivered last when it began, `end` how many records the stream had taken when all were sent, and
// `isThrough` whether these are delivered.

const runs = new Map();
const listeners = new Set();

function told() {
    listeners.forEach(listener => listener());
}

// Calls `listener` at every change; the answer ends that.
export function followOutbox(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
}

export function runOf(name) {
    return runs.get(name)?.run;
}

export function runsUnderWay() {
    return [...runs.values()].map(each => each.run).filter(run => run.isBusy || run.error);
}

// Changes what is known of a run, unless another has taken its place.
export function note(run, change) {
    const kept = runs.get(run.name);
    if (kept?.run.begun === run.begun) {
        kept.run = { ...kept.run, ...change };
        told();
    }
}

export async function begin(name, records, everyMillis) {
    stop(name);
    const abort = new AbortController();
    const { signal } = abort;
    const run = { name, total: records.length, sent: 0, lastId: "", begun: performance.now(), isBusy: true, isStopped: false,
        error: undefined, before: undefined, end: undefined, isThrough: false, objects: [] };
    runs.set(name, { run, abort });
    told();
    try {
        note(run, { before: (await statusOf(name, signal))?.lastDelivery?.key });
        await sendAll(name, records, { everyMillis, signal, told: news => note(run, news) });
        note(run, { isBusy: false, end: passage(await statusOf(name, signal))?.taken });
    } catch (error) {
        note(run, { isBusy: false, error: error.name === "AbortError" ? undefined : error });
    }
}

export function stop(name) {
    const kept = runs.get(name);
    if (kept?.run.isBusy) {
        kept.abort.abort();
        note(kept.run, { isBusy: false, isStopped: true, total: kept.run.sent });
    }
}

export function forget(name) {
    stop(name);
    runs.delete(name);
    told();
}

// Without a key nothing can be sent, and the next who signs in is somebody else.
session.follow(({ status }) => {
    if (status === "out") {
        [...runs.keys()].forEach(forget);
    }
});

// A tab that is closed takes along what it was about to send: the browser asks first.
addEventListener("beforeunload", event => {
    if ([...runs.values()].some(each => each.run.isBusy)) {
        event.preventDefault();
    }
});
