"""What a child process runs for a handler in Python: loads it, then answers one call after the other, each with one line on the
channel. Stands for itself: nothing of the server is loaded into the child."""

import decimal
import importlib.util
import json
import os
import signal
import sys
import threading
import time
import traceback
from types import SimpleNamespace

# Descriptors of the child: calls and answers on one, nothing on the other, which closes with the server.
CHANNEL = 3
LIFE = 4
OK, FAILED, TOO_LARGE, BROKEN = "1", "0", "l", "x"
"""BROKEN: as FAILED, and this process takes no further call."""
LONGEST_MESSAGE = 10_000
PROCESS = os.getpid()
OWN_FILES = (__file__, "<frozen importlib._bootstrap_external>", "<frozen importlib._bootstrap>")


class Unloaded(Exception):
    """The handler cannot be had."""


def watch_life():
    """Notices the end of the server also while the handler keeps the main thread busy."""
    try:
        while os.read(LIFE, 1):
            pass
    finally:
        os.killpg(0, signal.SIGKILL)


def serve(path, name):
    for descriptor in (CHANNEL, LIFE):
        os.set_inheritable(descriptor, False)
    threading.Thread(target=watch_life, daemon=True).start()
    failure, handler = None, None
    try:
        handler = load(path, name)
    except Exception as error:
        print_trace(error.__cause__ or error)
        failure = error
    with os.fdopen(CHANNEL, "rb", closefd=False) as lines:
        for line in lines:
            call = json.loads(line)
            if failure is not None:
                answer(call, BROKEN, error_text(failure))
                return
            kind, text = invoke(handler, call)
            if os.getpid() != PROCESS:
                os._exit(0)  # a copy that the handler has forked answers nothing
            answer(call, kind, text)


def load(path, name):
    directory, file = os.path.split(path)
    module_name = os.path.splitext(file)[0]
    sys.path[0] = directory
    spec = importlib.util.spec_from_file_location(module_name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[module_name] = module
    try:
        spec.loader.exec_module(module)
    except SyntaxError as error:
        raise Unloaded("Runtime.UserCodeSyntaxError", str(error)) from error
    except (ImportError, FileNotFoundError) as error:
        raise Unloaded("Runtime.ImportModuleError", str(error)) from error
    handler = getattr(module, name, None)
    if not callable(handler):
        raise Unloaded("Runtime.HandlerNotFound", f"{name} is no function of the module.")
    return handler


def invoke(handler, call):
    try:
        value = handler(call["event"], Context(call))
    except Exception as error:
        print_trace(error)
        return FAILED, error_text(error)
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, default=plain)
    except Exception as error:
        return FAILED, failure_text("Runtime.MarshalError", f"The answer is no JSON: {error}")
    if len(encoded(text)) > call["longestAnswer"]:
        return TOO_LARGE, ""
    return OK, text


def print_trace(error):
    """Where the handler failed, for the log, as on Lambda: without what called it."""
    if isinstance(error, Unloaded):
        return
    trace = error.__traceback__
    while trace is not None and trace.tb_frame.f_code.co_filename in OWN_FILES:
        trace = trace.tb_next
    try:
        traceback.print_exception(type(error), error, trace)
    except Exception:
        pass  # a handler may have closed its stream: its failure is answered all the same


def plain(value):
    """What Lambda's own runtime writes beside JSON's types: DynamoDB's numbers."""
    if isinstance(value, decimal.Decimal):
        return float(value)
    raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")


class Context:
    """https://docs.aws.amazon.com/lambda/latest/dg/python-context.html"""

    def __init__(self, call):
        client = call["clientContext"]
        self.aws_request_id = call["requestId"]
        self.function_name = os.environ.get("AWS_LAMBDA_FUNCTION_NAME")
        self.function_version = os.environ.get("AWS_LAMBDA_FUNCTION_VERSION")
        self.invoked_function_arn = call["functionArn"]
        self.memory_limit_in_mb = os.environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.log_group_name = os.environ.get("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = os.environ.get("AWS_LAMBDA_LOG_STREAM_NAME")
        self.identity = None
        self.client_context = SimpleNamespace(client=None, env=None, custom=client["custom"])
        self._deadline = call["deadline"]

    def get_remaining_time_in_millis(self):
        return max(int(self._deadline - time.time() * 1000), 0)


def answer(call, kind, text):
    line = encoded(f"{call['mark']} {kind} {text}\n")
    while line:
        line = line[os.write(CHANNEL, line) :]


def encoded(text):
    """A lone surrogate becomes the escape that JSON has for it."""
    return text.encode("utf-8", "backslashreplace")


def error_text(error):
    if isinstance(error, Unloaded):
        return failure_text(*error.args)
    try:
        return failure_text(type(error).__name__, str(error))
    except Exception:
        return failure_text(type(error).__name__, "")


def failure_text(error_type, message):
    return json.dumps({"errorType": error_type, "errorMessage": message[:LONGEST_MESSAGE]})


serve(sys.argv[1], sys.argv[2])
