"""What the system answers an app, call by call, over the real binder socket."""

from __future__ import annotations

import json
import socket

import pytest
from calling import APPS, BANK, App, P


@pytest.mark.parametrize(
    ("call", "args", "label"),
    [("telephony.read", {"what": "getImei"}, "getImeiForSlot"),
     ("telephony.read", {"what": "getDeviceId"}, "getDeviceId"),
     ("telephony.read", {"what": "getSubscriberId"}, "getSubscriberIdForSubscriber"),
     ("telephony.read", {"what": "getSimSerialNumber"}, "getIccSerialNumberForSubscriber"),
     ("build.serial", {}, "getSerial")],
)  # fmt: skip
def test_guarded_identifiers_are_refused_even_with_the_phone_permission(
    app: App, call: str, args: dict[str, str], label: str
) -> None:
    app.grant("READ_PHONE_STATE")
    uid = app.phone.packages.of_uid(10150)[0].uid
    message = f"{label}: The user {uid} does not meet the requirements to access device identifiers."
    assert app.error(call, **args) == ("java.lang.SecurityException", message)
    assert app.counted("READ_DEVICE_IDENTIFIERS") == (0, 1)


def test_location_needs_permission_and_the_foreground(app: App) -> None:
    assert app.error("location.read", provider="gps")[0] == "java.lang.SecurityException"
    assert app.counted("FINE_LOCATION") == (0, 0)
    app.grant("ACCESS_FINE_LOCATION", "ACCESS_COARSE_LOCATION")
    assert app.call("location.read", provider="gps") is None
    assert app.counted("FINE_LOCATION") == (0, 1)
    app.front()
    assert app.call("location.read", provider="gps")["latitude"] == 31.240021
    assert app.counted("FINE_LOCATION") == (1, 1)


def test_coarse_location_is_coarse(app: App) -> None:
    app.grant("ACCESS_COARSE_LOCATION")
    app.front()
    assert app.call("location.read", provider="gps") == {
        "latitude": 31.24,
        "longitude": 121.49,
        "accuracy": 2000.0,
    }
    assert app.counted("COARSE_LOCATION") == (1, 0)


def test_unknown_providers(app: App) -> None:
    app.grant("ACCESS_FINE_LOCATION")
    assert app.call("location.read", provider="x", call="getLastLocation") is None
    assert app.error("location.read", provider="x", call="registerLocationListener")[0].endswith(
        "IllegalArgumentException"
    )


def test_contacts_need_permission_and_are_counted_once(app: App) -> None:
    uri = "content://com.android.contacts/data/phones"
    assert "requires android.permission.READ_CONTACTS" in app.error("content.query", uri=uri)[1]
    app.grant("READ_CONTACTS")
    assert len(app.call("content.query", uri=uri)) == 3
    assert app.counted("READ_CONTACTS") == (1, 0)


def test_the_clipboard_is_for_the_app_in_front(app: App) -> None:
    app.phone.clipboard = "text"
    assert app.call("clipboard.get") is None
    assert app.counted("READ_CLIPBOARD") == (0, 0)
    app.front()
    assert app.call("clipboard.get") == "text"
    assert app.counted("READ_CLIPBOARD") == (1, 0)


def test_wifi_needs_its_permission(app: App) -> None:
    assert app.error("wifi.connection")[0] == "java.lang.SecurityException"


def test_rationale_after_one_refusal(app: App) -> None:
    name = P + "READ_CONTACTS"
    assert app.call("permission.rationale", permission=name) is False
    app.phone.permissions.answer(BANK, name, granted=False)
    assert app.call("permission.rationale", permission=name) is True
    app.phone.permissions.answer(BANK, name, granted=False, fixed=True)
    assert app.call("permission.rationale", permission=name) is False


def test_packages_are_filtered_without_the_query_permission(app: App) -> None:
    app.phone.packages.install((APPS / "probe.apk").read_bytes())
    assert "com.example.probe" in [p["package"] for p in app.call("package.list")]
    app.phone.packages.install((APPS / "example-bank-conforming.apk").read_bytes())
    names = [p["package"] for p in app.call("package.list")]
    assert BANK in names
    assert "com.example.probe" not in names


def test_activities_that_are_not_there(app: App) -> None:
    cls, message = app.error("activity.start", package=BANK, **{"class": "x.Y"}, intent="Intent { }")
    assert cls == "android.content.ActivityNotFoundException"
    assert "have you declared this activity" in message
    cls, message = app.error(
        "activity.start", action="no.such.ACTION", intent="Intent { act=no.such.ACTION }"
    )
    assert message == "No Activity found to handle Intent { act=no.such.ACTION }"


def test_services_may_not_be_started_from_the_background(app: App) -> None:
    args = {"package": BANK, "class": "com.demopush.client.PushService"}
    assert app.error("service.start", **args)[0] == "java.lang.IllegalStateException"


def test_text_without_an_encoding_survives(app: App) -> None:
    app.front()
    app.call("clipboard.set", text="a\ud800b")
    assert app.call("clipboard.get") == "a\ud800b"
    app.call("log", priority=4, tag="t\udc00", text="x\ud800y")
    assert any(line.text.encode() for line in app.phone.log.lines() if line.tag.startswith("t"))


@pytest.mark.parametrize(
    "name", ["no.such.call", "telephony.read", "settings.get", "ui.content", "location.read"]
)
def test_bad_calls_are_answered_with_an_exception(app: App, name: str) -> None:
    cls, _ = app.error(name, surprise=1)
    assert cls in {"java.lang.UnsupportedOperationException", "java.lang.IllegalArgumentException"}
    assert app.call("process.uid") == 10150


@pytest.mark.parametrize(
    "data",
    [
        b"\n",
        b"[]\n",
        b"{}\n",
        b'{"call":1}\n',
        b'{"call":"x","args":[]}\n',
        b"[" * 100_000 + b"\n",
        b"\xff\n",
    ],
)
def test_bad_lines_end_the_connection_only(app: App, data: bytes) -> None:
    app.sock.sendall(data)
    assert app.lines.readline() == b""
    assert any("bad message from 4242" in line.text for line in app.phone.log.lines())


def test_a_wrong_token_is_refused(app: App) -> None:
    with socket.create_connection(("127.0.0.1", app.binder.port), 5) as sock, sock.makefile("rb") as lines:
        sock.sendall(b'{"id":1,"call":"attach","args":{"token":"wrong"}}\n')
        assert json.loads(lines.readline())["error"]["class"] == "java.lang.SecurityException"
        assert lines.readline() == b""
