import { noteTime } from "./clock.js";

// Who is signed in. The key is in this tab alone: in memory, and in its sessionStorage so that a reload keeps it.

const KEPT = "hydrant.key";

// `status` is "starting", "out" (sign in first), "in" or "away" (the server does not answer). `open` says that the
// server asks for no signature.
const START = { status: "starting", open: false, region: "us-east-1", identity: undefined, reason: undefined };

let current = START;
let secret;
const listeners = new Set();

function become(change) {
    current = { ...current, ...change };
    listeners.forEach(listener => listener(current));
}

export const session = {
    get state() {
        return current;
    },

    key() {
        return secret ?? { accessKeyId: "anybody", secretAccessKey: "anybody" };
    },

    // Calls `listener` at every change; the answer ends that.
    follow(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
    },

    // Finds out what the server asks for, and takes up the key that this tab had.
    async start(identify) {
        try {
            const asked = Date.now();
            const answer = await fetch("/_hydrant/health", { cache: "no-store", credentials: "omit" });
            const health = await answer.json();
            noteTime(answer, asked);
            become({ region: health.region, open: health.auth === "none" });
        } catch {
            become({ status: "away" });
            return;
        }
        const kept = current.open ? undefined : takeUp();
        if (!current.open && !kept) {
            become({ status: "out" });
            return;
        }
        await this.signIn(kept, identify).catch(() => this.signOut());
    },

    // `identify` asks the server whose key it is; it throws when it is nobody's, and nothing is kept.
    async signIn(key, identify) {
        const identity = await identify(key);
        secret = key;
        if (key) {
            sessionStorage.setItem(KEPT, JSON.stringify(key));
        }
        become({ status: "in", identity, reason: undefined });
    },

    // `reason` is a text's key that says why, when it was not the user's wish.
    signOut(reason) {
        secret = undefined;
        sessionStorage.removeItem(KEPT);
        become({ status: "out", identity: undefined, reason });
    },
};

function takeUp() {
    try {
        return JSON.parse(sessionStorage.getItem(KEPT)) ?? undefined;
    } catch {
        return undefined;
    }
}
