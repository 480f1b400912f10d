"""The probing app: every API answers or throws as Android's does, gated or not."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def output(stage: Any) -> dict[str, str]:
    stage.launch("probe.apk")
    stage.wait_log("done = ok", 30)
    lines = (line.partition(" = ") for line in stage.log("System.out"))
    return {name: value for name, _, value in lines}


def test_what_an_ordinary_app_gets(output: dict[str, str], stage: Any) -> None:
    phone = stage.phone
    uid = phone.packages.get("com.example.probe").uid
    refused = f"The user {uid} does not meet the requirements to access device identifiers."
    assert output["getImei()"].startswith(f"threw java.lang.SecurityException: getImeiForSlot: {refused}")
    assert output["Build.getSerial()"].startswith(f"threw java.lang.SecurityException: getSerial: {refused}")
    assert output["android_id"] == phone.identity["android_id"]
    assert output["gaid"] == phone.identity["gaid"]
    assert output["oaid value"] == phone.identity["oaid"]
    assert output["wifi"] == "02:00:00:00:00:00 <unknown ssid> 02:00:00:00:00:00"
    assert output["scan results"] == "[]"
    assert "does not have android.permission.ACCESS_COARSE_LOCATION" in output["last known gps"]
    assert (
        "requires android.permission.READ_CONTACTS"
        in output["query content://com.android.contacts/data/phones"]
    )
    assert output["query content://no.such.authority/x"] == "null"
    assert output["package unknown"].startswith(
        "threw android.content.pm.PackageManager$NameNotFoundException"
    )
    assert output["accounts"] == "[]"
    assert output["permission check"] == "-1"
    assert output["start activity missing"].startswith("threw android.content.ActivityNotFoundException")
    assert output["threads"] == "1600 refused, 1600 equal"
    assert output["still interrupted"] == "true"


def test_counts_are_exact_under_many_threads(output: dict[str, str], stage: Any) -> None:
    assert output["done"] == "ok"
    state = stage.phone.appops.of("com.example.probe")["READ_DEVICE_IDENTIFIERS"]
    # getImei 3 times, getDeviceId twice, 3 more identifiers, the serial number, and 16 threads of 100.
    assert (state.count, state.rejected) == (0, 1600 + 9)


def test_two_runs_print_the_same(stage: Any) -> None:
    stage.launch("probe.apk")
    stage.wait_log("done = ok", 30)
    first = stage.log("System.out")
    stage.phone.force_stop("com.example.probe")
    stage.phone.clipboard = ""
    stage.phone.log.clear()
    again = stage.begin("com.example.probe")
    assert stage.phone.activities.wait_drawn(again, 10)
    stage.wait_log("done = ok", 30)
    assert stage.log("System.out") == first
