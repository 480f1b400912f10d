"""Packers and third parties by exact marks, and how sure that is."""

from __future__ import annotations

from pathlib import Path

import pytest
from packages import Node, apk, manifest

from privaudit.catalog import load_catalog
from privaudit.package import package_seen, read_package
from privaudit.package.facts import AppFile, AppPackage, Manifest
from privaudit.package.recognise import find_packers, find_sdks

CATALOG = load_catalog()


def app(
    *,
    application: str = "com.example.App",
    libraries: tuple[str, ...] = (),
    assets: tuple[str, ...] = (),
    classes: tuple[str, ...] = (),
) -> AppPackage:
    return AppPackage(
        files=(AppFile(name="a.apk", sha256="0" * 64, size=1),),
        manifest=Manifest(package="com.example", application=application),
        native={"arm64-v8a": libraries},
        assets=frozenset(assets),
        classes=frozenset(classes),
    )


def packers(**parts: tuple[str, ...] | str) -> list[tuple[str, str, tuple[str, ...]]]:
    found = find_packers(app(**parts), CATALOG.packers.values())  # type: ignore[arg-type] # by name
    return [(one.id, one.confidence, one.marks) for one in found]


@pytest.mark.parametrize(
    ("parts", "id_", "confidence"),
    [
        ({"application": "com.stub.StubApp"}, "packer.qihoo", "high"),
        ({"libraries": ("libjiagu.so",)}, "packer.qihoo", "medium"),
        ({"assets": ("libjiagu.so", "libjiagu_x86.so")}, "packer.qihoo", "high"),
        ({"libraries": ("libshella-4.1.0.19.so",)}, "packer.legu", "medium"),
        ({"libraries": ("libshell-super.2021.so",), "classes": ("com.tencent.StubShell.TxAppEntry",)},
         "packer.legu", "high"),
        ({"libraries": ("libDexHelper.so",)}, "packer.bangcle", "medium"),
        ({"application": "com.secneo.apkwrapper.ApplicationWrapper"}, "packer.bangcle", "high"),
        ({"libraries": ("libexec.so",), "assets": ("ijiami.ajm",)}, "packer.ijiami", "high"),
        ({"libraries": ("libexec.so",)}, "packer.ijiami", "low"),
        ({"libraries": ("libnesec.so",)}, "packer.netease", "medium"),
        ({"libraries": ("libmobisec.so",)}, "packer.alibaba", "medium"),
        ({"libraries": ("libbaiduprotect.so",)}, "packer.baidu", "medium"),
        ({"libraries": ("libchaosvmp.so", "libddog.so")}, "packer.naga", "high"),
        ({"libraries": ("libx3g.so",)}, "packer.dingxiang", "medium"),
        ({"libraries": ("libkwscmm.so",)}, "packer.kiwisec", "medium"),
        ({"libraries": ("libegis.so",)}, "packer.payegis", "medium"),
        ({"libraries": ("libtosprotection.armeabi-v7a.so",)}, "packer.tencent_yu", "medium"),
        ({"assets": ("dp.arm-v8.so.dat", "dp.mp3")}, "packer.dexprotector", "high"),
    ],
)  # fmt: skip
def test_a_packer_is_recognised(parts: dict[str, tuple[str, ...]], id_: str, confidence: str) -> None:
    found = packers(**parts)
    assert [(one[0], one[1]) for one in found] == [(id_, confidence)], found


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {"libraries": ("libsgmain.so", "libsgsecuritybody.so")},  # Alibaba's security SDK, not its shell
        {"libraries": ("libBugly.so", "libtprt.so", "libjni.so")},
        {"libraries": ("libjiagu.so.bak", "xlibjiagu.so", "libshella-.so", "libshella-a.b.so")},
        {"classes": ("com.stub.StubAppX", "com.secneo.apkwrapperother.A", "xcom.stub.StubApp")},
        {"assets": ("x/ijiami.datum",)},
    ],
)
def test_what_only_resembles_a_mark_is_none(parts: dict[str, tuple[str, ...]]) -> None:
    assert packers(**parts) == []


def test_every_row_is_told_by_its_own_marks_alone() -> None:
    """No packer's marks are another's: each row's whole set recognises it, surely, and no other."""
    for row in CATALOG.packers.values():
        full = app(
            libraries=tuple(name.replace("{version}", "1.2") for name in row.native),
            assets=tuple(name.removeprefix("assets/") for name in row.files if name.startswith("assets/")),
            classes=(*row.classes, *(f"{name}.X" for name in row.packages)),
        )
        found = find_packers(full, CATALOG.packers.values())
        assert [one.id for one in found if one.confidence != "low"] == [row.id]


def test_every_packer_that_is_an_sdk_row_too_has_its_id() -> None:
    shared = {row.id for row in CATALOG.sdks.values() if row.id.startswith("packer.")} & set(CATALOG.packers)
    assert {"packer.qihoo", "packer.bangcle", "packer.ijiami", "packer.legu"} <= shared
    for row in CATALOG.packers.values():
        assert row.source
        assert row.zh
        assert row.en


def test_third_parties_are_told_by_components_code_and_libraries() -> None:
    found = {
        one.id: one
        for one in find_sdks(
            app(classes=("com.umeng.commonsdk.UMConfigure", "com.example.Main"), libraries=("libBugly.so",)),
            CATALOG.sdks.values(),
        )
    }
    umeng = next(one for name, one in found.items() if "umeng" in name)
    assert umeng.confidence == "high"
    assert umeng.marks[0].startswith("package com.umeng")
    bugly = next(one for name, one in found.items() if "bugly" in name)
    assert (bugly.confidence, bugly.marks) == ("low", ("lib libBugly.so",))


def test_the_longest_prefix_of_a_class_decides() -> None:
    classes = ("com.google.android.gms.ads.identifier.AdvertisingIdClient",)
    assert [one.id for one in find_sdks(app(classes=classes), CATALOG.sdks.values())] == ["google.adid"]


def test_names_of_any_depth_cost_no_more_than_their_beginning() -> None:
    deep = ".".join(["a"] * 400)
    classes = tuple(f"{deep}{number}" for number in range(20_000))
    assert find_sdks(app(classes=classes), CATALOG.sdks.values()) == ()


def test_the_event_holds_what_the_report_needs(tmp_path: Path) -> None:
    node = manifest(
        "com.example.bank",
        Node("service", {"android:name": "com.demopush.client.PushService", "android:process": ":push"}),
        application="com.stub.StubApp",
        more={"android:versionName": "2.3.0", "android:versionCode": 230},
    )
    path = tmp_path / "a.apk"
    path.write_bytes(apk(node, {"lib/arm64-v8a/libjiagu.so": b""}, classes=["com.stub.StubApp"]))
    seen = package_seen(read_package(path), CATALOG)
    assert (seen.package, seen.version_code, seen.version_name) == ("com.example.bank", 230, "2.3.0")
    assert [(one.id, one.confidence) for one in seen.packers] == [("packer.qihoo", "high")]
    assert seen.packers[0].marks == ("application com.stub.StubApp", "lib libjiagu.so")
    assert [one.id for one in seen.sdks] == ["demo.push"]  # the packer stands once, as the packer
    assert seen.processes == ("com.example.bank", "com.example.bank:push")
    assert seen.native == {"arm64-v8a": ("libjiagu.so",)}
