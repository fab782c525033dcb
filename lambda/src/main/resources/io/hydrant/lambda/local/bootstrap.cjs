// Runs an AWS Lambda handler in Node.js: loads it, asks Hydrant for events, and reports what it returns or throws.
// Called with the handler's file and the name of the function that it exports. A handler may be async, return a promise,
// or call back.
const http = require("node:http");
const { pathToFileURL } = require("node:url");

delete process.env._BOOTSTRAP; // this very text

const [file, name] = process.argv.slice(1);
process.argv.splice(1);
const [, address, port, secret] = /^([^:/]+):(\d+)\/?(.*)$/.exec(process.env.AWS_LAMBDA_RUNTIME_API);
const root = (secret ? "/" + secret : "") + "/2018-06-01/runtime/";
const agent = new http.Agent({ keepAlive: true, maxSockets: 1, noDelay: true });

function call(method, path, body, headers = {}) {
  return new Promise((resolve, reject) => {
    const bytes = body === undefined ? undefined : Buffer.from(body);
    const request = http.request(
      {
        agent, host: address, port, method, path: root + path,
        headers: { "Content-Type": "application/json", "Content-Length": bytes ? bytes.length : 0, ...headers },
      },
      (answer) => {
        const parts = [];
        answer.on("data", (part) => parts.push(part));
        answer.on("end", () => {
          if (answer.statusCode >= 500) process.exit(0); // there will be no other event
          resolve({ headers: answer.headers, body: Buffer.concat(parts).toString() });
        });
        answer.on("error", reject);
      });
    request.on("error", reject);
    request.end(bytes);
  });
}

// Without the frames of this file and of Node.js itself that lead to the function's own.
function traceOf(error) {
  const lines = String(error.stack ?? error).split("\n");
  const first = lines.findIndex((line) => /^\s+at .*hydrant-bootstrap\.cjs/.test(line));
  return lines.slice(0, first < 0 ? lines.length : first).filter((line) => !/^\s+at .*node:internal\//.test(line));
}

function describe(error) {
  const isError = error instanceof Error;
  const trace = isError ? traceOf(error) : [];
  console.error("ERROR " + (isError ? trace.join("\n") : String(error)));
  return {
    errorMessage: isError ? error.message : String(error),
    errorType: isError ? error.name : typeof error,
    stackTrace: trace,
  };
}

const report = (path, error) =>
  call("POST", path, JSON.stringify(error), { "Lambda-Runtime-Function-Error-Type": error.errorType.replace(/[^\w.]/g, "_") });

async function load() {
  const module = await import(pathToFileURL(file).href);
  const find = (from) => name.split(".").reduce((found, part) => found?.[part], from);
  const handler = find(module) ?? find(module.default);
  if (typeof handler !== "function") {
    const names = Object.keys({ ...module.default, ...module }).filter((key) => key !== "default" && key !== "module.exports");
    throw new TypeError(`${file} exports no function ${name}; it exports: ${names.join(", ") || "nothing"}`);
  }
  return handler;
}

let current; // the request that is worked on
let idle; // ends the wait for a callback that nobody will call

async function crash(error) {
  const path = current === undefined ? "init/error" : `invocation/${current}/error`;
  try {
    await report(path, describe(error));
  } finally {
    process.exit(1);
  }
}
process.on("uncaughtException", crash);
process.on("unhandledRejection", crash);
// Nothing is going on any more: a handler that has neither called back nor returned a promise never will.
process.on("beforeExit", () => idle?.(null));

function work(handler, event, headers) {
  const deadline = Number(headers["lambda-runtime-deadline-ms"]);
  return new Promise((resolve, reject) => {
    const done = (error, result) => (error === null || error === undefined ? resolve(result) : reject(error));
    idle = resolve;
    const context = {
      awsRequestId: headers["lambda-runtime-aws-request-id"],
      invokedFunctionArn: headers["lambda-runtime-invoked-function-arn"],
      functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
      functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
      memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
      logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
      logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
      callbackWaitsForEmptyEventLoop: false,
      getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
      done,
      succeed: (result) => done(null, result),
      fail: (error) => done(error ?? "handled"),
    };
    const returned = handler(event, context, done);
    if (typeof returned?.then === "function") returned.then(resolve, reject);
  });
}

async function serve(handler) {
  for (;;) {
    const { headers, body } = await call("GET", "invocation/next");
    current = headers["lambda-runtime-aws-request-id"];
    process.env._X_AMZN_TRACE_ID = headers["lambda-runtime-trace-id"];
    let result;
    try {
      result = JSON.stringify((await work(handler, JSON.parse(body), headers)) ?? null) ?? "null";
    } catch (error) {
      await report(`invocation/${current}/error`, describe(error));
      continue;
    } finally {
      idle = undefined;
    }
    await call("POST", `invocation/${current}/response`, result);
  }
}

// Not awaited: whatever waits at the top would end the process when there is nothing else to wait for.
load().then(serve, async (error) => {
  await report("init/error", describe(error));
  process.exit(1);
}).catch(() => process.exit(1));
//# sourceURL=hydrant-bootstrap.cjs
