"""Reports built by hand: a bank's app with ten findings, and one in which nothing happened."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from typing import Any, Literal

import pytest

from privaudit.model.catalog import Clause, LawSource
from privaudit.model.circumstances import Actor, When
from privaudit.model.destination import Destination, Handshake, NetworkCoverage, Probe, TrustCheck
from privaudit.model.event import AppInfo, ConsentState, DeviceInfo, Tool
from privaudit.model.finding import (
    CountryData,
    DataRow,
    Finding,
    LimbVerdict,
    PermissionRowSeen,
    Place,
    Proof,
    Receiver,
    RecipientRow,
    Report,
    RuleOutcome,
    SdkRowSeen,
    StackLine,
    Text,
    TimelineEntry,
    Verdict,
)
from privaudit.model.network import CertificateSeen
from privaudit.model.observation import Coverage, Decoding, HookCoverage, PhaseCoverage, SensorCoverage

S = 1_000_000_000
START = 1_767_576_600 * S + 123_000_000
SHOT_DIALOG = "5d" * 32
SHOT_MAIN = "a7" * 32

APP = Actor(kind="app", id="com.example.bank", name="示例银行", rule="package com.example.bank")
STAT = Actor(
    kind="sdk",
    id="demo.stat",
    name="示例统计SDK",
    company="示例统计科技有限公司",
    rule="prefix cn.demostat.analytics",
)
PUSH = Actor(
    kind="sdk",
    id="demo.push",
    name="示例推送SDK",
    company="示例推送科技有限公司",
    confidence="medium",
    rule="prefix com.demopush.client",
)

LIMBS = (
    ("落实法律法规和监管要求", "follow laws and supervision", "严格落实国家法律法规和监管要求"),
    ("个人信息保护制度", "system of protecting personal information", "建立移动应用个人信息保护制度"),
    ("规范个人信息管理", "manage personal information by rule", "规范个人信息管理"),
    ("合法原则", "lawful", "遵循“合法…”原则收集个人信息"),
    ("正当原则", "legitimate", "遵循“…正当…”原则收集个人信息"),
    ("必要原则", "necessary", "遵循“…必要”原则收集个人信息"),
    ("告知收集目的", "tell the purpose of collection", "向用户告知收集个人信息的目的"),
    ("告知使用方式", "tell the manner of use", "向用户告知…使用…个人信息的方式"),
    ("告知保护方式", "tell the manner of protection", "向用户告知…保护个人信息的方式"),
    ("公布投诉渠道信息", "publish complaint channels", "公布投诉渠道信息"),
    (
        "及时处理泄露和隐私问题",
        "handle leaks and privacy problems in time",
        "及时处理信息泄露和隐私合规相关问题",
    ),
    ("保障消费者权益", "protect consumers", "保障消费者权益"),
)


def text(zh: str, en: str) -> Text:
    return Text(zh=zh, en=en)


def png(width: int = 90, height: int = 160) -> bytes:
    """A picture of a phone's screen in two greys."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    def row(y: int) -> bytes:
        inside = height // 3 < y < height * 2 // 3
        return b"\0" + bytes(235 if inside and 8 < x < width - 8 else 120 for x in range(width))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"".join(row(y) for y in range(height)), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def artefact(sha256: str) -> bytes | None:
    return {SHOT_DIALOG: png(), SHOT_MAIN: png(120, 200)}.get(sha256)


def call(
    event: int, at: int, consent: ConsentState, api: tuple[str, str], value: str, *stack: str, **more: Any
) -> Proof:
    return Proof(
        kind="call",
        event=event,
        at=START + at,
        consent=consent,
        app_state=more.pop("app_state", "foreground"),
        phase=more.pop("phase", "first-start"),
        api=api[0],
        api_signature=api[1],
        process="com.example.bank",
        thread=more.pop("thread", "main"),
        value=value,
        stack=tuple(
            StackLine(text=line.removeprefix("*"), responsible=line.startswith("*")) for line in stack
        ),
        **more,
    )


def quote(words: str, start: int) -> Proof:
    return Proof(kind="notice", quote=words, start=start, end=start + len(words))


def request(
    event: int, when: tuple[int, ConsentState], url: str, excerpt: str, value: str, *chain: str
) -> Proof:
    steps = (step.partition(" ") for step in chain)
    return Proof(
        kind="request",
        event=event,
        at=START + when[0],
        consent=when[1],
        app_state="foreground",
        phase="first-start",
        flow=f"flow-{event}",
        url=url,
        receiver=RECEIVER if "demostat" in url else None,
        protocol="websocket" if url.startswith("WEBSOCKET") else None,
        seen_by="agent" if "demopush" in url else "",
        excerpt=excerpt,
        value=value,
        decodings=tuple(Decoding(name=name, detail=detail) for name, _, detail in steps),
    )


def screen(event: int, at: int, consent: ConsentState, sha256: str, *texts: str) -> Proof:
    return Proof(
        kind="screen",
        event=event,
        at=START + at,
        consent=consent,
        app_state="foreground",
        phase="first-start",
        screenshot=sha256,
        screen_texts=texts,
    )


def absence(zh: str, en: str, searched: str) -> Proof:
    return Proof(kind="absence", text=text(zh, en), searched=searched)


def finding(number: int, rule: str, title: Text, statement: Text, remedy: Text, **more: Any) -> Finding:
    proofs: tuple[Proof, ...] = more.get("proofs", ())
    times = [proof.at for proof in proofs if proof.at is not None]
    more.setdefault("verdict", "violation")
    more.setdefault("severity", "high")
    more.setdefault("confidence", "high")
    return Finding(
        id=f"{rule}-{number * 7919:08x}",
        rule=rule,
        title=title,
        statement=statement,
        remedy=remedy,
        first=min(times, default=None),
        last=max(times, default=None),
        **more,
    )


def findings() -> tuple[Finding, ...]:
    return (
        finding(
            1,
            "accessed-before-consent",
            text("同意前读取 IMEI", "IMEI read before consent"),
            text(
                "用户尚未表态时，第三方 SDK“示例统计SDK”读取了国际移动设备识别码（IMEI）。",
                "Before the user decided, the third-party SDK 示例统计SDK read the IMEI.",
            ),
            text(
                "在用户同意隐私政策之后再初始化该 SDK；同意前不调用 getImei。",
                "Initialise the SDK only after the user has agreed; do not call getImei before.",
            ),
            would_change=text(
                "若能证明该调用发生在用户点击“同意”之后（例如设备时钟偏差大于所记录的误差），本判定会改变。",
                "Proof that the call came after the user tapped 同意, e.g. a clock offset beyond the error.",
            ),
            clauses=("CAC191-3.1", "PIPL-13", "NFRA99-16.1", "NFRA99-16.4"),
            data_type="device.imei",
            actor=STAT,
            count=3,
            proofs=(
                quote("在您同意本政策之前，我们不会收集您的任何个人信息。", 412),
                call(
                    41,
                    2_340_000_000,
                    "shown",
                    ("telephony.imei", "android.telephony.TelephonyManager.getImei()"),
                    "86••••••••••••7",
                    "android.telephony.TelephonyManager.getImei(TelephonyManager.java)",
                    "*cn.demostat.analytics.DeviceCollector.collect(DeviceCollector.java:57)",
                    "cn.demostat.analytics.DemoStat.init(DemoStat.java:23)",
                    "com.example.bank.BankApplication.onCreate(BankApplication.java:31)",
                    "android.app.Instrumentation.callApplicationOnCreate(Instrumentation.java:1192)",
                ),
                screen(
                    44,
                    2_600_000_000,
                    "shown",
                    SHOT_DIALOG,
                    "欢迎使用示例银行",
                    "请阅读《隐私政策》",
                    "同意",
                    "不同意",
                ),
            ),
        ),
        finding(
            2,
            "sent-before-consent",
            text("同意前向第三方发送 IMEI", "IMEI sent to a third party before consent"),
            text(
                "用户尚未表态时，IMEI 的 MD5 值被发送至 log.demostat.example。",
                "Before the user decided, the MD5 of the IMEI was sent to log.demostat.example.",
            ),
            text(
                "同意前不发起含个人信息的请求。", "Send no request with personal information before consent."
            ),
            clauses=("CAC191-3.1", "NFRA99-16.1", "NFRA99-16.4"),
            data_type="device.imei",
            actor=STAT,
            subject="log.demostat.example",
            count=1,
            proofs=(
                request(
                    52,
                    (2_910_000_000, "shown"),
                    "https://log.demostat.example/v2/report?d=eyJkIjp7ImkiOi…",
                    "POST /v2/report\ncontent-type: application/json\n\n"
                    '{"d":{"i":"3f2a••••••••••••••••••••••••••91","v":"3.2.1"}}',
                    "3f2a••••••••••••••••••••••••••91",
                    "url d",
                    "base64",
                    "json d.i",
                    "md5 hex",
                ),
            ),
        ),
        finding(
            3,
            "accessed-after-refusal",
            text("拒绝后仍读取 Android ID", "Android ID read after refusal"),
            text(
                "用户点击“不同意”之后，应用自身代码读取了 Android ID。",
                "After the user tapped 不同意, the app's own code read the Android ID.",
            ),
            text(
                "用户拒绝后停止读取设备标识。", "Stop reading device identifiers once the user has refused."
            ),
            clauses=("CAC191-3.2", "NFRA99-16.1", "NFRA99-16.4"),
            data_type="device.android_id",
            actor=APP,
            count=12,
            proofs=(
                call(
                    130,
                    31_250_000_000,
                    "refused",
                    (
                        "settings.android_id",
                        "android.provider.Settings$Secure.getString(ContentResolver, String)",
                    ),
                    "9f••••••••••••c2",
                    "android.provider.Settings$Secure.getString(Settings.java)",
                    "*com.example.bank.track.Visitor.id(Visitor.java:19)",
                    "com.example.bank.BrowseActivity.onResume(BrowseActivity.java:44)",
                    phase="refused",
                ),
                screen(133, 31_900_000_000, "refused", SHOT_MAIN, "示例银行（仅浏览）", "附近网点"),
            ),
        ),
        finding(
            4,
            "permission-before-consent",
            text("同意前申请定位权限", "Location permission asked before consent"),
            text(
                "隐私政策弹窗尚未表态时，应用弹出了定位权限申请。",
                "The app asked for the location permission while the notice was still undecided.",
            ),
            text("在用户使用“附近网点”时再申请定位权限。", "Ask when the user opens 附近网点."),
            clauses=("CAC191-3.1", "NFRA99-16.1", "NFRA99-16.4"),
            data_type="location.precise",
            actor=APP,
            subject="android.permission.ACCESS_FINE_LOCATION",
            count=1,
            severity="medium",
            proofs=(
                Proof(
                    kind="permission",
                    event=47,
                    at=START + 2_700_000_000,
                    consent="shown",
                    app_state="foreground",
                    phase="first-start",
                    text=text(
                        "系统权限弹窗：要允许“示例银行”获取此设备的位置信息吗？",
                        "System dialog: allow 示例银行 to access this device's location?",
                    ),
                ),
            ),
        ),
        finding(
            5,
            "data-type-undeclared",
            text("已安装应用列表未在政策中列明", "List of installed apps not in the notice"),
            text(
                "应用读取了已安装应用列表，隐私政策没有列明该类型。",
                "The app read the list of installed apps; the notice does not list this type.",
            ),
            text(
                "停止读取，或在政策中逐项列明类型、目的与方式。",
                "Stop reading it, or list type, purpose and manner in the notice.",
            ),
            clauses=("CAC191-2.1", "PIPL-17", "NFRA99-16.1", "NFRA99-16.7"),
            data_type="apps.installed",
            actor=PUSH,
            count=2,
            confidence="medium",
            proofs=(
                absence(
                    "政策全文没有出现“应用列表”及其同义表述。",
                    "The notice's text has no 应用列表 nor a synonym of it.",
                    "应用列表、已安装应用、安装列表、软件列表（政策文本 6,214 个字符）",
                ),
                call(
                    201,
                    55_020_000_000,
                    "agreed",
                    ("apps.packages", "android.app.ApplicationPackageManager.getInstalledPackages(int)"),
                    "",
                    "android.app.ApplicationPackageManager.getInstalledPackages(ApplicationPackageManager.java)",
                    "*com.demopush.client.Env.apps(Env.java:88)",
                    "java.util.concurrent.ThreadPoolExecutor.runWorker(ThreadPoolExecutor.java:1137)",
                    phase="agreed",
                    thread="push-1",
                ),
            ),
        ),
        finding(
            6,
            "sdk-undeclared",
            text("第三方 SDK 未在政策中列明", "Third-party SDK not in the notice"),
            text(
                "运行中的“示例推送SDK”没有出现在政策的第三方清单中。",
                "示例推送SDK ran and is not in the notice's list of third parties.",
            ),
            text(
                "在第三方清单中列明名称、公司、目的与信息类型。",
                "List its name, company, purpose and data types.",
            ),
            clauses=("CAC191-2.1", "NFRA99-16.1", "NFRA99-16.7"),
            actor=PUSH,
            subject="demo.push",
            count=9,
            proofs=(
                absence(
                    "政策的第三方清单没有该 SDK 或其公司。",
                    "The notice's list of third parties has neither the SDK nor its company.",
                    "示例推送SDK、示例推送科技有限公司、com.demopush.client",
                ),
            ),
        ),
        finding(
            7,
            "cleartext-personal-data",
            text("个人信息以明文传输", "Personal information sent in clear text"),
            text(
                "精确位置通过未加密的 HTTP 发送至 api.bank.example。",
                "The precise location was sent to api.bank.example over plain HTTP.",
            ),
            text("改用 TLS。", "Use TLS."),
            clauses=("NFRA99-12", "NFRA99-16.1", "NFRA99-16.3"),
            data_type="location.precise",
            actor=APP,
            subject="api.bank.example",
            count=4,
            proofs=(
                quote("我们使用 HTTPS 加密传输您的个人信息。", 3_870),
                request(
                    260,
                    (70_400_000_000, "agreed"),
                    "http://api.bank.example/branches?lat=39.9••••&lon=116.4••••",
                    "GET /branches?lat=39.9••••&lon=116.4•••• HTTP/1.1\nhost: api.bank.example",
                    "39.9••••",
                ),
            ),
        ),
        finding(
            8,
            "read-in-background",
            text("后台读取剪贴板", "Clipboard read in the background"),
            text(
                "应用处于后台时读取了剪贴板，政策没有说明后台读取。",
                "The app read the clipboard in the background; the notice does not say so.",
            ),
            text(
                "仅在用户使用相关功能时读取剪贴板。",
                "Read the clipboard only when the user uses the function.",
            ),
            verdict="suspected",
            severity="medium",
            confidence="low",
            clauses=("NFRA99-16.6",),
            data_type="clipboard",
            actor=Actor(kind="unknown", id="", name="", confidence="low"),
            count=1,
            proofs=(
                call(
                    340,
                    102_000_000_000,
                    "agreed",
                    ("clipboard.read", "android.content.ClipboardManager.getPrimaryClip()"),
                    "",
                    "android.content.ClipboardManager.getPrimaryClip(ClipboardManager.java)",
                    "a.a.b(SourceFile:1)",
                    app_state="background",
                    phase="background",
                    error="java.lang.SecurityException: not in focus",
                ),
                Proof(
                    kind="system",
                    event=351,
                    at=START + 103_000_000_000,
                    text=text(
                        "AppOps 记录：android:read_clipboard，最近一次访问时应用在后台。",
                        "AppOps: android:read_clipboard, last accessed while in the background.",
                    ),
                ),
            ),
        ),
        finding(
            9,
            "complaint-channel-missing-in-notice",
            text("政策没有公布投诉电话", "The notice gives no complaint telephone"),
            text(
                "在政策文本中没有找到投诉电话和通讯地址。",
                "No complaint telephone or postal address was found in the notice.",
            ),
            text(
                "公布投诉电话、通讯地址和处理流程。",
                "Publish the telephone, the postal address and the process.",
            ),
            clauses=("CBIRC3-8", "NFRA99-16.10"),
            severity="medium",
            proofs=(
                quote("如有疑问，请通过在线客服联系我们。", 5_930),
                absence(
                    "没有投诉电话、通讯地址。",
                    "No complaint telephone, no postal address.",
                    "投诉、电话、通讯地址、客服热线",
                ),
            ),
        ),
        finding(
            10,
            "complaint-channel-missing-in-app",
            text("应用内投诉渠道未测试", "Complaint channel in the app not tested"),
            text(
                "场景没有进入投诉页面，不能判定。",
                "The scenario did not reach the complaint page, so this is not decided.",
            ),
            text("补充场景步骤后重新测试。", "Add the step to the scenario and test again."),
            verdict="not_tested",
            severity="low",
            clauses=("NFRA99-16.10",),
        ),
    )


def clauses() -> tuple[Clause, ...]:
    rows = [
        Clause(
            id=f"NFRA99-16.{number}",
            source="NFRA99",
            short_zh=zh,
            short_en=en,
            text_zh=law,
            text_status="verbatim",
            obligation="must",
            checkability="derived" if number in {1, 12} else "document" if number in {2, 11} else "partial",
        )
        for number, (zh, en, law) in enumerate(LIMBS, start=1)
    ]
    others: tuple[tuple[str, str, str, str, str, Literal["verbatim", "abridged", "from_memory"]], ...] = (
        (
            "CAC191-3.1",
            "CAC191",
            "同意前收集",
            "collection before consent",
            "征得用户同意前就开始收集个人信息或打开可收集个人信息的权限",
            "verbatim",
        ),
        (
            "CAC191-3.2",
            "CAC191",
            "拒绝后收集",
            "collection after refusal",
            "用户明确表示不同意后，仍收集个人信息",
            "abridged",
        ),
        (
            "CAC191-2.1",
            "CAC191",
            "未逐一列出",
            "not listed one by one",
            "未逐一列出App（包括委托的第三方或嵌入的第三方代码、插件）收集使用个人信息的目的、方式、范围等",
            "verbatim",
        ),
        (
            "PIPL-13",
            "PIPL",
            "处理的合法性基础",
            "legal bases",
            "取得个人同意等情形下方可处理个人信息",
            "from_memory",
        ),
        (
            "PIPL-17",
            "PIPL",
            "告知事项",
            "what to tell",
            "以清晰易懂的语言真实、准确、完整地告知处理目的、方式、种类、保存期限",
            "abridged",
        ),
    )
    rows += [
        Clause(
            id=id_,
            source=source,
            short_zh=zh,
            short_en=en,
            text_zh=law,
            text_status=status,
            obligation="must_not",
            checkability="full",
        )
        for id_, source, zh, en, law, status in others
    ]
    return tuple(rows)


SOURCES = (
    LawSource(
        id="NFRA99",
        title_zh="关于加强银行业保险业移动互联网应用程序管理的通知",
        title_en="Notice on strengthening the management of mobile applications of banks and insurers",
        number="金办发〔2024〕99号",
        issuer="国家金融监督管理总局办公厅",
        date="2024-09-12",
        text_status="verbatim",
    ),
    LawSource(
        id="CAC191",
        title_zh="App违法违规收集使用个人信息行为认定方法",
        title_en="Method for identifying unlawful collection and use of personal information by apps",
        number="国信办秘字〔2019〕191号",
        date="2019-11-28",
        text_status="verbatim",
    ),
    LawSource(
        id="PIPL",
        title_zh="中华人民共和国个人信息保护法",
        title_en="Personal Information Protection Law",
        date="2021-08-20",
        text_status="mixed",
    ),
)


def limbs(found: tuple[Finding, ...]) -> tuple[LimbVerdict, ...]:
    verdicts: dict[int, Verdict] = {
        2: "needs_document",
        5: "not_observed",
        8: "conforms",
        9: "conforms",
        11: "needs_document",
        12: "violation",
    }
    rows = []
    for number, (zh, en, law) in enumerate(LIMBS, start=1):
        clause = f"NFRA99-16.{number}"
        mine = [item for item in found if clause in item.clauses]
        worst: Verdict = "suspected" if all(item.verdict == "suspected" for item in mine) else "violation"
        rows.append(
            LimbVerdict(
                clause=clause,
                title=text(zh, en),
                text_zh=law,
                verdict=verdicts.get(number, worst if mine else "not_tested"),
                findings=tuple(item.id for item in mine),
                rules=tuple(sorted({item.rule for item in mine})),
                not_tested=(
                    text(
                        "应用内投诉渠道：场景没有进入投诉页面。",
                        "Complaint channel in the app: the scenario did not reach it.",
                    ),
                )
                if number == 10
                else (),
                documents=(
                    text(
                        "个人信息保护制度文件及其批准记录",
                        "The rules on protecting personal information and their approval",
                    ),
                )
                if number == 2
                else (
                    text(
                        "近一年隐私投诉与泄露事件的处理记录",
                        "Records of privacy complaints and leaks of the last year",
                    ),
                )
                if number == 11
                else (),
            )
        )
    return tuple(rows)


def timeline(found: tuple[Finding, ...]) -> tuple[TimelineEntry, ...]:
    lasting = [
        ("phase", 0, 30, "首次启动", "first start", ""),
        ("phase", 30, 50, "拒绝", "refused", ""),
        ("phase", 50, 95, "同意后使用", "in use after consent", ""),
        ("phase", 95, 120, "后台", "background", ""),
        ("consent", 0, 1, "未展示隐私政策", "notice not shown", "not_shown"),
        ("consent", 1, 30, "已展示，用户未表态", "shown, user undecided", "shown"),
        ("consent", 30, 50, "用户已拒绝", "user refused", "refused"),
        ("consent", 50, 120, "用户已同意", "user agreed", "agreed"),
        ("app", 0, 2, "启动中", "starting", "starting"),
        ("app", 2, 95, "前台", "foreground", "foreground"),
        ("app", 95, 120, "后台", "background", "background"),
    ]
    entries = [
        TimelineEntry(lane=lane, at=START + start * S, end=START + end * S, label=text(zh, en), detail=detail)  # type: ignore[arg-type]
        for lane, start, end, zh, en, detail in lasting
    ]
    lanes: dict[str, Any] = {
        "call": "api",
        "request": "request",
        "permission": "permission",
        "screen": "screen",
    }
    for item in found:
        entries += [
            TimelineEntry(
                lane=lanes[proof.kind],
                at=proof.at,
                label=item.title,
                detail=proof.api or proof.url,
                event=proof.event,
                findings=(item.id,),
            )
            for proof in item.proofs
            if proof.kind in lanes and proof.at is not None
        ]
    entries += [
        TimelineEntry(
            lane="request",
            at=START + second * S,
            label=text("GET www.bank.example/", "GET www.bank.example/"),
            detail="200, 1,204 bytes",
            event=60 + second,
        )
        for second in range(5, 118, 7)
    ]
    entries.append(
        TimelineEntry(
            lane="problem",
            at=START + 88 * S,
            label=text("加密连接无法解读", "encrypted connection not readable"),
            detail="pinned.demoad.example:443",
            event=300,
        )
    )
    return tuple(entries)


def coverage() -> Coverage:
    names = ("telephony.imei", "telephony.imsi", "settings.android_id", "location.updates", "clipboard.read")
    hooks = [HookCoverage(api=name, state="resolved", calls=index) for index, name in enumerate(names)]
    hooks.append(HookCoverage(api="msa.oaid", state="absent", reason="class not found"))
    hooks.append(HookCoverage(api="bluetooth.address", state="failed", reason="overload not found"))
    phases = (
        ("first-start", 0, 30, 6),
        ("refused", 30, 50, 4),
        ("agreed", 50, 95, 9),
        ("background", 95, 120, 2),
    )
    return Coverage(
        start=START,
        end=START + 120 * S,
        outcome="incomplete",
        reason="step 21 failed",
        phases=tuple(
            PhaseCoverage(
                name=name,
                start=START + a * S,
                end=START + b * S,
                steps_ok=ok,
                steps_failed=int(name == "agreed"),
            )
            for name, a, b, ok in phases
        ),
        sensors=(
            SensorCoverage(sensor="agent", intervals=((START, START + 120 * S),)),
            SensorCoverage(
                sensor="proxy",
                intervals=((START, START + 110 * S),),
                lost="exit code 1",
                lost_at=START + 110 * S,
            ),
            SensorCoverage(sensor="system", intervals=((START, START + 120 * S),)),
        ),
        hooks=tuple(hooks),
        consent_states={"not_shown": S, "shown": 29 * S, "refused": 20 * S, "agreed": 70 * S},
        app_states={"starting": 2 * S, "foreground": 93 * S, "background": 25 * S},
        screens=21,
        requests=23,
        unread_tunnels=("pinned.demoad.example:443",),
        uninstrumented=("com.example.bank:push: attach refused",),
        dropped=0,
        failed_steps=("21 tapOn 投诉与建议: element not found",),
        network=network(),
    )


def network() -> NetworkCoverage:
    return NetworkCoverage(
        destinations=(
            Destination(
                host="pinned.demoad.example", registrable="demoad.example", opened="unopened", ports=(443,),
                protocols=("tcp",), unopened=4, reasons=("alert unknown ca",), own=True,
            ),
            Destination(
                host="203.0.113.9", registrable="203.0.113.9", opened="counted", addresses=("203.0.113.9",),
                ports=(5222,), protocols=("tcp",), bytes_up=2_000, bytes_down=300, direct=2, unread=2,
                by_address=True, own=True,
            ),
            Destination(
                host="video.demoad.example", registrable="demoad.example", opened="refused", ports=(443,),
                addresses=("203.0.113.20",), protocols=("quic",), refused=3, refused_datagrams=41,
                named_by="lookup", own=True,
            ),
            Destination(
                host="push.demopush.example", registrable="demopush.example", opened="taken", ports=(5223,),
                protocols=("tcp",), bytes_up=512, taken=1, direct=1, clear_ports=(5223,), own=True,
            ),
            Destination(
                host="api.bank.example", registrable="bank.example", opened="read", ports=(80,),
                addresses=("198.51.100.4",), protocols=("http",), requests=19, bytes_up=8_210,
                bytes_down=30_100, own=True,
            ),
            Destination(
                host="sync.vendor.example", registrable="vendor.example", opened="read", ports=(443,),
                protocols=("http",), requests=1, bytes_up=70,
            ),
            Destination(
                host="127.0.0.1", registrable="127.0.0.1", opened="counted", addresses=("127.0.0.1",),
                ports=(7890,), protocols=("tcp",), bytes_up=9, direct=1, unread=1, by_address=True,
                inside=True, own=True,
            ),
        ),
        bytes_up=10_722,
        bytes_down=30_400,
        sockets_watched=True,
        proxy_sockets=9,
        proxy_up=21_000,
        proxy_down=44_000,
        read_up=8_210,
        read_down=30_100,
        names_only=("unused.bank.example",),
        names_only_count=1,
    )  # fmt: skip


def when(at: int) -> When:
    return When(at=START + at, consent="agreed", app_state="foreground", phase="use")


CERTIFICATE = CertificateSeen(
    sha256="ce" * 32,
    subject="CN=*.demostat.example,O=示例统计科技有限公司,C=CN",
    organisation="示例统计科技有限公司",
    issuer="CN=Example CA,O=Example Trust",
    names=("*.demostat.example",),
    not_before=START - 100 * 86_400 * S,
    not_after=START + 200 * 86_400 * S,
)
RECEIVER = Receiver(
    host="log.demostat.example",
    registrable="demostat.example",
    party="declared",
    owner="示例统计SDK（示例统计科技有限公司）",
    certificate=CERTIFICATE,
    problem="Certificate verify failed: unable to get local issuer certificate",
    tls=("TLSv1.2", "TLSv1.3"),
    places=(
        Place(address="198.51.100.80", code="CN", name=text("中国", "China")),
        Place(address="203.0.113.80", code="US", name=text("美国", "United States")),
    ),
)


def rules(found: tuple[Finding, ...]) -> tuple[RuleOutcome, ...]:
    rows = [
        RuleOutcome(
            rule=item.rule,
            title=item.title,
            verdict=item.verdict,
            reason=item.statement,
            clauses=item.clauses,
            findings=(item.id,),
        )
        for item in found
    ]
    rows.append(
        RuleOutcome(
            rule="protection-not-told",
            title=text("未告知保护方式", "Manner of protection not told"),
            verdict="conforms",
            reason=text(
                "政策第 3,800 个字符起说明了保护方式。", "The notice tells it from character 3,800 on."
            ),
            clauses=("NFRA99-16.9",),
        )
    )
    return tuple(rows)


def make_rich() -> Report:
    found = findings()
    location = text("精确位置", "Precise location")
    return Report(
        title=text("示例银行 2.1.0 审计报告", "Audit of 示例银行 2.1.0"),
        evidence="2026-01-05-example-bank",
        evidence_digest="c0ffee" * 10 + "abcd",
        evidence_whole=True,
        device=DeviceInfo(
            serial="127.0.0.1:5555",
            model="privaudit virtual device",
            manufacturer="privaudit",
            android="13",
            api_level=33,
            build="TQ3A.230805.001",
            abi="arm64-v8a",
            virtual=True,
        ),
        app=AppInfo(
            package="com.example.bank",
            version_name="2.1.0",
            version_code=210,
            target_sdk=33,
            uid=10123,
            sha256="1a" * 32,
            signature="2b" * 32,
        ),
        app_name="示例银行",
        tools=(
            Tool(name="privaudit", version="0.1.0"),
            Tool(name="frida", version="17.2.0"),
            Tool(name="mitmproxy", version="11.0.2"),
            Tool(name="agent", version="1", sha256="3c" * 32),
            Tool(name="catalogue", version="1", sha256="4d" * 32),
        ),
        scenario="scenarios/first-start.yaml",
        notice_file="notice.html",
        notice_title="示例银行隐私政策",
        notice_version="2025-12-01",
        notice_sha256="5e" * 32,
        start=START,
        end=START + 120 * S,
        made=START + 200 * S,
        verdict="violation",
        limbs=limbs(found),
        rules=rules(found),
        findings=found,
        coverage=coverage(),
        limits=(
            text(
                "本次测试在虚拟设备上进行，不能说明应用在真实手机上的行为。",
                "The test ran on a virtual device and says nothing about a real phone.",
            ),
            text(
                "通过本地代码（native）直接读取的信息未被观察。",
                "Reads by native code directly were not watched.",
            ),
            text(
                "1 个加密连接无法解读，其内容未被检查。",
                "1 encrypted connection could not be read; its content was not checked.",
            ),
            text(
                "网络代理在 110 秒时丢失，此后的请求未被观察。",
                "The proxy was lost at 110 s; requests after that were not watched.",
            ),
        ),
        timeline=timeline(found),
        data=(
            DataRow(
                data_type="device.imei",
                name=text("国际移动设备识别码", "IMEI"),
                actor=STAT,
                reads=3,
                refused=0,
                sent_to=("log.demostat.example",),
                declared="umbrella",
                states=("shown",),
            ),
            DataRow(
                data_type="device.android_id",
                name=text("Android ID", "Android ID"),
                actor=APP,
                reads=12,
                refused=0,
                sent_to=(),
                declared="listed",
                states=("refused", "agreed"),
            ),
            DataRow(
                data_type="apps.installed",
                name=text("已安装应用列表", "Installed apps"),
                actor=PUSH,
                reads=2,
                refused=0,
                sent_to=("push.demopush.example",),
                declared="absent",
                states=("agreed",),
            ),
            DataRow(
                data_type="location.precise",
                name=location,
                actor=APP,
                reads=4,
                refused=1,
                sent_to=("api.bank.example",),
                declared="listed",
                states=("agreed",),
            ),
        ),
        countries=CountryData(
            file="country.mmdb",
            form="mmdb",
            sha256="dd" * 32,
            name="Example-Country",
            built=START - 30 * 86_400 * S,
            entries=1_000,
        ),
        handshakes=(
            Handshake(
                event=77,
                when=when(31 * S),
                side="server",
                host="log.demostat.example",
                port=443,
                version="TLSv1.2",
                certificate=CERTIFICATE,
                problem=RECEIVER.problem,
            ),
        ),
        probes=(
            Probe(event=81, when=when(33 * S), host="log.demostat.example", port=443, accepted=True),
            Probe(
                event=82,
                when=when(34 * S),
                host="api.bank.example",
                port=443,
                accepted=False,
                reason="alert unknown ca",
            ),
        ),
        trust=(
            TrustCheck(
                event=70,
                when=when(30 * S),
                host="pay.bank.example",
                api="trust.okhttp",
                library="OkHttp",
                decision="opened",
                actor=APP,
                reason="Certificate pinning failure!",
                count=3,
            ),
            TrustCheck(
                event=71,
                when=when(30 * S),
                host="pinned.demoad.example",
                api="trust.native",
                decision="kept",
                actor=STAT,
            ),
        ),
        recipients=(
            RecipientRow(
                host="api.bank.example",
                registrable="bank.example",
                party="first",
                encrypted=False,
                requests=19,
                bytes_up=8_210,
                data_types=("location.precise",),
                actors=("示例银行",),
            ),
            RecipientRow(
                host="log.demostat.example",
                registrable="demostat.example",
                party="declared",
                encrypted=True,
                requests=3,
                bytes_up=2_048,
                data_types=("device.imei",),
                actors=("示例统计SDK",),
                receiver=RECEIVER,
                protocols=("http", "websocket"),
            ),
            RecipientRow(
                host="push.demopush.example",
                registrable="demopush.example",
                party="undeclared",
                encrypted=True,
                requests=1,
                bytes_up=512,
                data_types=("apps.installed",),
                actors=("示例推送SDK",),
            ),
        ),
        permissions=(
            PermissionRowSeen(
                permission="android.permission.ACCESS_FINE_LOCATION",
                name=location,
                granted=True,
                asked=2,
                declared=True,
            ),
            PermissionRowSeen(
                permission="android.permission.READ_PHONE_STATE",
                name=text("读取手机状态", "Read phone state"),
                granted=False,
                asked=0,
                declared=False,
            ),
        ),
        sdks=(
            SdkRowSeen(
                sdk="demo.stat",
                name="示例统计SDK",
                company="示例统计科技有限公司",
                calls=3,
                requests=3,
                declared=True,
                data_types=("device.imei",),
            ),
            SdkRowSeen(
                sdk="demo.push",
                name="示例推送SDK",
                company="示例推送科技有限公司",
                calls=2,
                requests=1,
                declared=False,
                data_types=("apps.installed",),
            ),
        ),
        clauses=clauses(),
        sources=SOURCES,
    )


def make_empty() -> Report:
    return Report(
        title=text("空报告", "Empty report"),
        evidence="empty",
        evidence_digest="0" * 64,
        evidence_whole=False,
        evidence_problem="seal.json: missing",
        device=DeviceInfo(serial="", model="", manufacturer="", android="", api_level=0, build=""),
        app=AppInfo(package="com.example.bank"),
        app_name="",
        tools=(),
        scenario="",
        notice_file="",
        notice_title="",
        notice_version="",
        notice_sha256="",
        start=0,
        end=0,
        made=START,
        verdict="not_tested",
        limbs=(),
        rules=(),
        findings=(),
        coverage=Coverage(
            start=0,
            end=0,
            outcome="unsealed",
            reason="",
            phases=(),
            sensors=(),
            hooks=(),
            consent_states={},
            app_states={},
            screens=0,
            requests=0,
            unread_tunnels=(),
            uninstrumented=(),
            dropped=0,
        ),
        limits=(),
        timeline=(),
        data=(),
        recipients=(),
        permissions=(),
        sdks=(),
        clauses=(),
        sources=(),
    )


@pytest.fixture
def rich_report() -> Report:
    return make_rich()


@pytest.fixture
def empty_report() -> Report:
    return make_empty()


@pytest.fixture
def read_artefact() -> Callable[[str], bytes | None]:
    return artefact
