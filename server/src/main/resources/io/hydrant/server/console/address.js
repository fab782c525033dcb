import { percent } from "./sigv4.js";

// Where in S3 to ask: { path, query }. A browser takes the parts "." and ".." out of every path, also where they are
// percent-encoded; the server knows such objects by an address that has the key in its query.
export function addressOf(bucket, key = "") {
    if (key.split("/").some(part => part === "." || part === "..")) {
        return { path: "/_hydrant/objects/" + percent(bucket), query: { key } };
    }
    return { path: "/" + [bucket, ...(key ? key.split("/") : [])].map(percent).join("/"), query: {} };
}
