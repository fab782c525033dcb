import { now } from "./clock.js";

// All texts are in texts/LANGUAGE.js. Here they are chosen, filled in, and numbers and times are written as the
// language does.

export const LANGUAGES = { en: "English", es: "Español" };

const KEPT = "hydrant.language";
const BYTES = ["B", "KiB", "MiB", "GiB", "TiB"];

let language = "en";
let texts = {};
let plurals = new Intl.PluralRules("en");
const listeners = new Set();

function preferred() {
    const kept = localStorage.getItem(KEPT);
    const wishes = kept ? [kept] : navigator.languages ?? [navigator.language];
    return wishes.map(wish => wish.slice(0, 2).toLowerCase()).find(wish => wish in LANGUAGES) ?? "en";
}

export async function startTexts() {
    await use(preferred());
}

export async function chooseLanguage(wish) {
    localStorage.setItem(KEPT, wish);
    await use(wish);
    listeners.forEach(listener => listener(language));
}

async function use(wish) {
    texts = (await import(`./texts/${wish}.js`)).default;
    language = wish;
    plurals = new Intl.PluralRules(wish);
    document.documentElement.lang = wish;
}

export function currentLanguage() {
    return language;
}

export function followLanguage(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
}

function template(key) {
    const found = texts[key];
    if (found === undefined) {
        throw new Error("No text " + key);
    }
    return found;
}

// A text, with what stands for its {names}.
export function t(key, values = {}) {
    return template(key).replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

// The same with elements in it: what a component can show.
export function tx(key, values = {}) {
    return template(key).split(/(\{\w+\})/).map(part => (/^\{\w+\}$/.test(part) ? values[part.slice(1, -1)] : part));
}

// A text that depends on a number: KEY.one, KEY.other. {n} is the number.
export function tn(key, n, values = {}) {
    const form = plurals.select(n);
    return t(`${key}.${form === "one" ? "one" : "other"}`, { n: number(n), ...values });
}

// Whether there is such a text: for words of the server that may be new.
export function hasText(key) {
    return key in texts;
}

export function number(value, digits = 0) {
    return new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value);
}

export function percentage(part) {
    return new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 1 }).format(part);
}

export function bytes(value) {
    let unit = 0;
    let size = value;
    while (Math.abs(size) >= 1024 && unit < BYTES.length - 1) {
        size /= 1024;
        unit++;
    }
    return number(size, unit === 0 || size >= 100 ? 0 : 1) + "\u00a0" + BYTES[unit];
}

// A moment, as Date, ISO text or milliseconds, in the browser's zone, which it names.
export function time(moment) {
    return new Intl.DateTimeFormat(language, {
        year: "numeric", month: "short", day: "numeric", hour: "numeric", minute: "2-digit", second: "2-digit", timeZoneName: "short",
    }).format(new Date(moment));
}

// The name of the browser's zone at a moment.
export function zone(moment) {
    return new Intl.DateTimeFormat(language, { timeZoneName: "short" }).formatToParts(new Date(moment))
        .find(part => part.type === "timeZoneName").value;
}

// Seconds, in the two largest units that they have.
export function duration(seconds) {
    if (seconds < 10) {
        return unit(seconds, "second", seconds < 1 ? 2 : 1);
    }
    const units = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
    let left = Math.round(seconds);
    const parts = [];
    for (const [name, length] of units) {
        if (left >= length && parts.length < 2) {
            parts.push(unit(Math.floor(left / length), name, 0));
            left %= length;
        } else if (parts.length === 1) {
            break;
        }
    }
    return parts.join(" ");
}

function unit(value, name, digits) {
    return new Intl.NumberFormat(language, {
        style: "unit", unit: name, unitDisplay: "short", maximumFractionDigits: digits,
    }).format(value);
}

// How long ago a moment is, in words.
export function ago(moment) {
    const seconds = Math.max(0, (now() - new Date(moment).getTime()) / 1000);
    const words = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
    for (const [name, length] of [["day", 86400], ["hour", 3600], ["minute", 60]]) {
        if (seconds >= length) {
            return words.format(-Math.floor(seconds / length), name);
        }
    }
    return words.format(-Math.floor(seconds), "second");
}
