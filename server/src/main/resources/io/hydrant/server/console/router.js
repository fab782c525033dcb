// Where one is: what follows the # in the address, such as #/streams/films?tab=send.

// A path of percent-encoded parts; what follows a pattern's last part, "*", may have slashes of its own.
export function href(...parts) {
    return "#/" + parts.map(part => part.split("/").map(encodeURIComponent).join("/")).join("/");
}

export function place() {
    const [path, search = ""] = location.hash.replace(/^#\/?/, "").split("?", 2);
    return { parts: path === "" ? [] : path.split("/"), query: new URLSearchParams(search) };
}

export function go(hash) {
    location.hash = hash;
}

// The first route whose pattern fits, with the values of its names. A pattern is such as "streams/:name" or
// "objects/:bucket/*key".
export function matched(routes, parts) {
    for (const route of routes) {
        const parameters = fit(route.pattern.split("/"), parts);
        if (parameters) {
            return { route, parameters };
        }
    }
    return undefined;
}

function fit(pattern, parts) {
    const values = {};
    for (let i = 0; i < pattern.length; i++) {
        const want = pattern[i];
        if (want.startsWith("*")) {
            values[want.slice(1)] = decoded(parts.slice(i).join("/"));
            return values[want.slice(1)] === undefined ? undefined : values;
        }
        if (i >= parts.length || (want.startsWith(":") ? parts[i] === "" : want !== parts[i])) {
            return undefined;
        }
        if (want.startsWith(":")) {
            values[want.slice(1)] = decoded(parts[i]);
            if (values[want.slice(1)] === undefined) {
                return undefined;
            }
        }
    }
    return pattern.length === parts.length ? values : undefined;
}

// An address is what anybody may write: it may be no percent-encoding.
function decoded(text) {
    try {
        return decodeURIComponent(text);
    } catch {
        return undefined;
    }
}
