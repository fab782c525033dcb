// What time it is by the server's clock, which its answers tell: this machine's own may be wrong, or be set while the
// page is open.

// The header has whole seconds: what differs by less is no difference.
const TOLERANCE_MILLIS = 2000;

let skewMillis = 0;

// Milliseconds, as Date.now() has them.
export function now() {
    return Date.now() + skewMillis;
}

// `asked` is when the answer was asked for, by this machine's clock.
export function noteTime(answer, asked) {
    const server = Date.parse(answer.headers.get("Date") ?? "");
    const middle = (asked + Date.now()) / 2;
    const isKnown = Math.abs(server - middle - skewMillis) < TOLERANCE_MILLIS + (Date.now() - asked) / 2;
    if (!Number.isNaN(server) && !isKnown) {
        skewMillis = Math.abs(server - middle) < TOLERANCE_MILLIS ? 0 : server - middle;
    }
}
