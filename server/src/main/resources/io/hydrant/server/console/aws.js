import { addressOf } from "./address.js";
import { noteTime, now } from "./clock.js";
import { session } from "./session.js";
import { bytesOf } from "./sha256.js";
import { queryOf, signed } from "./sigv4.js";
import { at, parsed, text } from "./xml.js";

// Signed calls to the server that this page comes from. What is refused or fails is thrown as an AwsError.

const VERSIONS = {
    cloudformation: "2010-05-15",
    iam: "2010-05-08",
    monitoring: "2010-08-01",
    sts: "2011-06-15",
};

// The bytes of the longest key that S3 has.
const KEY_MAX = 1024;

// `code` and `message` are the server's. `action` is what was asked, as policies name it.
export class AwsError extends Error {
    constructor(code, message, status, action) {
        super(message);
        this.code = code;
        this.status = status;
        this.action = action;
    }

    // What the caller may not do: the action and the resource, when the server says.
    get denied() {
        const named = /perform: (\S+)(?: on resource: (\S+))?/.exec(this.message);
        const isDenied = /^(AccessDenied|AccessDeniedException|UnauthorizedOperation)$/.test(this.code);
        return isDenied ? { action: named?.[1] ?? this.action, resource: named?.[2] } : undefined;
    }

    // Whether the server does not know the key, or no longer.
    get isOfKey() {
        return /^(InvalidClientTokenId|InvalidAccessKeyId|UnrecognizedClientException|ExpiredToken|ExpiredTokenException|InvalidToken)$/.test(this.code);
    }

    // Whether the key's secret is another.
    get isOfSecret() {
        return /^(SignatureDoesNotMatch|InvalidSignatureException)$/.test(this.code);
    }
}

// Any call: the Response, whatever its status. `key` instead of the session's, for signing in.
export async function send({ service, method = "GET", path = "/", query, headers = {}, body, signal, key }) {
    const sent = signed({
        method,
        host: location.host,
        path,
        query,
        headers,
        body,
        service,
        region: session.state.region,
        key: key ?? session.key(),
        now: new Date(now()),
    });
    const search = queryOf(query);
    const asked = Date.now();
    try {
        const answer = await fetch(path + (search && "?" + search), {
            method,
            headers: sent,
            body,
            signal,
            cache: "no-store",
            credentials: "omit",
            redirect: "error",
        });
        noteTime(answer, asked);
        return answer;
    } catch (trouble) {
        if (trouble.name === "AbortError") {
            throw trouble;
        }
        throw new AwsError("NoAnswer", "", 0, service); // the browser's words say nothing that helps
    }
}

// The text of a file that the console brings.
export async function asset(name) {
    let answer;
    try {
        answer = await fetch("/_hydrant/console/" + name, { credentials: "omit" });
    } catch {
        throw new AwsError("NoAnswer", "", 0, name);
    }
    if (!answer.ok) {
        throw new AwsError("NotFound", name, answer.status, name);
    }
    return answer.text();
}

// Firehose, in AWS's JSON: the answer's members.
export async function firehose(operation, input = {}, { signal } = {}) {
    const response = await send({
        service: "firehose",
        method: "POST",
        headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": "Firehose_20150804." + operation },
        body: JSON.stringify(input),
        signal,
    });
    return answerOfJson(response, "firehose:" + operation);
}

// KMS, likewise.
export async function kms(operation, input = {}, { signal } = {}) {
    const response = await send({
        service: "kms",
        method: "POST",
        headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": "TrentService." + operation },
        body: JSON.stringify(input),
        signal,
    });
    return answerOfJson(response, "kms:" + operation);
}

// CloudFormation, IAM, STS, CloudWatch ("monitoring") in AWS's Query protocol: the element OPERATIONResult, or the
// answer's root where there is none. `parameters` are flat: { "StackName": …, "Tags.member.1.Key": … }.
export async function query(service, operation, parameters = {}, { signal, key } = {}) {
    const response = await send({
        service,
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded; charset=utf-8" },
        body: queryOf({ Action: operation, Version: VERSIONS[service], ...parameters }),
        signal,
        key,
    });
    const action = (service === "monitoring" ? "cloudwatch" : service) + ":" + operation;
    const answer = await response.text();
    if (!response.ok) {
        const error = errorOfXml(response, answer, action);
        throw key ? error : noticed(error);
    }
    const root = rootOf(response, answer, action);
    return at(root, operation + "Result") ?? root;
}

// S3: the Response. `key` and `bucket` are plain text.
export async function s3({ method = "GET", bucket = "", key = "", query, headers, body, signal, action }) {
    if (bytesOf(key).length > KEY_MAX) {
        throw new AwsError("KeyTooLongError", "Your key is too long", 400, action ?? "s3");
    }
    const address = addressOf(bucket, key);
    const response = await send({
        service: "s3", method, path: address.path, query: { ...query, ...address.query }, headers, body, signal });
    if (!response.ok && response.status !== 304) {
        throw noticed(errorOfXml(response, method === "HEAD" ? "" : await response.text(), action ?? "s3"));
    }
    return response;
}

// S3's answers that are XML: the root element.
export async function s3Xml(request) {
    const response = await s3(request);
    return rootOf(response, await response.text(), request.action ?? "s3");
}

// A page of Hydrant's own, below /_hydrant/: its JSON.
export async function hydrant(name, { method = "GET", query, signal, action } = {}) {
    const response = await send({ service: "s3", method, path: "/_hydrant/" + name, query, signal });
    return answerOfJson(response, action ?? "hydrant:" + name);
}

async function answerOfJson(response, action) {
    const answer = await response.text();
    let members;
    try {
        members = JSON.parse(answer || "{}");
    } catch {
        members = { message: answer };
    }
    if (!response.ok) {
        const code = String(members.__type ?? response.status).replace(/^.*#/, "");
        throw noticed(new AwsError(code, members.message ?? members.Message ?? answer, response.status, action));
    }
    return members;
}

// A key that was deleted, or whose time is over, is of no more use to anybody.
function noticed(error) {
    if (error.isOfKey && !session.state.open) {
        session.signOut("signIn.expired");
    }
    return error;
}

// Only what says that it is XML is read as such: the browser's parser writes what is none into the page's log.
function rootOf(response, answer, action) {
    if (answer === "" || !/\bxml\b/.test(response.headers.get("content-type") ?? "")) {
        throw new AwsError("NoXml", answer.trim(), response.status, action);
    }
    return parsed(answer);
}

function errorOfXml(response, answer, action) {
    let error;
    try {
        const root = rootOf(response, answer, action);
        error = at(root, "Error") ?? root;
    } catch {
        return new AwsError(wordOf(response.status), answer.trim(), response.status, action);
    }
    return new AwsError(
        text(error, "Code") ?? wordOf(response.status), text(error, "Message") ?? "", response.status, action);
}

// A HEAD that is refused has no body that says why.
function wordOf(status) {
    return { 403: "AccessDenied", 404: "NotFound" }[status] ?? String(status);
}
