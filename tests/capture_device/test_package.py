from __future__ import annotations

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from privaudit.capture.package import parse_package

MODERN = """Activity Resolver Table:
  Non-Data Actions:
      android.intent.action.MAIN:
        1 com.a/.Main filter 2

Packages:
  Package [com.a] (d151a2):
    userId=10143
    pkg=Package{254559d com.a}
    codePath=/data/app/~~x==/com.a-y==
    versionCode=21 minSdk=24 targetSdk=33
    versionName=3.2.1 beta
    flags=[ DEBUGGABLE HAS_CODE ALLOW_CLEAR_USER_DATA ]
    timeStamp=2026-01-01 00:00:00
    signatures=PackageSignatures{b4da5e3 version:3, signatures:[b378e95c], past signatures:[]}
    pkgFlags=[ DEBUGGABLE HAS_CODE ]
    declared permissions:
      com.a.OWN: prot=signature, INSTALLED
    requested permissions:
      android.permission.INTERNET
      android.permission.CAMERA
      android.permission.READ_SMS: restricted=true
      android.permission.WRITE_CALENDAR
    install permissions:
      android.permission.INTERNET: granted=true
    User 0: ceDataInode=1 installed=true hidden=false stopped=false
      gids=[3003]
      runtime permissions:
        android.permission.CAMERA: granted=true, flags=[ USER_SET|USER_SENSITIVE_WHEN_GRANTED]
        android.permission.READ_SMS: granted=false, flags=[ RESTRICTION_UPGRADE_EXEMPT ]
      enabledComponents:
        com.a.X
    User 10: ceDataInode=2 installed=true hidden=false stopped=false
      runtime permissions:
        android.permission.CAMERA: granted=false
  Package [com.a.other] (1):
    userId=10999
    versionName=9

Hidden system packages:
  Package [com.a] (9):
    versionName=0.1
"""

SHARED = """Packages:
  Package [com.a] (1):
    userId=10050
    sharedUser=SharedUserSetting{cb92b86 com.a.shared/10050}
    requested permissions:
      android.permission.CAMERA

Shared users:
  SharedUser [com.a.shared] (cb92b86):
    userId=10050
    install permissions:
      android.permission.INTERNET: granted=true
    User 0:
      runtime permissions:
        android.permission.CAMERA: granted=true, flags=[ USER_SET ]
"""

OLD = """Packages:
  Package [com.a] (210eb2e8):
    userId=10016 gids=[3003, 1028]
    versionCode=1 targetSdk=8
    versionName=1.0
    flags=[ HAS_CODE ]
    signatures=PackageSignatures{210aba80 [211043e0]}
    User 0:  installed=true blocked=false stopped=true notLaunched=true enabled=0
    grantedPermissions:
      android.permission.INTERNET
      android.permission.READ_PHONE_STATE
"""


def test_modern_package() -> None:
    dump = parse_package(MODERN, "com.a")
    assert dump is not None
    assert (dump.version_name, dump.version_code, dump.target_sdk, dump.uid) == ("3.2.1 beta", 21, 33, 10143)
    assert dump.debuggable
    assert dump.signature == "b378e95c"
    assert [name.rpartition(".")[2] for name in dump.requested] == [
        "INTERNET", "CAMERA", "READ_SMS", "WRITE_CALENDAR",
    ]  # fmt: skip
    camera = dump.grants["android.permission.CAMERA"]
    assert camera.granted
    assert camera.runtime
    assert camera.flags == ("USER_SET", "USER_SENSITIVE_WHEN_GRANTED")
    assert not dump.grants["android.permission.READ_SMS"].granted
    assert not dump.grants["android.permission.INTERNET"].runtime
    assert "com.a.OWN" not in dump.grants
    assert dump.unknown == ()


def test_permissions_are_those_of_the_user_asked_for() -> None:
    dump = parse_package(MODERN, "com.a", user=10)
    assert dump is not None
    assert not dump.grants["android.permission.CAMERA"].granted


def test_run_time_permissions_of_a_shared_uid() -> None:
    dump = parse_package(SHARED, "com.a")
    assert dump is not None
    assert dump.grants["android.permission.CAMERA"].granted
    assert dump.grants["android.permission.INTERNET"].granted


def test_android_4() -> None:
    dump = parse_package(OLD, "com.a")
    assert dump is not None
    assert (dump.version_code, dump.uid, dump.signature) == (1, 10016, "211043e0")
    assert len(dump.requested) == 2
    assert all(grant.granted and not grant.runtime for grant in dump.grants.values())


def test_no_such_package() -> None:
    assert parse_package("", "com.a") is None
    assert parse_package("Unable to find package: com.a\n", "com.a") is None
    assert parse_package(MODERN, "com") is None


def test_what_is_not_understood_is_kept() -> None:
    dump = parse_package(MODERN.replace("granted=false, flags=[ RES", "granted=maybe, flags=[ RES"), "com.a")
    assert dump is not None
    assert len(dump.unknown) == 1
    assert "READ_SMS" in dump.unknown[0]


@given(st.lists(st.one_of(st.sampled_from((MODERN + SHARED + OLD).splitlines()), st.text(max_size=60))))
@settings(max_examples=200, deadline=None)
def test_anything_is_read_without_a_crash(lines: list[str]) -> None:
    for head in ("", "Packages:\n  Package [com.a] (1):\n"):
        dump = parse_package(head + "\n".join(lines), "com.a")
        assert dump is None or len(dump.unknown) <= 20


def test_a_flood_is_read_in_bounded_time() -> None:
    start = time.monotonic()
    parse_package(MODERN + "  x=" + "[" * 3_000_000 + "\n" * 200_000 + "    a=b c\n" * 100_000, "com.a")
    assert time.monotonic() - start < 5
