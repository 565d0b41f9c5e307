"""Starts executions with boto3's own retries until standard input closes, then writes what it was told as JSON."""

import json
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import boto3
from botocore.config import Config

FLOW = os.environ["SLUICE_FLOW"]
CLIENTS = int(os.environ["SLUICE_CLIENTS"])
RETRIES = {"mode": "standard", "max_attempts": 30}
INPUTS = [
    {"nodeName": "Start", "nodeOutputName": "document", "content": {"document": "two words"}}
]
closed = threading.Event()


def start_until_closed(session):
    """One call after another. A client of its own has a retry quota of its own."""
    runtime = session.client(
        "bedrock-agent-runtime",
        endpoint_url=os.environ["SLUICE_ENDPOINT"],
        config=Config(retries=RETRIES, connect_timeout=5, read_timeout=20),
    )
    told = []
    while not closed.is_set():
        answer = runtime.start_flow_execution(
            flowIdentifier=FLOW, flowAliasIdentifier="TSTALIASID", inputs=INPUTS
        )
        retries = answer["ResponseMetadata"]["RetryAttempts"]
        told.append({"executionArn": answer["executionArn"], "retries": retries})
    return told


sessions = [
    boto3.Session(
        aws_access_key_id="123456789012", aws_secret_access_key="any", region_name="us-east-1"
    )
    for _ in range(CLIENTS)
]
with ThreadPoolExecutor(CLIENTS) as pool:
    futures = [pool.submit(start_until_closed, session) for session in sessions]
    sys.stdin.read()
    closed.set()
    calls = [call for future in futures for call in future.result()]
json.dump(calls, sys.stdout)
