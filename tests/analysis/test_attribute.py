import pytest
from hypothesis import given
from hypothesis import strategies as st

from privaudit.analysis.attribute import Attributor
from privaudit.analysis.owners import namespace_of
from privaudit.catalog import load_catalog
from privaudit.catalog.recorded import recorded
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
    actor, index, decided_in = attributor.attribute(frames, TELEPHONY)
    assert (actor.kind, actor.id, actor.confidence, index) == (kind, id_, confidence, responsible)
    assert decided_in == 0
    assert actor.rule


def test_the_called_class_itself_is_not_its_caller() -> None:
    catalog = load_catalog()
    attributor = Attributor(catalog, "com.example.bank")
    api = catalog.apis["msa.oaid"]
    actor, index, _stack = attributor.attribute(stack(api.cls, "com.demoad.sdk.A"), api.cls)
    assert (actor.id, index) == ("demo.ad", 1)


def test_a_third_partys_longer_prefix_wins_inside_the_apps_own_package() -> None:
    attributor = Attributor(load_catalog(), "cn.demostat")
    assert attributor.attribute(stack("cn.demostat.analytics.A")).actor.id == "demo.stat"
    assert attributor.attribute(stack("cn.demostat.ui.A")).actor.kind == "app"


POOL = stack(TELEPHONY, "java.util.concurrent.ThreadPoolExecutor$Worker", ROOT)
LOOPER = stack(TELEPHONY, "android.os.Handler", "android.os.Looper", ("android.app.ActivityThread", "main"))
COROUTINE = stack(TELEPHONY, "kotlinx.coroutines.DispatchedTask", "java.util.concurrent.FutureTask", ROOT)
RX = stack(TELEPHONY, "io.reactivex.internal.schedulers.ScheduledRunnable", "java.lang.Thread")


@pytest.mark.parametrize(
    ("frames", "origins", "kind", "id_", "confidence", "decided"),
    [
        (POOL, [stack("cn.demostat.analytics.A", "com.example.bank.Main")], "sdk", "demo.stat", "medium",
         (1, 0)),
        (LOOPER, [stack("android.os.Handler", "com.example.bank.Main")], "app", "com.example.bank", "medium",
         (1, 1)),
        (POOL, [POOL, stack("okhttp3.Dispatcher", "com.demoad.sdk.A")], "sdk", "demo.ad", "medium", (2, 1)),
        (POOL, [stack("a.b.C")], "app", "com.example.bank", "low", (1, 0)),
        (POOL, [stack("android.app.Activity", ("android.app.ActivityThread", "main"))], "system", "android",
         "medium", (0, -1)),
        (POOL, [POOL, stack("android.os.Handler")], "unknown", "", "low", (0, -1)),
        # Frames that decide are never overruled by where the work came from.
        (stack(TELEPHONY, "com.demoad.sdk.A", ROOT), [stack("com.example.bank.Main")], "sdk", "demo.ad",
         "high", (0, 1)),
    ],
)  # fmt: skip
def test_work_handed_over_is_followed_to_where_it_was_created(
    attributor: Attributor,
    frames: tuple[Frame, ...],
    origins: list[tuple[Frame, ...]],
    kind: str,
    id_: str,
    *,
    confidence: str,
    decided: tuple[int, int],
) -> None:
    actor, index, number = attributor.attribute(frames, TELEPHONY, origins)
    assert (actor.kind, actor.id, actor.confidence, (number, index)) == (kind, id_, confidence, decided)


@pytest.mark.parametrize(
    ("frames", "way", "zh"),
    [(POOL, "an executor", "线程池"), (LOOPER, "a handler", "消息队列"), (COROUTINE, "a coroutine", "协程"),
     (RX, "RxJava", "RxJava"), (stack(TELEPHONY, "okhttp3.X"), "another thread", "另一线程")],
)  # fmt: skip
def test_the_rule_says_how_the_work_was_handed_over(
    attributor: Attributor, frames: tuple[Frame, ...], way: str, zh: str
) -> None:
    actor = attributor.attribute(frames, TELEPHONY, [stack("com.example.bank.Main")]).actor
    assert actor.rule == f"code under com.example.bank; created there and handed over to {way}"
    assert recorded(actor.rule).zh == f"调用代码位于 com.example.bank 之下；任务在该处创建，交由{zh}执行"


def test_a_delivery_is_led_back_to_where_its_listener_was_registered(attributor: Attributor) -> None:
    actor, index, number = attributor.attribute(
        LOOPER, TELEPHONY, [stack("com.demopush.client.Client")], delivered=True
    )
    assert (actor.id, actor.confidence, number, index) == ("demo.push", "medium", 1, 0)
    assert "registered there as a listener" in actor.rule
    assert recorded(actor.rule).zh.endswith("监听器在该处注册，由系统回调")


def native(library: str, symbol: str = "0x12") -> Frame:
    return Frame(cls="", method=symbol, library=library)


@pytest.mark.parametrize(
    ("frames", "id_", "confidence", "responsible", "says"),
    [
        ((native("libc.so", "open"), native("libjiagu.so"), *stack("com.example.bank.Main")),
         "com.example.bank", "medium", 2, "through 360加固, which carries calls of others"),
        ((native("libc.so"), native("libBugly_Native.so"), *stack("com.example.bank.Main")), "tencent.bugly",
         "high", 1, "native library libBugly_Native.so"),
        ((native("libc.so"), native("libBugly_Native.so.1")), "com.example.bank", "low", 1,
         "the native library libBugly_Native.so.1, which is not in the catalogue"),
        ((native("libc.so"), native("libxBugly_Native.so"), *stack("com.demoad.sdk.A")), "demo.ad", "medium",
         2, "through the native library libxBugly_Native.so, entered from there"),
        ((native("libc.so"), native("[anonymous]"), *stack("com.demoad.sdk.A")), "demo.ad", "medium", 2,
         "through native code of no file, entered from there"),
        ((native("libc.so"), native("[anonymous]"), native("libc.so")), "com.example.bank", "low", 1,
         "native code of no file, unpacked or made at run time"),
        ((native("libart.so"), native("base.odex"), *stack("com.demoad.sdk.A")), "demo.ad", "high", 2,
         "code under com.demoad.sdk"),
        ((native("libc.so"), native("libc++_shared.so"), native("linker64")), "", "low", -1,
         "only framework"),
    ],
)  # fmt: skip
def test_native_frames_are_known_by_exact_file_names(
    attributor: Attributor,
    frames: tuple[Frame, ...],
    id_: str,
    confidence: str,
    *,
    responsible: int,
    says: str,
) -> None:
    actor, index, _stack = attributor.attribute(frames, "libc.so")
    assert (actor.id, actor.confidence, index) == (id_, confidence, responsible)
    assert says in actor.rule
    assert recorded(actor.rule).zh != actor.rule


@pytest.mark.parametrize(
    ("frames", "kind", "id_", "confidence", "says"),
    [
        (stack(TELEPHONY, "com.secneo.apkwrapper.H", "com.example.bank.Main"), "app", "com.example.bank",
         "medium", "through 梆梆加固, which carries calls of others"),
        (stack(TELEPHONY, "com.example.bank.Main", "com.stub.StubApp"), "app", "com.example.bank", "high",
         ""),
        (stack(TELEPHONY, "io.dcloud.feature.device.DeviceFeatureImpl", "android.os.Handler"), "sdk",
         "dcloud", "medium", "carries calls of others; nobody else was seen"),
        (stack(TELEPHONY, "com.alibaba.ariver.X", "cn.demostat.analytics.A"), "sdk", "demo.stat", "medium",
         "through 支付宝Nebula与小程序"),
        (stack(TELEPHONY, "okhttp3.X", "cn.demostat.analytics.A"), "sdk", "demo.stat", "high", ""),
    ],
)  # fmt: skip
def test_containers_and_shells_act_only_where_nobody_else_is(
    attributor: Attributor, frames: tuple[Frame, ...], kind: str, id_: str, confidence: str, *, says: str
) -> None:
    actor = attributor.attribute(frames, TELEPHONY).actor
    assert (actor.kind, actor.id, actor.confidence) == (kind, id_, confidence)
    assert says in actor.rule


def test_a_container_yields_to_whoever_created_the_work(attributor: Attributor) -> None:
    frames = stack(TELEPHONY, "io.dcloud.feature.X", ROOT)
    actor, index, number = attributor.attribute(frames, TELEPHONY, [stack("com.demoad.sdk.A")])
    assert (actor.id, number, index) == ("demo.ad", 1, 0)


def test_a_third_party_moved_below_the_apps_own_package_is_known(attributor: Attributor) -> None:
    moved = stack(TELEPHONY, "com.example.bank.shaded.cn.demostat.analytics.A")
    actor = attributor.attribute(moved, TELEPHONY).actor
    assert (actor.id, actor.confidence) == ("demo.stat", "medium")
    assert actor.rule == "code under cn.demostat.analytics, moved below com.example.bank"
    carrier = stack(TELEPHONY, "com.example.bank.shaded.com.google.gson.Gson", "com.demoad.sdk.A")
    assert attributor.attribute(carrier, TELEPHONY).actor.id == "demo.ad"
    own = stack(TELEPHONY, "com.example.bank.demostat.analytics.A", "com.demoad.sdk.A")
    assert attributor.attribute(own, TELEPHONY).actor.kind == "app"


@pytest.mark.parametrize("cls", ["a", "b$1", "a.b.c", "x.Foo", "aa"])
def test_an_obfuscated_package_says_that_it_is_one(attributor: Attributor, cls: str) -> None:
    actor = attributor.attribute(stack(TELEPHONY, cls), TELEPHONY).actor
    assert (actor.kind, actor.confidence) == ("app", "low")
    assert actor.rule == "code whose package name was obfuscated"


def test_an_empty_stack_is_decided_by_where_the_work_was_created(attributor: Attributor) -> None:
    actor, index, number = attributor.attribute((), TELEPHONY, [stack("com.demoad.sdk.A")])
    assert (actor.id, actor.confidence, number, index) == ("demo.ad", "medium", 1, 0)
    assert attributor.attribute((), TELEPHONY, [()]).actor.rule == "no stack was recorded"


def test_classes_that_the_runtime_makes_decide_nothing(attributor: Attributor) -> None:
    frames = stack("retrofit2.Retrofit$1", "java.lang.reflect.Proxy", "$Proxy12", "", "com.demoad.sdk.A")
    actor, index, _stack = attributor.attribute(frames)
    assert (actor.id, actor.confidence, index) == ("demo.ad", "high", 4)
    lambda_ = stack("com.demoad.sdk.A$$Lambda$14/0x00007f00", "com.example.bank.Main")
    assert attributor.attribute(lambda_).actor.id == "demo.ad"


@pytest.mark.parametrize("cls", ["io.unknown.A", "cn.x.A", "Main", "com.a.b.C"])
def test_short_but_plain_names_are_no_obfuscation(attributor: Attributor, cls: str) -> None:
    assert "not in the catalogue" in attributor.attribute(stack(TELEPHONY, cls), TELEPHONY).actor.rule


@pytest.mark.parametrize(
    ("activity", "namespace"),
    [("com.bank.mobile.ui.splash.Start", "com.bank.mobile"), ("com.bank.Start", "com.bank"), ("Start", ""),
     ("x.Start", ""), ("..A", "")],
)  # fmt: skip
def test_the_namespace_is_where_the_first_screen_is(activity: str, namespace: str) -> None:
    assert namespace_of(activity) == namespace


def test_code_of_the_namespace_is_the_apps_own() -> None:
    attributor = Attributor(
        load_catalog(), "com.example.bank", namespaces={"cn.mybank.mobile": "the app's first screen"}
    )
    actor = attributor.attribute(stack(TELEPHONY, "cn.mybank.mobile.core.A"), TELEPHONY).actor
    assert (actor.kind, actor.confidence) == ("app", "medium")
    assert actor.rule == "code under cn.mybank.mobile, where the app's first screen is"
    assert attributor.attribute(stack("cn.mybank.mobilex.A")).actor.confidence == "low"


def test_a_first_screen_of_a_third_party_is_not_the_apps_namespace() -> None:
    attributor = Attributor(
        load_catalog(), "com.example.bank", namespaces={"cn.demostat.analytics": "x", "androidx.a": "x"}
    )
    assert attributor.attribute(stack("cn.demostat.analytics.A")).actor.id == "demo.stat"
    assert attributor.attribute(stack("androidx.a.B")).actor.kind == "unknown"


FRAMES = st.builds(
    Frame,
    cls=st.one_of(
        st.text(max_size=12), st.sampled_from(["okhttp3.A", "com.demoad.sdk.A", "io.dcloud.A", "a$b"])
    ),
    method=st.just("m"),
    library=st.one_of(st.just(""), st.sampled_from(["libc.so", "libx.so", "libjiagu.so", "base.odex"])),
)


@given(st.lists(FRAMES, max_size=6), st.lists(st.lists(FRAMES, max_size=4), max_size=4))
def test_any_stacks_are_survived_and_the_deciding_frame_is_one_of_them(
    frames: list[Frame], origins: list[list[Frame]]
) -> None:
    attributor = Attributor(load_catalog(), "com.example.bank")
    actor, index, number = attributor.attribute(frames, "", origins)
    assert actor.rule
    assert index < len((frames, *origins)[number])
    assert (index == -1) == (actor.kind in ("unknown", "system"))


@given(st.lists(st.text(max_size=30), max_size=6))
def test_any_class_name_is_survived(names: list[str]) -> None:
    actor, index, _stack = Attributor(load_catalog(), "com.example.bank").attribute(stack(*names))
    assert -1 <= index < len(names)
    assert actor.rule
