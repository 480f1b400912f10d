"""Native code, web pages and mini programs told apart."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from journals import PACKAGE, PID, Journal, whole_run

from privaudit.analysis.case import Case
from privaudit.analysis.engine import judge
from privaudit.analysis.limits import limits_of
from privaudit.analysis.surface import MAX_OPENED, Surfaces, page_of
from privaudit.catalog import Catalog, load_catalog
from privaudit.errors import InputError
from privaudit.model.event import ApiCalled, Event, Frame, SiteSeen
from privaudit.model.network import Header, RequestSeen
from privaudit.model.observation import Observation, Surface

PAGE = "https://h5.bank.example/apply?token=abc#top"
SHOWN = "https://h5.bank.example/apply"


def call(
    journal: Journal,
    api: str,
    *frames: str,
    thread: str = "main",
    process: str = PACKAGE,
    pid: int = PID,
    args: tuple[str, ...] = (),
    methods: tuple[str, ...] = (),
) -> Event:
    """Record a call of an API from a stack of classes (innermost first) on a thread."""
    site = f"{len(journal.events):016x}"
    stack = tuple(
        Frame(cls=cls, method=methods[index] if index < len(methods) else "m")
        for index, cls in enumerate(frames)
    )
    journal.events.append(SiteSeen(at=journal.now, seen=journal.now, pid=pid, site=site, frames=stack))
    return journal.add(
        lambda at: ApiCalled(
            at=at, seen=at, pid=pid, process=process, api=api, overload="()", site=site, thread=thread,
            tid=1, n=1, args=args, result="350000007319029",
        )
    )  # fmt: skip


def surface_of(observation: Observation) -> Surface:
    (access,) = (one for one in observation.accesses if one.api == "telephony.imei")
    return access.surface


def test_the_apps_own_code_is_native() -> None:
    journal = whole_run()
    call(journal, "telephony.imei", "com.example.bank.Main", "android.os.Handler")
    assert surface_of(journal.end().observe()) == Surface()


def test_a_call_on_the_bridge_thread_belongs_to_the_page_that_is_open() -> None:
    journal = whole_run()
    call(journal, "webview.load", "com.example.bank.Web", args=("https://other.example/",))
    call(journal, "webview.load", "com.example.bank.Web", args=(PAGE,))
    call(journal, "webview.load", "com.example.bank.Web", args=("javascript:go()",))
    call(journal, "telephony.imei", "com.example.bank.Bridge", thread="JavaBridge")
    call(journal, "webview.load", "com.example.bank.Web", args=("https://later.example/",))
    observation = journal.end().observe()
    surface = surface_of(observation)
    assert (surface.kind, surface.container, surface.page) == ("h5", "webview", SHOWN)
    assert "JavaBridge" in surface.rule
    told = {one.container: one for one in observation.coverage.surfaces}
    assert told["webview"].pages == ("https://other.example/", SHOWN, "https://later.example/")
    assert (told["webview"].reads, told["webview"].opened) == (1, 3)


def test_a_page_that_was_not_seen_to_open_stays_unknown() -> None:
    journal = whole_run()
    call(journal, "telephony.imei", "com.example.bank.Bridge", thread="JavaBridge")
    surface = surface_of(journal.end().observe())
    assert (surface.kind, surface.page) == ("h5", "")


def test_a_thread_of_a_like_name_is_no_bridge() -> None:
    journal = whole_run()
    call(journal, "telephony.imei", "com.example.bank.Bridge", thread="JavaBridge-2")
    assert surface_of(journal.end().observe()).kind == "native"


@pytest.mark.parametrize(
    ("frames", "container"),
    [
        (("com.finogeeks.lib.applet.api.Device", "android.os.Handler"), "finclip"),
        (("com.example.bank.Plugin", "com.alibaba.ariver.kernel.X", "java.lang.Thread"), "mpaas"),
        (("io.dcloud.feature.device.D", "io.dcloud.common.core.C", "android.os.Looper"), "uniapp"),
        (("io.dcloud.feature.sdk.S", "com.example.bank.App", "android.app.ActivityThread"), ""),
        (("com.finogeeksx.lib.applet.A",), ""),
    ],
)
def test_what_carries_out_a_mini_programs_requests_tells_it(frames: tuple[str, ...], container: str) -> None:
    journal = whole_run()
    call(journal, "telephony.imei", *frames)
    surface = surface_of(journal.end().observe())
    assert (surface.kind, surface.container) == (("mini_program", container) if container else ("native", ""))


def test_a_process_of_mini_programs_tells_it() -> None:
    journal = whole_run()
    call(journal, "telephony.imei", "com.example.bank.X", process=f"{PACKAGE}:lite2")
    surface = surface_of(journal.end().observe())
    assert (surface.kind, surface.container) == ("mini_program", "mpaas")
    assert ":lite2" in surface.rule


OPENERS = "".join(
    f"""
- id: miniprogram.{name}_probe
  class: com.example.{name}
  method: open
  overloads: [(java.lang.String)]
  yields: effect
  category: mini_program
  since: 1
  kept_args: [0]
  source: this test
"""
    for name in ("mpaas", "wechat")
)


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    """The catalogue with two rows of its own that tell of mini programs."""
    folder = tmp_path / "catalog"
    shutil.copytree(load_catalog().folder, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    (folder / "apis" / "probes_of_a_test.yaml").write_text(OPENERS, "utf-8")
    return Catalog(folder)


def test_a_mini_program_opened_by_one_process_runs_in_another(catalog: Catalog) -> None:
    journal = whole_run()
    call(journal, "miniprogram.mpaas_probe", "com.example.bank.Main", args=("2021001234567890",))
    call(journal, "telephony.imei", "com.example.bank.X", process=f"{PACKAGE}:lite1", pid=PID + 7)
    observation = journal.end().observe(catalog)
    assert surface_of(observation).page == "2021001234567890"
    (told,) = (one for one in observation.coverage.surfaces if one.container == "mpaas")
    assert (told.pages, told.reads) == (("2021001234567890",), 1)


def test_what_opens_inside_another_app_is_said_not_to_be_tested(catalog: Catalog) -> None:
    journal = whole_run()
    call(journal, "miniprogram.wechat_probe", "com.example.bank.Main", args=("gh_0123456789ab",))
    observation = journal.end().observe(catalog)
    case = Case(observation, None, catalog)
    said = [text.en for text in limits_of(case, judge(observation, None, catalog), timeline_left_out=0,
                                          whole=True, problem="")]  # fmt: skip
    assert any("微信小程序; it runs inside another app" in text for text in said)
    assert any(
        text.startswith("No web page (H5) inside the app and no mini program was seen") for text in said
    )


def test_a_callback_that_a_pages_script_causes_belongs_to_the_page() -> None:
    journal = whole_run()
    call(
        journal, "telephony.imei", "com.example.bank.Js", "com.example.bank.Chrome", "com.tencent.smtt.sdk.X",
        methods=("m", "onJsPrompt", "call"),
    )  # fmt: skip
    assert surface_of(journal.end().observe()).kind == "h5"
    journal = whole_run()
    call(journal, "telephony.imei", "com.example.bank.Js", "com.example.bank.A", methods=("onJsPrompt",))
    assert surface_of(journal.end().observe()).kind == "native"


def test_a_request_of_a_web_view_tells_its_page() -> None:
    journal = whole_run()
    agent = "Mozilla/5.0 (Linux; Android 13; wv) AppleWebKit/537.36"
    for path, headers in (
        ("/a", (Header("User-Agent", agent), Header("Referer", PAGE))),
        ("/b", (Header("user-agent", agent), Header("Sec-Fetch-Mode", "navigate"))),
        ("/c", (Header("User-Agent", "okhttp/4.9"),)),
    ):
        journal.add(
            lambda at, path=path, headers=headers: RequestSeen(  # type: ignore[misc] # bound now
                at=at, seen=at, flow=path, method="GET", scheme="https", host="h5.bank.example", port=443,
                path=path, http_version="HTTP/1.1", headers=headers,
            )
        )  # fmt: skip
    sent = {one.flow: one.surface for one in journal.end().observe().sent}
    assert (sent["/a"].kind, sent["/a"].page) == ("h5", SHOWN)
    assert (sent["/b"].kind, sent["/b"].page) == ("h5", "https://h5.bank.example/b")
    assert sent["/c"].kind == "native"


def test_openings_are_bounded_and_those_left_out_are_counted() -> None:
    surfaces = Surfaces(load_catalog())
    for number in range(MAX_OPENED + 3):
        surfaces.opened(
            number,
            ApiCalled(
                at=number, seen=number, pid=PID, process=PACKAGE, api="webview.load", overload="()", site="",
                thread="main", tid=1, n=number, args=(f"https://h5.bank.example/{number}",),
            ),
        )  # fmt: skip
    surfaces.finish()
    (_native, web) = surfaces.coverage((), ())
    assert surfaces.left_out == 3
    assert (web.opened, len(web.pages)) == (MAX_OPENED, 50)


@pytest.mark.parametrize(
    ("url", "page"),
    [
        (PAGE, SHOWN),
        ("https://user:secret@h5.bank.example:8443/a?b=c", "https://h5.bank.example:8443/a"),
        ("file:///android_asset/index.html?x=1", "file:///android_asset/index.html"),
        ("about:blank", ""),
        ("https://[broken", ""),
        ("", ""),
    ],
)
def test_a_page_is_shown_without_what_it_carries(url: str, page: str) -> None:
    assert page_of(url) == page


@given(st.text())
def test_any_address_is_survived(url: str) -> None:
    assert len(page_of(url)) <= 500


def test_a_container_that_names_no_api_is_refused(tmp_path: Path) -> None:
    shipped = load_catalog().folder
    shutil.copytree(shipped, tmp_path / "c", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    file = tmp_path / "c" / "surfaces.yaml"
    file.write_text(file.read_text("utf-8").replace("[webview.load,", "[webview.loud,"), "utf-8")
    with pytest.raises(InputError, match=r"'webview\.loud' in `tells`") as caught:
        _ = Catalog(tmp_path / "c").surfaces
    assert "webview.load" in caught.value.hint
