// SHA-256 and HMAC (FIPS 180-4, RFC 2104). Browsers have their own only at https and loopback addresses, and the
// console is used at plain addresses too.

const K = constants(64, 3);
const H = constants(8, 2);
const encoder = new TextEncoder();

// The first 32 bits of the fractional parts of the roots of the first primes. Doubles hold them exactly enough: 53
// bits, of which the whole part of a root of a prime below 312 takes at most five.
function constants(count, root) {
    const words = [];
    for (let candidate = 2; words.length < count; candidate++) {
        if (isPrime(candidate)) {
            const value = root === 2 ? Math.sqrt(candidate) : Math.cbrt(candidate);
            words.push(((value - Math.floor(value)) * 0x100000000) | 0);
        }
    }
    return Int32Array.from(words);
}

function isPrime(n) {
    for (let i = 2; i * i <= n; i++) {
        if (n % i === 0) {
            return false;
        }
    }
    return true;
}

// `data` is text or bytes; the digest is 32 bytes.
export function sha256(data) {
    const message = bytesOf(data);
    const padded = new Uint8Array(((message.length + 8) >> 6 << 6) + 64);
    padded.set(message);
    padded[message.length] = 0x80;
    const view = new DataView(padded.buffer);
    view.setUint32(padded.length - 8, Math.floor(message.length / 0x20000000));
    view.setUint32(padded.length - 4, message.length << 3);
    const state = Int32Array.from(H);
    const w = new Int32Array(64);
    for (let at = 0; at < padded.length; at += 64) {
        for (let i = 0; i < 16; i++) {
            w[i] = view.getInt32(at + i * 4);
        }
        compress(state, w);
    }
    const digest = new Uint8Array(32);
    const out = new DataView(digest.buffer);
    state.forEach((word, i) => out.setInt32(i * 4, word));
    return digest;
}

function compress(state, w) {
    for (let i = 16; i < 64; i++) {
        const x = w[i - 15];
        const y = w[i - 2];
        const s0 = (x >>> 7 | x << 25) ^ (x >>> 18 | x << 14) ^ (x >>> 3);
        const s1 = (y >>> 17 | y << 15) ^ (y >>> 19 | y << 13) ^ (y >>> 10);
        w[i] = (w[i - 16] + s0 + w[i - 7] + s1) | 0;
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 64; i++) {
        const s1 = (e >>> 6 | e << 26) ^ (e >>> 11 | e << 21) ^ (e >>> 25 | e << 7);
        const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
        const s0 = (a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10);
        const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        h = g;
        g = f;
        f = e;
        e = (d + t1) | 0;
        d = c;
        c = b;
        b = a;
        a = (t1 + t2) | 0;
    }
    [a, b, c, d, e, f, g, h].forEach((word, i) => {
        state[i] = (state[i] + word) | 0;
    });
}

export function hmac(key, data) {
    let secret = bytesOf(key);
    if (secret.length > 64) {
        secret = sha256(secret);
    }
    const inner = new Uint8Array(64);
    const outer = new Uint8Array(64);
    for (let i = 0; i < 64; i++) {
        inner[i] = (secret[i] ?? 0) ^ 0x36;
        outer[i] = (secret[i] ?? 0) ^ 0x5c;
    }
    return sha256(joined(outer, sha256(joined(inner, bytesOf(data)))));
}

export function hex(bytes) {
    return Array.from(bytes, byte => byte.toString(16).padStart(2, "0")).join("");
}

export function bytesOf(data) {
    return typeof data === "string" ? encoder.encode(data) : data;
}

function joined(first, second) {
    const all = new Uint8Array(first.length + second.length);
    all.set(first);
    all.set(second, first.length);
    return all;
}
