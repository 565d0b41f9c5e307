"""The AWS CLI as AWS ships it, pointed at a running server by --endpoint-url alone."""

import json
import os
import subprocess
import sys
import time
import uuid
from pathlib import Path

ROLE = "arn:aws:iam::123456789012:role/flow-role"
POEM = Path("examples/flows/poem.json")
AWS = Path(sys.executable).parent / "aws"
ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "123456789012",
    "AWS_SECRET_ACCESS_KEY": "any",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "PYTHONDONTWRITEBYTECODE": "",  # every command starts Python anew: with bytecode in a third of the time
}


def run(service, command, *arguments, output="json"):
    endpoint = ("--endpoint-url", os.environ["SLUICE_ENDPOINT"])
    line = [AWS, service, command, *arguments, *endpoint, "--output", output]
    return subprocess.run(line, capture_output=True, text=True, env={**os.environ, **ENVIRONMENT})


def aws(service, command, *arguments):
    """What a command prints; nothing for those that print nothing."""
    ended = run(service, command, *arguments)
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout) if ended.stdout.strip() else None


def build(command, *arguments):
    return aws("bedrock-agent", command, *arguments)


def runtime(command, *arguments):
    return aws("bedrock-agent-runtime", command, *arguments)


def failure(service, command, *arguments):
    """What a command that fails says."""
    ended = run(service, command, *arguments)
    assert ended.returncode != 0, ended.stdout
    assert ended.stdout == ""
    return ended.stderr.strip()


def name():
    return "cli-" + uuid.uuid4().hex[:12]


def inputs(topic):
    content = {"document": {"topic": topic, "lines": 3}}
    return json.dumps([{"nodeName": "Start", "nodeOutputName": "document", "content": content}])


def start(flow, alias, topic):
    """The arguments that name a new execution."""
    labels = ("--flow-identifier", flow, "--flow-alias-identifier", alias)
    return (*labels, "--execution-identifier", runtime("start-flow-execution", *labels, "--inputs", inputs(topic))["executionArn"])


def wait_until(what, seconds=300):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = what()
        if found:
            return found
    raise AssertionError("It did not happen in time.")
