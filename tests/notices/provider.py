"""A provider on 127.0.0.1 that drops, is late, answers twice, or refuses with a friendly 200."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

GOOD = b'{"errcode": 0, "errmsg": "ok", "code": 0, "msg": "success"}'


def answer(body: bytes = GOOD, status: str = "200 OK", headers: str = "") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n{headers}\r\n"
    return head.encode() + body


@dataclass
class Request:
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Provider:
    """`script`: what it does to one request after the other, then `usual`. "drop" takes the request and says nothing."""

    port: int
    script: list[bytes | str] = field(default_factory=list)
    usual: bytes | str = field(default_factory=answer)
    requests: list[Request] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        return f"http://{self.host}"

    def serve(self, line: socket.socket) -> None:
        with line:
            request = heard(line)
            if request is None:
                return
            self.requests.append(request)
            act = self.script.pop(0) if self.script else self.usual
            if act == "hang":
                self.closing.wait(30)
            elif act == "drip":
                self.drip(line)
            elif isinstance(act, bytes):
                line.sendall(act)

    def drip(self, line: socket.socket) -> None:
        line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        while not self.closing.wait(0.05):
            try:
                line.sendall(b"x")
            except OSError:
                return


def heard(line: socket.socket) -> Request | None:
    file = line.makefile("rb")
    first = file.readline().decode()
    if not first:
        return None
    headers = {}
    while (row := file.readline().decode().strip()) != "":
        name, _, value = row.partition(":")
        headers[name.lower()] = value.strip()
    return Request(first.split()[1], headers, file.read(int(headers.get("content-length", 0))))


@contextmanager
def running() -> Iterator[Provider]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        provider = Provider(server.getsockname()[1])

        def accept() -> None:
            while not provider.closing.is_set():
                try:
                    line, _ = server.accept()
                except TimeoutError:
                    continue
                line.settimeout(30)
                threading.Thread(target=provider.serve, args=[line], daemon=True).start()

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        try:
            yield provider
        finally:
            provider.closing.set()
            thread.join()
