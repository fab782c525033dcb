// Snappy, read no further than a limit. What an object holds is anybody's: lengths that it tells are not believed.

const JAVA = [0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00];
const FRAMED = [0xff, 0x06, 0x00, 0x00, 0x73, 0x4e, 0x61, 0x50, 0x70, 0x59];
const JAVA_HEADER = 16;

// Which of its containers the bytes are in: "snappy-java", "snappy-framed", "hadoop-snappy", or undefined.
export function snappyKind(bytes) {
    if (begins(bytes, JAVA)) {
        return "snappy-java";
    }
    if (begins(bytes, FRAMED)) {
        return "snappy-framed";
    }
    return isHadoop(bytes) ? "hadoop-snappy" : undefined;
}

function begins(bytes, magic) {
    return bytes.length >= magic.length && magic.every((value, i) => bytes[i] === value);
}

// A block says how long it will be, then how long its first part is, and that part how long it will be.
function isHadoop(bytes) {
    if (bytes.length < 10) {
        return false;
    }
    const whole = uint32(bytes, 0);
    const part = uint32(bytes, 4);
    const told = varint(bytes, 8);
    return whole > 0 && whole < 0x10000000 && part > 0 && part < whole + whole / 6 + 64 && told !== undefined
        && told.value > 0 && told.value <= whole && (told.value === whole || told.value % 1024 === 0);
}

// { bytes, isCut }: at most `limit` bytes. Throws what is not of the kind from its beginning.
export function unsnappied(bytes, kind, limit) {
    const out = new Output(limit);
    try {
        ({
            "snappy": () => block(bytes, out),
            "snappy-java": () => parts(bytes, JAVA_HEADER, out),
            "hadoop-snappy": () => blocks(bytes, out),
            "snappy-framed": () => frames(bytes, out),
        })[kind]();
    } catch (trouble) {
        if (!(trouble instanceof Ended) || (out.length === 0 && bytes.length > 0 && !trouble.isFull)) {
            throw trouble;
        }
        return { bytes: out.bytes(), isCut: true };
    }
    return { bytes: out.bytes(), isCut: false };
}

// The input ends in the midst of something, or the limit is reached.
class Ended extends Error {
    constructor(isFull) {
        super("The data ends in the midst of a block");
        this.isFull = isFull;
    }
}

class Output {
    constructor(limit) {
        this.limit = limit;
        this.buffer = new Uint8Array(Math.min(limit, 65536));
        this.length = 0;
    }

    room(more) {
        if (this.length + more > this.buffer.length) {
            const larger = new Uint8Array(Math.min(this.limit, Math.max(this.buffer.length * 2, this.length + more)));
            larger.set(this.buffer.subarray(0, this.length));
            this.buffer = larger;
        }
    }

    add(bytes) {
        const fits = bytes.subarray(0, this.limit - this.length);
        this.room(fits.length);
        this.buffer.set(fits, this.length);
        this.length += fits.length;
        if (fits.length < bytes.length) {
            throw new Ended(true);
        }
    }

    copy(offset, length, start) {
        if (offset === 0 || offset > this.length - start) {
            throw new Error("A copy from before the beginning of the data");
        }
        const fits = Math.min(length, this.limit - this.length);
        this.room(fits);
        for (let i = 0; i < fits; i++) {
            this.buffer[this.length] = this.buffer[this.length - offset];
            this.length++;
        }
        if (fits < length) {
            throw new Ended(true);
        }
    }

    bytes() {
        return this.buffer.subarray(0, this.length);
    }
}

// One block of raw snappy: its length, then literals and copies.
function block(bytes, out) {
    const told = varint(bytes, 0);
    if (!told) {
        throw new Error("No snappy data");
    }
    const start = out.length;
    let at = told.next;
    while (at < bytes.length) {
        const tag = bytes[at++];
        const high = tag >> 2;
        if ((tag & 3) === 0) {
            const extra = high < 60 ? 0 : high - 59;
            need(bytes, at, extra);
            const length = 1 + (extra === 0 ? high : little(bytes, at, extra));
            at += extra;
            out.add(bytes.subarray(at, at + length));
            need(bytes, at, length);
            at += length;
        } else if ((tag & 3) === 1) {
            need(bytes, at, 1);
            out.copy(((tag >> 5) << 8) | bytes[at], 4 + (high & 7), start);
            at += 1;
        } else {
            const size = (tag & 3) === 2 ? 2 : 4;
            need(bytes, at, size);
            out.copy(little(bytes, at, size), 1 + high, start);
            at += size;
        }
    }
    if (out.length - start < told.value) {
        throw new Ended(false);
    }
}

function parts(bytes, from, out) {
    for (let at = from; at < bytes.length;) {
        at = part(bytes, at, out);
    }
}

// One block behind its length. Returns where it ends.
function part(bytes, from, out) {
    need(bytes, from, 4);
    const length = uint32(bytes, from);
    const at = from + 4;
    block(bytes.subarray(at, at + length), out);
    need(bytes, at, length);
    return at + length;
}

function blocks(bytes, out) {
    for (let at = 0; at < bytes.length;) {
        need(bytes, at, 4);
        const end = out.length + uint32(bytes, at);
        at += 4;
        while (out.length < end) {
            at = part(bytes, at, out);
        }
    }
}

function frames(bytes, out) {
    for (let at = 0; at < bytes.length;) {
        need(bytes, at, 4);
        const type = bytes[at];
        const length = little(bytes, at + 1, 3);
        at += 4;
        const data = bytes.subarray(at + 4, at + length);
        if (type === 0) {
            block(data, out);
        } else if (type === 1) {
            out.add(data);
        } else if (type > 1 && type < 0x80) {
            throw new Error("A frame of a type that nobody knows");
        }
        need(bytes, at, length);
        at += length;
    }
}

function need(bytes, at, count) {
    if (at + count > bytes.length) {
        throw new Ended(false);
    }
}

function uint32(bytes, at) {
    return ((bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3]) >>> 0;
}

function little(bytes, at, size) {
    let value = 0;
    for (let i = size - 1; i >= 0; i--) {
        value = value * 256 + bytes[at + i];
    }
    return value;
}

function varint(bytes, at) {
    let value = 0;
    for (let i = 0; i < 5 && at + i < bytes.length; i++) {
        value += (bytes[at + i] & 127) * 2 ** (7 * i);
        if (bytes[at + i] < 128) {
            return value < 2 ** 32 ? { value, next: at + i + 1 } : undefined;
        }
    }
    return undefined;
}
