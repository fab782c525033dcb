import { bytesOf, hex, hmac, sha256 } from "./sha256.js";

// AWS's Signature Version 4, in headers.

// As RFC 3986 has it: all but letters, digits and -._~
export function percent(text) {
    return encodeURIComponent(text).replace(/[!'()*]/g, c => "%" + c.charCodeAt(0).toString(16).toUpperCase());
}

// The query as it is sent and signed: sorted by name. `query` is an object; undefined values are left out.
export function queryOf(query = {}) {
    return Object.entries(query)
        .filter(([, value]) => value !== undefined && value !== null)
        .map(([name, value]) => [percent(name), percent(String(value))])
        .sort(([a, x], [b, y]) => (a < b ? -1 : a > b ? 1 : x < y ? -1 : x > y ? 1 : 0))
        .map(pair => pair.join("="))
        .join("&");
}

// The headers that a request is sent with. `path` is as it is sent, percent-encoded.
export function signed({ method, host, path, query, headers, body, service, region, key, now }) {
    const time = now.toISOString().replace(/[-:]|\.\d{3}/g, "");
    const payload = hex(sha256(bytesOf(body ?? "")));
    const all = { ...headers, "x-amz-date": time, "x-amz-content-sha256": payload };
    if (key.sessionToken) {
        all["x-amz-security-token"] = key.sessionToken;
    }
    const toSign = Object.entries({ ...all, host })
        .map(([name, value]) => [name.toLowerCase(), String(value).trim().replace(/ +/g, " ")])
        .sort(([a], [b]) => (a < b ? -1 : 1));
    const names = toSign.map(([name]) => name).join(";");
    const canonical = [
        method,
        path,
        queryOf(query),
        ...toSign.map(pair => pair.join(":")),
        "",
        names,
        payload,
    ].join("\n");
    const scope = [time.slice(0, 8), region, service, "aws4_request"].join("/");
    const text = ["AWS4-HMAC-SHA256", time, scope, hex(sha256(canonical))].join("\n");
    const signature = hex(hmac(signingKey(key.secretAccessKey, scope), text));
    return {
        ...all,
        authorization:
            `AWS4-HMAC-SHA256 Credential=${key.accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`,
    };
}

// An address that its bearer may get for so many seconds, signed in its query.
export function presigned({ path, host, query, region, credentials, now, seconds }) {
    const time = now.toISOString().replace(/[-:]|\.\d{3}/g, "");
    const scope = [time.slice(0, 8), region, "s3", "aws4_request"].join("/");
    const search = queryOf({
        ...query,
        "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
        "X-Amz-Credential": credentials.accessKeyId + "/" + scope,
        "X-Amz-Date": time,
        "X-Amz-Expires": seconds,
        "X-Amz-Security-Token": credentials.sessionToken,
        "X-Amz-SignedHeaders": "host",
    });
    const canonical = ["GET", path, search, "host:" + host, "", "host", "UNSIGNED-PAYLOAD"].join("\n");
    const text = ["AWS4-HMAC-SHA256", time, scope, hex(sha256(canonical))].join("\n");
    return path + "?" + search + "&X-Amz-Signature=" + hex(hmac(signingKey(credentials.secretAccessKey, scope), text));
}

function signingKey(secret, scope) {
    return scope.split("/").reduce((key, part) => hmac(key, part), bytesOf("AWS4" + secret));
}
