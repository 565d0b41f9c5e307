"""The scripts of examples/, run as a user does."""

import os
import re
import subprocess
import sys


def test_the_prompt_resource():
    environment = {**os.environ, "AWS_ENDPOINT_URL": os.environ["SLUICE_ENDPOINT"]}
    ended = subprocess.run([sys.executable, "examples/prompt_resource.py"], env=environment, capture_output=True, text=True)

    assert ended.returncode == 0, ended.stderr
    status, arn, poem = ended.stdout.splitlines()
    assert (status, poem) == ("Succeeded", "Write a poem of 4 lines about a sluice.")
    assert re.fullmatch(r"arn:aws:bedrock:us-east-1:123456789012:prompt/[0-9A-Z]{10}:1", arn)
