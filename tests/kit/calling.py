"""An app's side of the virtual phone's binder, spoken by the test itself."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any

import privaudit.virtual
from privaudit.virtual.binder import AppProcess, Binder
from privaudit.virtual.state import VirtualPhone

APPS = Path(privaudit.virtual.__file__).parent / "apps"
BANK = "com.example.bank"
P = "android.permission."


class App:
    """Speaks the binder's protocol as a process of the violating demo app would."""

    def __init__(self, phone: VirtualPhone) -> None:
        self.phone = phone
        phone.packages.install((APPS / "example-bank-violating.apk").read_bytes())
        self.process = AppProcess(
            package=BANK, name=BANK, token="t", activity=None, service=None, extras={}, pid=4242
        )
        self.binder = Binder(phone, {"t": self.process}.get, lambda _process: {"package": BANK})
        self.sock = socket.create_connection(("127.0.0.1", self.binder.port), 5)
        self.lines = self.sock.makefile("rb")
        self.number = 0
        assert self.call("attach", token="t") == {"package": BANK}

    def raw(self, data: bytes) -> dict[str, Any]:
        self.sock.sendall(data)
        answer: dict[str, Any] = json.loads(self.lines.readline())
        return answer

    def ask(self, name: str, **args: Any) -> dict[str, Any]:
        self.number += 1
        answer = self.raw(json.dumps({"id": self.number, "call": name, "args": args}).encode() + b"\n")
        assert answer["id"] == self.number
        return answer

    def call(self, name: str, **args: Any) -> Any:
        answer = self.ask(name, **args)
        assert "error" not in answer, answer
        return answer["result"]

    def error(self, name: str, **args: Any) -> tuple[str, str]:
        thrown = self.ask(name, **args)["error"]
        return thrown["class"], thrown["message"]

    def grant(self, *names: str) -> None:
        for name in names:
            self.phone.permissions.grant(BANK, P + name)

    def front(self) -> None:
        self.phone.activities.resumed(4242, BANK, f"{BANK}.MainActivity")

    def counted(self, op: str) -> tuple[int, int]:
        state = self.phone.appops.of(BANK).get(op)
        return (state.count, state.rejected) if state else (0, 0)

    def close(self) -> None:
        self.lines.close()
        self.sock.close()
        self.binder.close()
