"""A prompt of its own, in place of one inside a flow: python examples/prompt_resource.py, while a server runs."""

import json
import os
import time
from pathlib import Path

import boto3

ROLE = "arn:aws:iam::123456789012:role/flow-role"
endpoint = os.environ.get("AWS_ENDPOINT_URL", "http://127.0.0.1:4680")
settings = dict(endpoint_url=endpoint, region_name="us-east-1", aws_access_key_id="123456789012", aws_secret_access_key="any")
build = boto3.client("bedrock-agent", **settings)
runtime = boto3.client("bedrock-agent-runtime", **settings)

# The prompt that stands in the flow becomes the first version of a prompt resource.
definition = json.loads((Path(__file__).parent / "flows" / "poem.json").read_text())
node = definition["nodes"][1]["configuration"]["prompt"]
variant = {"name": "plain", **node["sourceConfiguration"]["inline"]}
prompt = build.create_prompt(name="poem", defaultVariant="plain", variants=[variant])
version = build.create_prompt_version(promptIdentifier=prompt["id"], description="As it stood in the flow")

# A version never changes. prompt["arn"], without a number, would be the DRAFT as it is when the node begins.
node["sourceConfiguration"] = {"resource": {"promptArn": version["arn"]}}
flow = build.create_flow(name="poem", executionRoleArn=ROLE, definition=definition)["id"]
build.prepare_flow(flowIdentifier=flow)

alias = dict(flowIdentifier=flow, flowAliasIdentifier="TSTALIASID")
content = {"document": {"topic": "a sluice", "lines": 4}}
inputs = [{"nodeName": "Start", "nodeOutputName": "document", "content": content}]
arn = runtime.start_flow_execution(**alias, inputs=inputs)["executionArn"]
execution = runtime.get_flow_execution(**alias, executionIdentifier=arn)
while execution["status"] == "Running":
    time.sleep(0.1)
    execution = runtime.get_flow_execution(**alias, executionIdentifier=arn)

events = runtime.list_flow_execution_events(**alias, executionIdentifier=arn, eventType="Flow")["flowExecutionEvents"]
poems = [field["content"]["document"] for event in events for field in event.get("flowOutputEvent", {}).get("fields", [])]
print(execution["status"], version["arn"], *poems, sep="\n")
