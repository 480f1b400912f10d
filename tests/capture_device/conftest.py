from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.capture_device.fake_phone import FakePhone, FakeServer

from privaudit.capture.adb_server import AdbServer
from privaudit.capture.device import Device


@pytest.fixture
def phone() -> FakePhone:
    return FakePhone()


@pytest.fixture
def server(phone: FakePhone) -> Iterator[AdbServer]:
    fake = FakeServer(phone)
    yield AdbServer.existing("127.0.0.1", fake.port)
    fake.stop()


@pytest.fixture
def device(server: AdbServer, phone: FakePhone) -> Device:
    return Device.connect(server, phone.serial)
