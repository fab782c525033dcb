import { s3, s3Xml } from "../aws.js";
import { children, text } from "../xml.js";
import { bytesOf, sha256 } from "../sha256.js";

// What the pages of objects ask of S3.

const PAGE = 100;
const PREVIEW = 1024 * 1024;
const IMAGE_MAX = 8 * 1024 * 1024;

// Listings are asked for percent-encoded: XML cannot write every character that a key may have.
function decoded(value) {
    return value === undefined ? undefined : decodeURIComponent(value.replace(/\+/g, " "));
}

export async function buckets(signal) {
    const root = await s3Xml({ signal, action: "s3:ListAllMyBuckets" });
    return children(children(root, "Buckets")[0], "Bucket").map(bucket => ({
        name: text(bucket, "Name"),
        created: text(bucket, "CreationDate"),
        region: text(bucket, "BucketRegion"),
    }));
}

// "Enabled", "Suspended", "" for never; undefined when the caller may not know.
export async function versioning(bucket, signal) {
    try {
        return text(await s3Xml({ bucket, query: { versioning: "" }, signal, action: "s3:GetBucketVersioning" }), "Status") ?? "";
    } catch (trouble) {
        if (trouble.name === "AbortError" || !trouble.denied) {
            throw trouble;
        }
        return undefined;
    }
}

// One page of a folder: { folders, objects, next }.
export async function folder(bucket, prefix, token, signal) {
    const root = await s3Xml({
        bucket,
        query: { "list-type": 2, prefix: prefix || undefined, delimiter: "/", "max-keys": PAGE,
            "continuation-token": token, "encoding-type": "url" },
        signal,
        action: "s3:ListBucket",
    });
    return {
        folders: children(root, "CommonPrefixes").map(one => decoded(text(one, "Prefix"))),
        objects: children(root, "Contents").map(one => ({
            key: decoded(text(one, "Key")),
            size: Number(text(one, "Size")),
            modified: text(one, "LastModified"),
        })),
        next: text(root, "NextContinuationToken"),
    };
}

// One page of versions and delete markers, newest of a key first: { versions, folders, next }.
export async function versions(bucket, { prefix, delimiter, token, count = PAGE, signal }) {
    const root = await s3Xml({
        bucket,
        query: { versions: "", prefix: prefix || undefined, delimiter, "max-keys": count,
            "key-marker": token?.key, "version-id-marker": token?.version, "encoding-type": "url" },
        signal,
        action: "s3:ListBucketVersions",
    });
    const found = Array.from(root.children).filter(one => one.localName === "Version" || one.localName === "DeleteMarker");
    return {
        folders: children(root, "CommonPrefixes").map(one => decoded(text(one, "Prefix"))),
        versions: found.map(one => ({
            key: decoded(text(one, "Key")),
            version: text(one, "VersionId"),
            isLatest: text(one, "IsLatest") === "true",
            isMarker: one.localName === "DeleteMarker",
            size: Number(text(one, "Size") ?? 0),
            modified: text(one, "LastModified"),
        })),
        next: text(root, "IsTruncated") === "true"
            ? { key: decoded(text(root, "NextKeyMarker")), version: text(root, "NextVersionIdMarker") }
            : undefined,
    };
}

// What S3 tells of one object, without its bytes.
export async function about(bucket, key, version, signal) {
    const { headers } = await s3({ method: "HEAD", bucket, key, query: { versionId: version }, signal,
        action: version ? "s3:GetObjectVersion" : "s3:GetObject" });
    const metadata = [];
    headers.forEach((value, name) => {
        if (name.startsWith("x-amz-meta-")) {
            metadata.push([name.slice("x-amz-meta-".length), value]);
        }
    });
    return {
        size: Number(headers.get("content-length")),
        type: headers.get("content-type") ?? "",
        encoding: headers.get("content-encoding") ?? "",
        etag: headers.get("etag") ?? "",
        encryption: headers.get("x-amz-server-side-encryption") ?? undefined,
        kmsKey: headers.get("x-amz-server-side-encryption-aws-kms-key-id") ?? undefined,
        modified: headers.get("last-modified"),
        storage: headers.get("x-amz-storage-class") ?? "STANDARD",
        version: headers.get("x-amz-version-id") ?? undefined,
        metadata,
    };
}

// The first bytes as they are stored: the browser is not to unpack them by itself.
export async function beginning(bucket, key, version, size, signal, isImage) {
    if (size === 0) {
        return new Uint8Array();
    }
    const end = Math.min(size, isImage ? IMAGE_MAX : PREVIEW) - 1;
    const answer = await s3({ bucket, key, query: { versionId: version, "response-content-encoding": "identity" },
        headers: { range: "bytes=0-" + end }, signal, action: version ? "s3:GetObjectVersion" : "s3:GetObject" });
    return new Uint8Array(await answer.arrayBuffer());
}

// The first rows of Parquet and ORC, which the server reads: the answer as text, since its numbers are to stay as they are.
export async function firstRows(bucket, key, version, signal) {
    const answer = await s3({ bucket, key, query: { versionId: version, "hydrant-rows": "" }, signal,
        action: version ? "s3:GetObjectVersion" : "s3:GetObject" });
    return answer.text();
}

export function isImageShown(size) {
    return size <= IMAGE_MAX;
}

export async function tags(bucket, key, version, signal) {
    const root = await s3Xml({ bucket, key, query: { tagging: "", versionId: version }, signal,
        action: version ? "s3:GetObjectVersionTagging" : "s3:GetObjectTagging" });
    return children(children(root, "TagSet")[0], "Tag").map(tag => [text(tag, "Key"), text(tag, "Value") ?? ""]);
}

export async function putTags(bucket, key, version, pairs) {
    const set = pairs.map(([name, value]) => `<Tag><Key>${escaped(name)}</Key><Value>${escaped(value)}</Value></Tag>`).join("");
    const body = `<Tagging xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><TagSet>${set}</TagSet></Tagging>`;
    await s3({ method: "PUT", bucket, key, query: { tagging: "", versionId: version }, headers: checksum(body), body,
        action: version ? "s3:PutObjectVersionTagging" : "s3:PutObjectTagging" });
}

export async function remove(bucket, key, version) {
    await s3({ method: "DELETE", bucket, key, query: { versionId: version },
        action: version ? "s3:DeleteObjectVersion" : "s3:DeleteObject" });
}

export async function put(bucket, key, file) {
    const body = new Uint8Array(await file.arrayBuffer());
    await s3({ method: "PUT", bucket, key, headers: { "content-type": file.type || "application/octet-stream" }, body,
        action: "s3:PutObject" });
}

function checksum(body) {
    return { "content-type": "application/xml", "x-amz-checksum-sha256": btoa(String.fromCharCode(...sha256(bytesOf(body)))) };
}

function escaped(value) {
    return value.replace(/[&<>"]/g, c => `&#${c.charCodeAt(0)};`).replace(/[\t\n\r]/g, c => `&#${c.charCodeAt(0)};`);
}

export function address(bucket, key) {
    return "s3://" + bucket + "/" + key;
}

// A key as it is shown: what cannot be seen is written out.
export function visible(key) {
    return key.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g,
        c => "\\u" + c.charCodeAt(0).toString(16).padStart(4, "0"));
}
