"""The app that sends in every way, by itself: what it does without an auditor."""

from __future__ import annotations

from typing import Any

PACKAGE = "com.example.traffic"


def test_what_it_sends_and_what_comes_of_it(stage: Any) -> None:
    stage.install("example-traffic.apk")
    phone = stage.phone
    phone.appops.set_mode(PACKAGE, "READ_DEVICE_IDENTIFIERS", "allow")
    phone.permissions.grant(PACKAGE, "android.permission.READ_PHONE_NUMBERS")
    launcher = phone.packages.get(PACKAGE).launcher
    phone.activities.start(PACKAGE, launcher, launch=True, extras={"run": "all"})
    stage.wait_log("done = ok", 30)
    found = dict(line.split(" = ", 1) for line in stage.log("System.out") if " = " in line)
    ok = '200 {"code":0,"message":"ok"}'
    assert found == {
        "beacon": "200",
        "okhttp_pinned": "200",
        "manager_pinned": "200",
        "trusts_all": "200",
        "old_tls": "200",
        "raw": "HTTP/1.1 200 Connection established | ACK",
        "direct": "ACK",
        "quic": "sent",
        "sealed": ok,
        "salted": ok,
        "lookup": "java.net.UnknownHostException",
        "websocket": "ack",
        "events": "id: 0 data: tick;id: 1 data: tick;id: 2 data: tick;",
        "upload": ok,
        "done": "ok",
    }


def test_one_thing_is_sent_at_the_tap_of_a_button(stage: Any) -> None:
    stage.launch("example-traffic.apk")
    stage.tap("raw")
    stage.wait_text("done")
    # Without the permission there is no number, and nothing else goes wrong.
    assert "raw = threw java.lang.SecurityException" in "\n".join(stage.log("System.out"))
