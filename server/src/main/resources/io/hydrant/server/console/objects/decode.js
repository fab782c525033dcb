import { snappyKind, unsnappied } from "./snappy.js";

// The first bytes of an object, unpacked: never more than LIMIT of them, however much they would come to.

const LIMIT = 2 * 1024 * 1024;
const LAYERS_MAX = 3;
const ZIP_HEADER = 30;

// { bytes, layers, isCut, entry, trouble }: what it was packed in, from the outside; whether there is more than that;
// the name of the zip's entry; and why the last layer could not be opened.
export async function unpacked(bytes, key, isPart) {
    const found = { bytes, layers: [], isCut: isPart, entry: undefined, trouble: undefined };
    for (let i = 0; i < LAYERS_MAX; i++) {
        const kind = packing(found.bytes, key, i);
        if (!kind) {
            break;
        }
        try {
            const opened = await open(found.bytes, kind);
            found.layers.push(kind);
            found.bytes = opened.bytes;
            found.isCut = found.isCut || opened.isCut;
            found.entry = opened.entry ?? found.entry;
        } catch (trouble) {
            found.trouble = trouble;
            found.layers.push(kind);
            break;
        }
    }
    return found;
}

function packing(bytes, key, depth) {
    if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
        return "gzip";
    }
    if (bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4) {
        return "zip";
    }
    return snappyKind(bytes) ?? (depth === 0 && key.endsWith(".snappy") ? "snappy" : undefined);
}

async function open(bytes, kind) {
    if (kind === "gzip") {
        return inflated(bytes, "gzip");
    }
    return kind === "zip" ? firstEntry(bytes) : unsnappied(bytes, kind, LIMIT);
}

// Of a zip its first entry, from its local header.
async function firstEntry(bytes) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (bytes.length < ZIP_HEADER) {
        throw new Error("A zip that ends in its header");
    }
    const flags = view.getUint16(6, true);
    const method = view.getUint16(8, true);
    const size = view.getUint32(18, true);
    const name = bytes.subarray(ZIP_HEADER, ZIP_HEADER + view.getUint16(26, true));
    const start = ZIP_HEADER + name.length + view.getUint16(28, true);
    const entry = new TextDecoder().decode(name);
    if (flags & 1) {
        throw new Error("The zip is encrypted");
    }
    if (method === 0) {
        return { bytes: bytes.subarray(start, Math.min(start + size, start + LIMIT)), isCut: start + size > bytes.length, entry };
    }
    if (method !== 8) {
        throw new Error("The zip's method " + method + " is unknown here");
    }
    return { ...(await inflated(bytes.subarray(start), "deflate-raw")), entry };
}

// What comes out before the limit, or before the data ends or is no such data any more.
async function inflated(bytes, format) {
    const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream(format)).getReader();
    const chunks = [];
    let length = 0;
    let isCut = false;
    try {
        for (;;) {
            const { done, value } = await reader.read();
            if (done) {
                break;
            }
            chunks.push(value.subarray(0, LIMIT - length));
            length += chunks.at(-1).length;
            if (length >= LIMIT) {
                isCut = true;
                await reader.cancel();
                break;
            }
        }
    } catch (trouble) {
        if (length === 0) {
            throw trouble;
        }
        isCut = format !== "deflate-raw" || isCut; // behind a zip's entry come others, and its directory
    }
    return { bytes: joined(chunks, length), isCut };
}

function joined(chunks, length) {
    const all = new Uint8Array(length);
    let at = 0;
    for (const chunk of chunks) {
        all.set(chunk, at);
        at += chunk.length;
    }
    return all;
}
