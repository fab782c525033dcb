# Runs an AWS Lambda handler in Python: loads it, asks Hydrant for events, and reports what it returns or raises.
# Called with the handler's file and the function's name in it.
import decimal
import http.client
import importlib.util
import json
import os
import sys
import time
import traceback

file, function = sys.argv[1], sys.argv[2]
del sys.argv[1:]
host, _, secret = os.environ["AWS_LAMBDA_RUNTIME_API"].partition("/")
root = ("/" + secret if secret else "") + "/2018-06-01/runtime/"
connection = http.client.HTTPConnection(host)
sys.stdout.reconfigure(line_buffering=True)


def call(method, path, body=None, headers={}):
    connection.request(method, root + path, body=body, headers={"Content-Type": "application/json", **headers})
    answer = connection.getresponse()
    content = answer.read()
    if answer.status >= 500:
        sys.exit(0)  # there will be no other event
    return answer, content


def of_function(trace):
    """Without the frames of this file that lead to the function's own."""
    while trace and trace.tb_frame.f_code.co_filename.startswith((describe.__code__.co_filename, "<frozen importlib")):
        trace = trace.tb_next
    return trace


def describe(error):
    frames = of_function(error.__traceback__)
    trace = traceback.format_exception(type(error), error, frames)
    print("[ERROR] " + "".join(trace).rstrip(), flush=True)
    return {
        "errorMessage": str(error),
        "errorType": type(error).__name__,
        "stackTrace": traceback.format_tb(frames),
    }


def report(path, error):
    call("POST", path, json.dumps(error), {"Lambda-Runtime-Function-Error-Type": error["errorType"]})


class Context:
    function_name = os.environ["AWS_LAMBDA_FUNCTION_NAME"]
    function_version = os.environ["AWS_LAMBDA_FUNCTION_VERSION"]
    memory_limit_in_mb = os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
    log_group_name = os.environ["AWS_LAMBDA_LOG_GROUP_NAME"]
    log_stream_name = os.environ["AWS_LAMBDA_LOG_STREAM_NAME"]
    identity = None
    client_context = None

    def __init__(self, headers):
        self.aws_request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        self.invoked_function_arn = headers["Lambda-Runtime-Invoked-Function-Arn"]
        self._deadline = int(headers["Lambda-Runtime-Deadline-Ms"])

    def get_remaining_time_in_millis(self):
        return max(0, self._deadline - int(time.time() * 1000))

    def log(self, message):
        sys.stdout.write(str(message))


def in_json(value):
    if isinstance(value, decimal.Decimal):
        return float(value)
    raise TypeError("Object of type %s is not JSON serializable" % type(value).__name__)


def load():
    folder, name = os.path.split(file)
    sys.path.insert(0, folder)
    module_name = os.path.splitext(name)[0]
    spec = importlib.util.spec_from_file_location(module_name, file)
    module = importlib.util.module_from_spec(spec)
    sys.modules[module_name] = module
    spec.loader.exec_module(module)
    found = module
    for part in function.split("."):
        if not hasattr(found, part):
            names = sorted(n for n, v in vars(module).items() if callable(v) and not n.startswith("_"))
            raise AttributeError("%s has no function %s; it has: %s" % (file, function, ", ".join(names[:10]) or "none"))
        found = getattr(found, part)
    return found


try:
    handler = load()
except Exception as error:
    report("init/error", describe(error))
    sys.exit(1)

while True:
    event, content = call("GET", "invocation/next")
    request = event.headers["Lambda-Runtime-Aws-Request-Id"]
    os.environ["_X_AMZN_TRACE_ID"] = event.headers["Lambda-Runtime-Trace-Id"]
    try:
        result = json.dumps(handler(json.loads(content), Context(event.headers)), default=in_json)
    except Exception as error:
        report("invocation/%s/error" % request, describe(error))
        continue
    finally:
        sys.stdout.flush()
    call("POST", "invocation/%s/response" % request, result)
