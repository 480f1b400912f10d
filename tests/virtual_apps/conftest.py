from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from calling import App

import privaudit.virtual
from privaudit.virtual.activities import Activity
from privaudit.virtual.internet import Internet
from privaudit.virtual.portal import Portal
from privaudit.virtual.state import VirtualPhone
from privaudit.virtual.views import View
from privaudit.virtual.zygote import Zygote

APPS = Path(privaudit.virtual.__file__).parent / "apps"


class Stage:
    """A virtual phone with its internet, portal and zygote, driven through its screen."""

    def __init__(self, directory: Path, *, silence: float = 30.0) -> None:
        self.phone = VirtualPhone(directory / "phone")
        self.internet = Internet(directory, APPS, self.phone.identity)
        self.internet.start()
        trusted = self.phone.files.real("/system/etc/security/cacerts/00000000.0")
        trusted.write_bytes(self.internet.authority.read_bytes())
        self.portal = Portal(self.phone, silence=silence)
        self.portal.start()
        self.zygote = Zygote(self.phone, self.portal, self.internet.gateway)
        self.phone.launcher = self.zygote

    def close(self) -> None:
        self.zygote.close()
        self.portal.close()
        self.internet.close()
        self.phone.close()

    def install(self, apk: str) -> str:
        return self.phone.packages.install((APPS / apk).read_bytes()).name

    def begin(self, package: str) -> Activity:
        installed = self.phone.packages.get(package)
        assert installed is not None
        activity, _ = self.phone.activities.start(package, installed.launcher, launch=True)
        return activity

    def launch(self, apk: str) -> Activity:
        activity = self.begin(self.install(apk))
        assert self.phone.activities.wait_drawn(activity, 10), self.log()
        return activity

    def screen(self) -> list[View]:
        """What the front window shows, once it has come to rest."""
        self.phone.ui.wait_idle(5)
        return list(self.phone.ui.windows()[-1].root.walk())

    def texts(self) -> list[str]:
        return [view.text for view in self.screen() if view.text]

    def tap(self, wanted: str) -> None:
        """Tap the first thing with a text or id."""
        end = time.monotonic() + 5
        while time.monotonic() < end:
            for view in self.screen():
                if wanted in (view.text, view.resource_id.rpartition("/")[2]):
                    left, top, right, bottom = view.bounds
                    self.phone.ui.tap((left + right) // 2, (top + bottom) // 2)
                    return
        raise AssertionError(f"{wanted} is not among {self.texts()}")

    def log(self, tag: str = "") -> list[str]:
        return [line.text for line in self.phone.log.lines() if tag in ("", line.tag)]

    def wait_log(self, text: str, seconds: float = 10) -> None:
        end = time.monotonic() + seconds
        while not any(text in line for line in self.log()):
            assert time.monotonic() < end, f"{text!r} is not in {self.log()}"
            time.sleep(0.03)

    def wait_text(self, text: str, seconds: float = 10) -> None:
        end = time.monotonic() + seconds
        while text not in self.texts():
            assert time.monotonic() < end, f"{text!r} is not on {self.texts()}"


@pytest.fixture(scope="session")
def make_stage() -> type[Stage]:
    return Stage


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    made = Stage(tmp_path)
    try:
        yield made
    finally:
        made.close()


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    phone = VirtualPhone(tmp_path)
    made = App(phone)
    try:
        yield made
    finally:
        made.close()
        phone.close()
