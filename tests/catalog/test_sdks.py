"""The third parties of the catalogue: enough of them, each with a source, none swallowing another."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from privaudit.analysis.attribute import Attributor
from privaudit.analysis.hosts import registrable
from privaudit.catalog import load_catalog
from privaudit.model.catalog import Sdk
from privaudit.model.event import Frame
from privaudit.yamldoc import read_document

SDKS = load_catalog().sdks
ACTORS = [sdk for sdk in SDKS.values() if sdk.role == "actor"]
REAL = [sdk for sdk in SDKS.values() if not sdk.id.startswith("demo.")]

PACKAGE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*")
HOST = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+")

ROOTS_OF_COMPANIES = {
    "com.tencent", "com.alibaba", "com.aliyun", "com.taobao", "com.alipay", "com.ali", "com.baidu",
    "com.huawei", "com.xiaomi", "com.miui", "com.oppo", "com.heytap", "com.vivo", "com.meizu",
    "com.hihonor", "com.bytedance", "com.ss", "com.ss.android", "com.kwai", "com.kuaishou",
    "com.netease", "com.jd", "com.jingdong", "com.qq", "com.sina", "com.weibo", "com.qihoo",
    "com.qihoo360", "com.meituan", "com.didi", "com.google", "com.google.android", "com.facebook",
    "com.microsoft", "com.amazon", "com.samsung", "com.sdk", "com.ct", "com", "cn", "org", "io", "net",
    "im", "me", "cn.com", "cn.org", "com.cn",
}  # fmt: skip
"""Packages of whole companies or of nobody: a row that took one would own code that is not the SDK's."""

ONE_SEGMENT = {
    "anet", "autodispose2", "butterknife", "cmbapi", "coil", "coil3", "dagger", "exocr",
    "hilt_aggregated_deps", "junit", "kernal", "leakcanary", "mtopsdk", "okhttp3", "okio", "retrofit",
    "retrofit2", "rx", "rxhttp", "udesk", "xcrash", "zendesk",
}  # fmt: skip
"""Prefixes of one segment that their makers really use."""

NESTED = {
    "com.megvii.zhimasdk": "the 芝麻 SDK was built with the parts of its maker 旷视",
    "com.netease.nis.sdkwrapper": "the OAID SDK is wrapped by 易盾 and carries this class of it",
}
"""Prefixes of one third party below those of another, and why."""

CARRIERS = {
    "alipay.mpaas.framework", "alipay.nebula", "dcloud", "finclip", "tencent.tmf", "baidu.swan",
    "bytedance.miniapp", "hapjs", "apicloud", "appcan", "dingdone",
    "alibaba.sophix", "packer.qihoo", "packer.bangcle", "packer.ijiami", "packer.legu", "packer.baidu",
    "packer.alibaba", "packer.netease", "packer.dingxiang", "packer.naga",
}  # fmt: skip
"""Containers, app frameworks, packers and patchers: they run others' code, and act where nobody else is."""

SHARED_DOMAINS = {"qq.com", "baidu.com", "163.com", "xiaomi.com", "unity3d.com", "189.cn", "mobileservice.cn"}
"""Domains of whole companies: only names below them can belong to one SDK."""


def ids(sdk: Sdk) -> str:
    return sdk.id


def test_there_are_enough_third_parties() -> None:
    assert len([sdk for sdk in ACTORS if not sdk.id.startswith("demo.")]) >= 250
    assert len(SDKS) - len(ACTORS) >= 60


@pytest.mark.parametrize("sdk", SDKS.values(), ids=ids)
def test_a_row_is_whole(sdk: Sdk) -> None:
    assert re.fullmatch(r"[a-z0-9]+([.-][a-z0-9]+)*", sdk.id)
    assert sdk.name.strip() == sdk.name != ""
    assert sdk.source
    assert sdk.role != "actor" or sdk.purpose
    assert sdk.prefixes or sdk.native or sdk.hosts, "nothing to recognise it by"
    assert sdk.company == sdk.company.strip()
    for mark in "()":
        assert mark not in sdk.company, "registered names are written with full-width brackets"


@pytest.mark.parametrize("sdk", REAL, ids=ids)
def test_the_source_says_what_was_checked(sdk: Sdk) -> None:
    if sdk.prefixes:
        assert "package prefix" in sdk.source
    if sdk.role == "actor":
        assert ("company not established" in sdk.source) == (not sdk.company)
    if sdk.components:
        assert "components" in sdk.source
    if sdk.hosts:
        assert "hosts" in sdk.source


def test_the_category_is_the_file() -> None:
    for path in sorted((Path(load_catalog().folder) / "sdks").glob("*.yaml")):
        if path.name == "demo.yaml":
            continue
        for row in read_document(path).convert(list[Sdk]):
            assert row.category == path.stem.replace("_", "-"), row.id
            carries = path.stem.startswith("libraries_") or row.id in CARRIERS
            assert (row.role == "actor") == (not carries), row.id
            assert row.acts_alone == (row.id in CARRIERS), row.id


def test_each_thing_belongs_to_one_row() -> None:
    for kind in ("prefixes", "native", "components", "hosts"):
        seen = Counter(thing for sdk in SDKS.values() for thing in getattr(sdk, kind))
        assert [thing for thing, count in seen.items() if count > 1] == [], kind
    assert [name for name, count in Counter(sdk.name for sdk in SDKS.values()).items() if count > 1] == []


@pytest.mark.parametrize("sdk", [sdk for sdk in SDKS.values() if sdk.prefixes], ids=ids)
def test_prefixes_are_packages_of_the_sdk_alone(sdk: Sdk) -> None:
    taken = {row.prefix for row in load_catalog().platform.prefixes}
    for prefix in sdk.prefixes:
        assert PACKAGE.fullmatch(prefix), prefix
        assert prefix not in taken, f"{prefix} is the platform's"
        assert prefix not in ROOTS_OF_COMPANIES, f"{prefix} is a whole company's"
        assert "." in prefix or prefix in ONE_SEGMENT, f"{prefix} is too short"


def test_a_prefix_below_anothers_is_of_the_same_house() -> None:
    owners = {prefix: sdk for sdk in SDKS.values() for prefix in sdk.prefixes}
    strangers = []
    for prefix, sdk in owners.items():
        for end in range(prefix.count(".")):
            above = owners.get(".".join(prefix.split(".")[: end + 1]))
            if above is None or above is sdk or sdk.role != "actor":
                continue
            family = above.id.split(".")[0] == sdk.id.split(".")[0]
            house = bool(sdk.company) and sdk.company == above.company
            if not family and not house and prefix not in NESTED:
                strangers.append(f"{prefix} ({sdk.id}) is below {above.id}")
    assert strangers == []
    assert set(NESTED) <= set(owners)


@pytest.mark.parametrize("sdk", [sdk for sdk in SDKS.values() if sdk.hosts], ids=ids)
def test_hosts_are_domains_of_the_service(sdk: Sdk) -> None:
    for host in sdk.hosts:
        assert HOST.fullmatch(host), host
        domain = registrable(host)
        assert domain.count(".") >= 1
        assert host not in SHARED_DOMAINS, f"{host} is a whole company's"
        assert domain == host or domain in SHARED_DOMAINS, f"{host} is not a registrable domain"


def test_no_host_covers_another() -> None:
    hosts = {host for sdk in SDKS.values() for host in sdk.hosts}
    assert [(a, b) for a in hosts for b in hosts if b.endswith(f".{a}")] == []


@pytest.mark.parametrize("sdk", [s for s in SDKS.values() if s.native or s.components or s.url], ids=ids)
def test_native_libraries_components_and_addresses_are_well_formed(sdk: Sdk) -> None:
    for name in sdk.native:
        assert re.fullmatch(r"lib[\w.+-]+\.so", name), name
    for name in sdk.components:
        assert re.fullmatch(r"[\w.]+\.[\w$]+", name), name
    assert sdk.url == "" or re.fullmatch(r"https?://\S+", sdk.url)


def test_a_component_lies_under_no_other_third_partys_prefix() -> None:
    owners = {prefix: sdk.id for sdk in SDKS.values() for prefix in sdk.prefixes}
    for sdk in SDKS.values():
        for name in sdk.components:
            package = name
            while package and package not in owners:
                package = package.rpartition(".")[0]
            assert owners.get(package, sdk.id) == sdk.id, name


FRAMES = [
    ("com.umeng.analytics.MobclickAgent", "umeng"),
    ("com.umeng.message.UmengMessageHandler", "umeng.push"),
    ("com.umeng.socialize.UMShareAPI", "umeng.share"),
    ("com.umengx.Foo", ""),
    ("com.umen.Foo", ""),
    ("cn.jpush.android.service.PushService", "jiguang.push"),
    ("cn.jiguang.ads.base.component.JAdActivity", "jiguang.ads"),
    ("cn.jiguang.verifysdk.api.JVerificationInterface", "jiguang.verify"),
    ("cn.android.service.JTransitActivity", "jiguang.push"),
    ("com.igexin.sdk.PushManager$1", "getui"),
    ("com.getui.gtc.base.GtcProvider", "getui"),
    ("com.g.gysdk.GYManager", "getui.verify"),
    ("com.tencent.bugly.crashreport.CrashReport", "tencent.bugly"),
    ("com.tencent.bugly.beta.ui.BetaActivity", "tencent.bugly-upgrade"),
    ("com.tencent.mm.opensdk.openapi.WXAPIFactory", "tencent.wechat"),
    ("com.tencent.mm.ui.LauncherUI", ""),
    ("com.tencent.beacon.event.UserAction", "tencent.beacon"),
    ("com.tencent.cloud.huiyansdkface.facelight.ui.FaceVerifyActivity", "tencent.huiyan"),
    ("com.tencent.unheardof.Thing", ""),
    ("com.alibaba.sdk.android.push.CloudPushService", "alibaba.push"),
    ("com.alibaba.unheardof.Thing", ""),
    ("com.alibaba.wireless.security.open.SecurityGuardManager", "alibaba.security-guard"),
    ("com.ta.utdid2.device.UTDevice", "alibaba.utdid"),
    ("com.alipay.sdk.app.PayTask", "alipay"),
    ("com.alipay.mobile.framework.LauncherApplicationAgent", "alipay.mpaas.framework"),
    ("com.alipay.mobile.common.logging.LoggerFactory", "alipay.mpaas"),
    ("com.alipay.mobile.nebulacore.ui.H5Activity", "alipay.nebula"),
    ("com.alipay.mobile.security.zim.api.ZIMFacade", "alipay.zoloz"),
    ("com.amap.api.location.AMapLocationClient", "amap"),
    ("com.autonavi.aps.amapapi.model.AMapLocationServer", "amap"),
    ("com.baidu.location.LocationClient", "baidu.map"),
    ("com.baidu.mobstat.StatService", "baidu.mtj"),
    ("com.baidu.mobads.sdk.api.SplashAd", "baidu.mobads"),
    ("com.bytedance.sdk.openadsdk.TTAdSdk", "bytedance.pangle"),
    ("com.bytedance.sdk.open.douyin.DouYinOpenApiFactory", "bytedance.douyin"),
    ("com.huawei.hms.push.HmsMessageService", "huawei.push"),
    ("com.huawei.hms.api.HuaweiApiClient", "huawei.hms"),
    ("com.huawei.hms.ads.identifier.AdvertisingIdClient", "huawei.id"),
    ("com.geetest.sdk.GT3GeetestUtils", "geetest"),
    ("com.geetest.onelogin.OneLoginHelper", "geetest.onelogin"),
    ("com.netease.nis.captcha.Captcha", "netease.yidun"),
    ("com.netease.nis.sdkwrapper.Utils", "msa.oaid"),
    ("com.bun.miitmdid.core.MdidSdkHelper", "msa.oaid"),
    ("cn.tongdun.android.shell.FMAgent", "tongdun"),
    ("com.ishumei.smantifraud.SmAntiFraud", "shumei"),
    ("com.cfca.mobile.sipkeyboard.SipEditText", "cfca"),
    ("com.csii.powerenter.PEEditText", "csii"),
    ("com.bangcle.safekb.api.SafeKeyboard", "bangcle.keyboard"),
    ("com.bangcle.everisk.core.RiskStubAPI", "bangcle.sense"),
    ("com.stub.StubApp", "packer.qihoo"),
    ("com.stub.StubApplicationOfOurs", ""),
    ("cmbapi.CMBApiEntryActivity", "cmb"),
    ("io.dcloud.feature.internal.sdk.SDK", "dcloud"),
    ("com.finogeeks.lib.applet.client.FinAppClient", "finclip"),
    ("com.sobot.chat.SobotApi", "sobot"),
    ("io.agora.rtc2.RtcEngine", "agora"),
    ("com.google.android.gms.location.FusedLocationProviderClient", "google.maps"),
    ("com.google.android.gms.common.GoogleApiAvailability", "google.gms"),
]


@pytest.fixture(scope="module")
def attributor() -> Attributor:
    return Attributor(load_catalog(), "com.example.bank")


@pytest.mark.parametrize(("cls", "id_"), FRAMES)
def test_frames_of_real_apps_find_their_sdk(attributor: Attributor, cls: str, id_: str) -> None:
    frames = tuple(Frame(cls=name, method="m") for name in ("okhttp3.OkHttpClient", cls, "java.lang.Thread"))
    actor, responsible, _stack = attributor.attribute(frames)
    assert responsible == 1
    assert (actor.kind, actor.id) == (("sdk", id_) if id_ else ("app", "com.example.bank"))


@pytest.mark.parametrize(
    "cls",
    [
        "com.tencent.mmkv.MMKV", "com.alibaba.fastjson.JSON", "com.bumptech.glide.Glide",
        "io.reactivex.Observable", "com.hjq.permissions.XXPermissions",
        "com.tencent.tinker.loader.app.TinkerApplication", "com.facebook.react.bridge.NativeModule",
        "org.chromium.net.CronetEngine", "com.tencent.mtt.hippy.Hippy",
        "leakcanary.internal.activity.LeakActivity",
    ],
)  # fmt: skip
def test_libraries_are_never_the_actor(attributor: Attributor, cls: str) -> None:
    frames = tuple(Frame(cls=name, method="m") for name in (cls, "cn.demostat.analytics.A"))
    actor, responsible, _stack = attributor.attribute(frames)
    assert (actor.id, responsible) == ("demo.stat", 1)


def test_a_component_outside_the_prefixes_is_known_by_its_name(attributor: Attributor) -> None:
    actor, _, _stack = attributor.attribute((Frame(cls="cn.android.service.JTransitActivity", method="m"),))
    assert (actor.id, actor.rule) == ("jiguang.push", "component cn.android.service.JTransitActivity")
    actor, _, _stack = attributor.attribute((Frame(cls="cn.android.service.JTransitActivityX", method="m"),))
    assert actor.kind == "app"
