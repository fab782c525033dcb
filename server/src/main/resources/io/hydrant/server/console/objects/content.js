// What bytes are: an image, text in rows, or something else. Nothing here makes markup of them.

const ROWS_MAX = 200;
const IMAGES = [
    ["image/png", [0x89, 0x50, 0x4e, 0x47]],
    ["image/jpeg", [0xff, 0xd8, 0xff]],
    ["image/gif", [0x47, 0x49, 0x46, 0x38]],
];
const DELIMITERS = [",", "\t", ";", "|"];

// { kind, … }: "empty", "image" (type), "parquet", "orc", "failures" (rows), "rows" (columns, rows, from), "text", or
// "bytes". All that is text has `text`; "parquet" and "orc" get columns and rows from what the server reads of them.
export function contentOf(bytes, { key, contentType = "", isCut }) {
    if (bytes.length === 0) {
        return { kind: "empty" };
    }
    const image = imageType(bytes);
    if (image) {
        return { kind: "image", type: image };
    }
    if (ascii(bytes, 0, 4) === "PAR1") {
        return { kind: "parquet" };
    }
    if (ascii(bytes, 0, 3) === "ORC") {
        return { kind: "orc" };
    }
    const text = textOf(bytes, contentType, isCut);
    if (text === undefined) {
        return { kind: "bytes" };
    }
    return { text, ...tabular(text, key, contentType, isCut) };
}

// What the server reads of Parquet and ORC, as a table: { columns, rows, isCut, trouble, text }.
export function columnarRows(answer) {
    const { columns, rows, isCut, trouble } = JSON.parse(answer, asWritten);
    return {
        columns,
        rows: columns && rows.map(row => columns.map(name => shown(row[name]))),
        isCut,
        trouble,
        text: rows.map(row => JSON.stringify(row)).join("\n"),
    };
}

function imageType(bytes) {
    if (ascii(bytes, 0, 4) === "RIFF" && ascii(bytes, 8, 12) === "WEBP") {
        return "image/webp";
    }
    return IMAGES.find(([, magic]) => magic.every((value, i) => bytes[i] === value))?.[0];
}

function ascii(bytes, from, to) {
    return String.fromCharCode(...bytes.subarray(from, to));
}

// Undefined for what is no text. A character that the end cuts in two is left out.
function textOf(bytes, contentType, isCut) {
    const named = /charset\s*=\s*"?([\w.:-]+)/i.exec(contentType)?.[1];
    const mark = bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : undefined;
    const charset = mark ?? named ?? "utf-8";
    if (!mark && !/^utf-?16/i.test(charset) && looksBinary(bytes)) {
        return undefined;
    }
    try {
        return new TextDecoder(charset, { fatal: true }).decode(bytes, { stream: isCut });
    } catch {
        return new TextDecoder(/^utf-?8$/i.test(charset) ? "windows-1252" : safe(charset)).decode(bytes);
    }
}

function safe(charset) {
    try {
        return new TextDecoder(charset).encoding;
    } catch {
        return "windows-1252";
    }
}

function looksBinary(bytes) {
    const head = bytes.subarray(0, 8192);
    let odd = 0;
    for (const byte of head) {
        if (byte === 0) {
            return true;
        }
        if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13 && byte !== 12 && byte !== 27) {
            odd++;
        }
    }
    return odd > head.length / 20;
}

function tabular(text, key, contentType, isCut) {
    const values = jsonValues(text, ROWS_MAX);
    if (values.length > 0 && values.every(isFailure)) {
        return { kind: "failures", rows: values };
    }
    const objects = values.length === 1 && Array.isArray(values[0]) ? values[0].slice(0, ROWS_MAX) : values;
    if (objects.length > 0 && objects.every(one => one && typeof one === "object" && !Array.isArray(one))) {
        return { kind: "rows", from: "json", ...tableOf(objects) };
    }
    const csv = csvRows(text, /\.(csv|tsv)(\.|$)/i.test(key) || /\bcsv\b/.test(contentType), isCut);
    return csv ? { kind: "rows", from: "csv", ...csv } : { kind: "text" };
}

function isFailure(value) {
    return value && typeof value === "object" && typeof value.rawData === "string" && "errorCode" in value;
}

// The JSON values that follow each other, with lines between them or nothing; none when something else comes first.
// One that the end cuts is left out.
export function jsonValues(text, max) {
    const values = [];
    let at = 0;
    while (values.length < max) {
        while (at < text.length && /\s/.test(text[at])) {
            at++;
        }
        if (text[at] !== "{" && text[at] !== "[") {
            return at >= text.length ? values : [];
        }
        const end = endOf(text, at);
        if (end < 0) {
            return values;
        }
        try {
            values.push(JSON.parse(text.slice(at, end), asWritten));
        } catch {
            return [];
        }
        at = end;
    }
    return values;
}

// Numbers that JavaScript would write otherwise stay as they are written, where the browser can.
function asWritten(name, value, context) {
    return typeof value === "number" && context?.source !== undefined && String(value) !== context.source && JSON.rawJSON
        ? JSON.rawJSON(context.source) : value;
}

function endOf(text, start) {
    let depth = 0;
    for (let i = start; i < text.length; i++) {
        const c = text[i];
        if (c === '"') {
            for (i++; i < text.length && text[i] !== '"'; i++) {
                if (text[i] === "\\") {
                    i++;
                }
            }
        } else if (c === "{" || c === "[") {
            depth++;
        } else if (c === "}" || c === "]") {
            depth--;
            if (depth === 0) {
                return i + 1;
            }
        }
    }
    return -1;
}

function tableOf(objects) {
    const columns = [];
    const known = new Set();
    for (const object of objects) {
        for (const name of Object.keys(object)) {
            if (!known.has(name)) {
                known.add(name);
                columns.push(name);
            }
        }
    }
    return {
        columns,
        rows: objects.map(object => columns.map(name =>
            (Object.hasOwn(object, name) ? shown(object[name]) : undefined))),
    };
}

// A value as text.
export function shown(value) {
    return typeof value === "string" ? value : JSON.stringify(value);
}

// Rows of a CSV, if it is one: when its name says so, or when the rows are alike. Otherwise undefined.
export function csvRows(text, isNamed, isCut) {
    const head = text.slice(0, 65536);
    let best;
    for (const delimiter of DELIMITERS) {
        const rows = split(head, delimiter, 20);
        const whole = isCut || head.length < text.length ? rows.slice(0, -1) : rows;
        const width = whole[0]?.length ?? 0;
        const alike = whole.filter(row => row.length === width).length;
        if (width > 1 && alike >= Math.max(isNamed ? 1 : 3, whole.length * 0.9) && width > (best?.width ?? 1)) {
            best = { delimiter, width };
        }
    }
    if (!best && !isNamed) {
        return undefined;
    }
    const rows = split(text, best?.delimiter ?? ",", ROWS_MAX + 1);
    if (rows.length === 0) {
        return undefined;
    }
    const width = Math.max(...rows.map(row => row.length));
    const isHead = rows.length > 1 && rows[0].every(cell => cell !== "" && Number.isNaN(Number(cell)))
        && new Set(rows[0]).size === rows[0].length
        && rows.slice(1).some(row => row.some(cell => cell !== "" && !Number.isNaN(Number(cell))));
    return {
        columns: Array.from({ length: width }, (_, i) => (isHead ? rows[0][i] ?? String(i + 1) : String(i + 1))),
        rows: (isHead ? rows.slice(1) : rows).slice(0, ROWS_MAX),
    };
}

function split(text, delimiter, max) {
    const rows = [];
    let row = [];
    let cell = "";
    let i = 0;
    const endRow = () => {
        row.push(cell);
        if (row.length > 1 || row[0] !== "") {
            rows.push(row);
        }
        row = [];
        cell = "";
    };
    while (i < text.length && rows.length < max) {
        const c = text[i];
        if (c === '"' && cell === "") {
            i++;
            while (i < text.length && (text[i] !== '"' || text[i + 1] === '"')) {
                cell += text[i];
                i += text[i] === '"' ? 2 : 1;
            }
            i++;
        } else if (c === delimiter) {
            row.push(cell);
            cell = "";
            i++;
        } else if (c === "\n" || c === "\r") {
            endRow();
            i += c === "\r" && text[i + 1] === "\n" ? 2 : 1;
        } else {
            cell += c;
            i++;
        }
    }
    if (rows.length < max && (cell !== "" || row.length > 0)) {
        endRow();
    }
    return rows;
}

// The record of a line in an error object: its text, or its bytes in hexadecimal.
export function recordOf(rawData) {
    let bytes;
    try {
        bytes = Uint8Array.from(atob(rawData.slice(0, 65536 - (65536 % 4))), c => c.charCodeAt(0));
    } catch {
        return { text: rawData, isText: true };
    }
    const text = textOf(bytes, "", false);
    return text === undefined ? { text: hexDump(bytes.subarray(0, 256)), isText: false } : { text, isText: true };
}

// Offset, bytes and their characters, sixteen a line.
export function hexDump(bytes) {
    const lines = [];
    for (let at = 0; at < bytes.length; at += 16) {
        const line = bytes.subarray(at, at + 16);
        const hex = Array.from(line, byte => byte.toString(16).padStart(2, "0")).join(" ");
        const plain = Array.from(line, byte => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : ".")).join("");
        lines.push(at.toString(16).padStart(8, "0") + "  " + hex.padEnd(47) + "  " + plain);
    }
    return lines.join("\n");
}
