"""A server of its own for a test, whose data directory gets into trouble; the model that it calls is the test's."""

import errno
import json
import os
import signal
import sqlite3
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest
from conftest import clients, name, wait_until
from converse_endpoint import ConverseEndpoint
from prompt_parts import begin, flow_with_prompt, text_variant

UNSHARE = ["unshare", "--user", "--map-root-user", "--mount"]
FAILING_DISK = str(Path(__file__).parents[1] / "faults" / "failing_disk.py")
ENDLESS = "on and on " * 5_000
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "AKIASLUICETEST", "AWS_SECRET_ACCESS_KEY": "secret"}
ACCOUNT = "123456789012"


def need_namespaces():
    tried = subprocess.run([*UNSHARE, "true"], capture_output=True, text=True)
    if tried.returncode != 0:
        pytest.fail(f"This test needs user and mount namespaces ({' '.join(UNSHARE)}): {tried.stderr}")


class TroubledServer:
    """What a test sees of its server: both of boto3's clients, the model's calls, the log and the data directory."""

    def __init__(self, directory, launcher, settings):
        self.data = directory / "data"
        self.control = directory / "control"
        self.control.write_text("well")
        self.model = ConverseEndpoint(token_delay=0.02)
        provider = {"type": "bedrock", "region": "eu-west-1", "endpointUrl": self.model.url}
        models = {"providers": {"aws": provider}, "routes": [{"match": "*", "provider": "aws"}]}
        config = directory / "sluice.config.json"
        config.write_text(json.dumps({"dataDir": str(self.data), "models": models, **settings}))
        command = [*launcher(self), "node", "src/cli/main.ts", "serve", "--port", "0", "--config", str(config)]
        self.log_file = directory / "log"
        with self.log_file.open("w") as log:
            self.process = subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=log, text=True, env={**os.environ, **CREDENTIALS}
            )
        first_line = self.process.stdout.readline()
        assert first_line, "the server ended before it listened: " + self.log_file.read_text()
        self.endpoint = first_line.split()[-1]
        both = clients(self.endpoint, ACCOUNT)
        self.build, self.runtime = both.build, both.runtime

    def flow(self):
        """A prepared flow's id: it asks the test's model."""
        prompt = self.build.create_prompt(name=name(), defaultVariant="plain", variants=[text_variant("{{topic}}")])
        return flow_with_prompt(self.build, prompt["arn"])

    def begin_endless(self, flow):
        """Starts an execution; the model is at work when this returns."""
        calls = len(self.model.calls)
        labels = begin(self.runtime, flow, topic=ENDLESS)
        wait_until(lambda: len(self.model.calls) > calls)
        return labels

    def ready(self):
        try:
            with urllib.request.urlopen(self.endpoint + "/healthz/ready") as answer:
                return answer.status, json.load(answer)["status"]
        except urllib.error.HTTPError as answer:
            return answer.code, json.load(answer)["status"]

    def log(self):
        lines = self.log_file.read_text().splitlines()
        return [json.loads(line) for line in lines if line.startswith("{")]

    def inside(self, file):
        """The path of a file of the data directory as the server sees it, which may be in a namespace of its own."""
        return f"/proc/{self.process.pid}/root{self.data}/{file}"

    def database(self):
        return sqlite3.connect(self.data / "sluice.db", isolation_level=None)

    def close(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.model.close()


@contextmanager
def troubled_server(directory, launcher=lambda _: [], **settings):
    server = TroubledServer(directory, launcher, settings)
    try:
        yield server
    finally:
        server.close()


class Full:
    """A disk of 4 MB, filled to its last block."""

    def launcher(self, server):
        need_namespaces()
        mount = 'mkdir -p "$0" && mount -t tmpfs -o size=4m sluice "$0" && exec "$@"'
        return [*UNSHARE, "sh", "-c", mount, str(server.data)]

    def begin(self, server):
        with open(server.inside("filling"), "wb", buffering=0) as filling:
            try:
                while True:
                    filling.write(bytes(4096))
            except OSError as error:
                assert error.errno == errno.ENOSPC

    def end(self, server):
        os.remove(server.inside("filling"))


class FailingDisk:
    """A file system that the test tells what to do. One of the kernel's that is mounted anew as read-only refuses that while a
    database is open in it; only an error of the disk makes it so, which nobody can order."""

    def __init__(self, what):
        self.what = what

    def launcher(self, server):
        need_namespaces()
        return [*UNSHARE, sys.executable, FAILING_DISK, str(server.data), str(server.control)]

    def begin(self, server):
        server.control.write_text(self.what)

    def end(self, server):
        server.control.write_text("well")


class Locked:
    """Another process, this one, holds SQLite's write lock."""

    def launcher(self, _):
        return []

    def begin(self, server):
        self.held = server.database()
        self.held.execute("begin immediate")

    def end(self, _):
        self.held.execute("rollback")
        self.held.close()


def damage(server, table):
    """Overwrites the first page of a table of the running server's database."""
    database = server.database()
    database.execute("pragma wal_checkpoint(truncate)").fetchall()
    [page] = database.execute("select rootpage from sqlite_schema where name = ?", (table,)).fetchone()
    [size] = database.execute("pragma page_size").fetchone()
    with open(server.data / "sluice.db", "r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"garbage " * (size // 8))
    # Whoever has read the page before reads it again once something was written.
    [version] = database.execute("pragma user_version").fetchone()
    database.execute(f"pragma user_version = {version}")
    database.close()
