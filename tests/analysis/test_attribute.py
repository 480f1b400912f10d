import pytest
from hypothesis import given
from hypothesis import strategies as st

from privaudit.analysis.attribute import Attributor
from privaudit.catalog import load_catalog
from privaudit.model.event import Frame

TELEPHONY = "android.telephony.TelephonyManager"
ROOT = ("java.lang.Thread", "run")


def stack(*frames: str | tuple[str, str]) -> tuple[Frame, ...]:
    return tuple(
        Frame(cls=f, method="m") if isinstance(f, str) else Frame(cls=f[0], method=f[1]) for f in frames
    )


@pytest.fixture(scope="module")
def attributor() -> Attributor:
    return Attributor(load_catalog(), "com.example.bank")


@pytest.mark.parametrize(
    ("frames", "kind", "id_", "confidence", "responsible"),
    [
        (stack(TELEPHONY, "com.example.bank.Main", ROOT), "app", "com.example.bank", "high", 1),
        (stack(TELEPHONY, "com.example.bank$1", ROOT), "app", "com.example.bank", "medium", 1),
        (stack(TELEPHONY, "com.example.shared.Id"), "app", "com.example.bank", "medium", 1),
        (stack(TELEPHONY, "cn.demostat.analytics.A", "com.example.bank.Main"), "sdk", "demo.stat", "high", 1),
        (stack(TELEPHONY, "cn.demostat.analyticsplus.A"), "app", "com.example.bank", "low", 1),
        (stack(TELEPHONY, "cn.demostat.A"), "app", "com.example.bank", "low", 1),
        (stack(TELEPHONY, "a.b.c"), "app", "com.example.bank", "low", 1),
        (stack("okhttp3.OkHttpClient", "okhttp3.internal.X", "com.demoad.sdk.A"), "sdk", "demo.ad",
         "high", 2),
        (stack(TELEPHONY, "androidx.work.Worker", "kotlinx.coroutines.J", "com.demopush.client.P"), "sdk",
         "demo.push", "high", 3),
        (stack(TELEPHONY, "com.android.volley.Request", "cn.demostat.analytics.A"), "sdk",
         "demo.stat", "high", 2),
        (stack(TELEPHONY, "android.os.Handler", ROOT), "system", "android", "medium", -1),
        (stack(TELEPHONY), "unknown", "", "low", -1),
        (stack(TELEPHONY, "android.os.Handler"), "unknown", "", "low", -1),
        (stack(TELEPHONY, "androidx.work.Worker", ROOT), "unknown", "", "low", -1),
        ((), "unknown", "", "low", -1),
    ],
)  # fmt: skip
def test_who_called(
    attributor: Attributor,
    frames: tuple[Frame, ...],
    kind: str,
    id_: str,
    confidence: str,
    *,
    responsible: int,
) -> None:
    actor, index = attributor.attribute(frames, TELEPHONY)
    assert (actor.kind, actor.id, actor.confidence, index) == (kind, id_, confidence, responsible)
    assert actor.rule


def test_the_called_class_itself_is_not_its_caller() -> None:
    catalog = load_catalog()
    attributor = Attributor(catalog, "com.example.bank")
    api = catalog.apis["msa.oaid"]
    actor, index = attributor.attribute(stack(api.cls, "com.demoad.sdk.A"), api.cls)
    assert (actor.id, index) == ("demo.ad", 1)


def test_a_third_partys_longer_prefix_wins_inside_the_apps_own_package() -> None:
    attributor = Attributor(load_catalog(), "cn.demostat")
    assert attributor.attribute(stack("cn.demostat.analytics.A")).actor.id == "demo.stat"
    assert attributor.attribute(stack("cn.demostat.ui.A")).actor.kind == "app"


@given(st.lists(st.text(max_size=30), max_size=6))
def test_any_class_name_is_survived(names: list[str]) -> None:
    actor, index = Attributor(load_catalog(), "com.example.bank").attribute(stack(*names))
    assert -1 <= index < len(names)
    assert actor.rule
