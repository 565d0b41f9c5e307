"""A disk that fails when it is told to: mounts a file system in memory at a directory, in namespaces of its own, and becomes a command.

    unshare --user --map-root-user --mount python3 failing_disk.py DIRECTORY CONTROL COMMAND...

What the file CONTROL says holds from then on: `well`, `read-only` (whatever would change something is refused with EROFS, as by a
file system that the kernel has made read-only after an error; a mount that is asked to become so refuses while files are open), or
`silent` (no write is answered until it says something else). What is mapped for locks (`-shm`) stays as it is.
"""

import ctypes
import errno
import os
import select
import signal
import stat
import struct
import sys
import time

HEADER = struct.Struct("<IIQQIIIHH")
LOOKUP, FORGET, GETATTR, SETATTR, MKDIR, UNLINK, RMDIR, OPEN, READ, WRITE, STATFS, RELEASE = 1, 2, 3, 4, 9, 10, 11, 14, 15, 16, 17, 18
FSYNC, FLUSH, INIT, OPENDIR, READDIR, RELEASEDIR, FSYNCDIR, ACCESS, CREATE = 20, 25, 26, 27, 28, 29, 30, 34, 35
UNANSWERED = {FORGET, 36, 42}
CHANGING = {SETATTR, MKDIR, UNLINK, RMDIR, WRITE, CREATE}
ROOT, BLOCK, MOST = 1, 4096, 128 * 1024


class Refused(Exception):
    """`args[0]`: the error's number."""


class Disk:
    def __init__(self, device, control):
        self.device, self.control = device, control
        self.nodes = {ROOT: {"mode": stat.S_IFDIR | 0o755, "names": {}, "data": bytearray(), "name": b""}}
        self.next = ROOT + 1
        self.held = []

    def serve(self):
        while True:
            readable, _, _ = select.select([self.device], [], [], 0.02)
            if self.held and self.said() != "silent":
                held, self.held = self.held, []
                for request in held:
                    self.answer(*request)
            if readable:
                self.take(os.read(self.device, MOST + 4096))

    def said(self):
        with open(self.control) as file:
            return file.read().strip()

    def take(self, request):
        _, operation, unique, node, *_ = HEADER.unpack_from(request)
        body = request[HEADER.size :]
        if operation in UNANSWERED:
            return
        fixed = self.nodes.get(node, {}).get("name", b"").endswith(b"-shm")
        if operation in CHANGING | {FSYNC} and not fixed and self.said() == "silent":
            self.held.append((operation, unique, node, body))
        else:
            self.answer(operation, unique, node, body, fixed)

    def answer(self, operation, unique, node, body, fixed=False):
        error, content = 0, b""
        try:
            if operation in CHANGING and not fixed and self.said() == "read-only":
                raise Refused(errno.EROFS)
            content = self.do(operation, node, body)
        except Refused as refused:
            error = -refused.args[0]
        os.write(self.device, struct.pack("<IiQ", 16 + len(content), error, unique) + content)

    def do(self, operation, node, body):
        file = self.nodes.get(node)
        if operation == INIT:
            flags = 1 << 5  # FUSE_BIG_WRITES
            return struct.pack("<IIIIHHIIHHI28x", 7, 31, MOST, flags, 16, 12, MOST, 1, 0, 0, 0)
        if operation == LOOKUP:
            return self.entry(self.named(file, body))
        if operation == GETATTR:
            return struct.pack("<QII", 0, 0, 0) + self.attributes(node)
        if operation == SETATTR:
            valid, _, _, size = struct.unpack_from("<IIQQ", body)
            if valid & 8:
                resize(file["data"], size)
            return struct.pack("<QII", 0, 0, 0) + self.attributes(node)
        if operation == MKDIR:
            return self.entry(self.make(file, body[8:], stat.S_IFDIR | 0o755))
        if operation == CREATE:
            made = self.make(file, body[16:], stat.S_IFREG | 0o644)
            return self.entry(made) + self.opened(made)
        if operation in (UNLINK, RMDIR):
            self.named(file, body)
            del file["names"][body.rstrip(b"\0")]
            return b""
        if operation in (OPEN, OPENDIR):
            return self.opened(node)
        if operation == READ:
            _, offset, size = struct.unpack_from("<QQI", body)
            return bytes(file["data"][offset : offset + size])
        if operation == READDIR:
            return b""
        if operation == WRITE:
            _, offset, size = struct.unpack_from("<QQI", body)
            resize(file["data"], max(len(file["data"]), offset + size))
            file["data"][offset : offset + size] = body[40 : 40 + size]
            return struct.pack("<II", size, 0)
        if operation == STATFS:
            return struct.pack("<QQQQQIII28x", 1 << 20, 1 << 19, 1 << 19, 1 << 10, 1 << 10, BLOCK, 255, BLOCK)
        if operation == ACCESS:
            (mask,) = struct.unpack_from("<I", body)
            if mask & os.W_OK and self.said() == "read-only":
                raise Refused(errno.EROFS)
            return b""
        if operation in (RELEASE, FSYNC, FLUSH, RELEASEDIR, FSYNCDIR):
            return b""
        raise Refused(errno.ENOSYS)

    def named(self, directory, name):
        if name.rstrip(b"\0") not in directory["names"]:
            raise Refused(errno.ENOENT)
        return directory["names"][name.rstrip(b"\0")]

    def make(self, directory, name, mode):
        node, self.next = self.next, self.next + 1
        directory["names"][name.rstrip(b"\0")] = node
        self.nodes[node] = {"mode": mode, "names": {}, "data": bytearray(), "name": name.rstrip(b"\0")}
        return node

    def opened(self, node):
        """Past the kernel's cache, where it can be: a page that is written there is not read until that was answered."""
        mapped = self.nodes[node]["name"].endswith(b"-shm")
        return struct.pack("<QII", node, 0 if mapped else 1, 0)

    def entry(self, node):
        return struct.pack("<QQQQII", node, 0, 0, 0, 0, 0) + self.attributes(node)

    def attributes(self, node):
        file = self.nodes[node]
        size, now = len(file["data"]), int(time.time())
        return struct.pack("<QQQQQQ10I", node, size, -(-size // 512), now, now, now, 0, 0, 0, file["mode"], 1, 0, 0, 0, BLOCK, 0)


def resize(data, size):
    del data[size:]
    data.extend(bytes(size - len(data)))


def mounted(directory):
    os.makedirs(directory, exist_ok=True)
    try:
        device = os.open("/dev/fuse", os.O_RDWR)
    except OSError as error:
        sys.exit(f"A disk that fails needs /dev/fuse, which this system refuses: {error.strerror}.")
    options = b"fd=%d,rootmode=40000,user_id=0,group_id=0" % device
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.mount(b"failing", os.fsencode(directory), b"fuse", 0, options) != 0:
        sys.exit(f"A disk that fails cannot be mounted: {os.strerror(ctypes.get_errno())}. It needs user and mount namespaces.")
    return device, libc


def main(directory, control, *command):
    device, libc = mounted(directory)
    if os.fork() == 0:
        libc.prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG: it goes with what it was made for
        Disk(device, control).serve()
    os.close(device)
    os.execvp(command[0], command)


main(*sys.argv[1:])
