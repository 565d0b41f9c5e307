"""An endpoint of Bedrock's ConverseStream, written from the protocol alone: it says the last user message back."""

import json
import struct
import threading
import time
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def message(kind, payload, message_type="event"):
    """One message of AWS's event stream."""
    headers = b""
    named = {":message-type": message_type, f":{message_type}-type": kind, ":content-type": "application/json"}
    for name, value in named.items():
        headers += struct.pack("!B", len(name)) + name.encode() + struct.pack("!BH", 7, len(value)) + value.encode()
    body = json.dumps(payload).encode()
    prelude = struct.pack("!II", len(headers) + len(body) + 16, len(headers))
    whole = prelude + struct.pack("!I", zlib.crc32(prelude)) + headers + body
    return whole + struct.pack("!I", zlib.crc32(whole))


class ConverseEndpoint:
    """Runs in the background of a test. `failures`: how many calls are throttled first."""

    def __init__(self, token_delay=0.0):
        self.calls = []
        self.cut = 0
        self.failures = 0
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                endpoint.calls.append({"path": self.path, "headers": dict(self.headers.items()), "body": body})
                if endpoint.failures > 0:
                    endpoint.failures -= 1
                    return self.throttle()
                try:
                    self.answer(body["messages"][-1]["content"][0]["text"])
                except OSError:
                    endpoint.cut += 1
                    self.close_connection = True

            def throttle(self):
                text = json.dumps({"message": "Too many requests"}).encode()
                self.send_response(429)
                self.send_header("x-amzn-errortype", "ThrottlingException")
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def answer(self, prompt):
                self.send_response(200)
                self.send_header("content-type", "application/vnd.amazon.eventstream")
                self.send_header("x-amzn-requestid", "request-of-the-test")
                self.send_header("transfer-encoding", "chunked")
                self.end_headers()
                self.send(message("messageStart", {"role": "assistant"}))
                words = prompt.split(" ")
                for index, word in enumerate(words):
                    time.sleep(token_delay)
                    text = word if index == len(words) - 1 else word + " "
                    self.send(message("contentBlockDelta", {"contentBlockIndex": 0, "delta": {"text": text}}))
                self.send(message("contentBlockStop", {"contentBlockIndex": 0}))
                self.send(message("messageStop", {"stopReason": "end_turn"}))
                usage = {"inputTokens": len(words), "outputTokens": len(words), "totalTokens": 2 * len(words)}
                self.send(message("metadata", {"usage": usage, "metrics": {"latencyMs": 7}}))
                self.wfile.write(b"0\r\n\r\n")

            def send(self, data):
                self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = "http://127.0.0.1:%d" % self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
