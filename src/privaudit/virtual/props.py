"""System properties, as `getprop` tells them."""

from __future__ import annotations

FINGERPRINT = "privaudit/privaudit_virtual/virtual:13/TQ3A.230805.001/20230809:userdebug/test-keys"


def properties(identity: dict[str, str]) -> dict[str, str]:
    """Return the properties of a userdebug phone of Android 13 that says that it is virtual."""
    product = {"brand": "privaudit", "device": "virtual", "manufacturer": "privaudit",
               "model": "privaudit virtual device", "name": "privaudit_virtual"}  # fmt: skip
    props = {
        "dalvik.vm.heapgrowthlimit": "192m",
        "dalvik.vm.heapsize": "512m",
        "debug.atrace.tags.enableflags": "0",
        "dev.bootcomplete": "1",
        "gsm.current.phone-type": "1",
        "gsm.network.type": "LTE",
        "gsm.operator.alpha": identity["operator_name"],
        "gsm.operator.iso-country": "cn",
        "gsm.operator.numeric": identity["operator"],
        "gsm.sim.operator.alpha": identity["operator_name"],
        "gsm.sim.state": "LOADED",
        "init.svc.adbd": "running",
        "init.svc.bootanim": "stopped",
        "init.svc.zygote": "running",
        "net.bt.name": "Android",
        "persist.sys.locale": "zh-CN",
        "persist.sys.timezone": "Asia/Shanghai",
        "ro.adb.secure": "0",
        "ro.boot.serialno": identity["serial"],
        "ro.boot.verifiedbootstate": "orange",
        "ro.bootmode": "unknown",
        "ro.build.characteristics": "default",
        "ro.build.date": "Wed Aug  9 00:00:00 UTC 2023",
        "ro.build.date.utc": "1691539200",
        "ro.build.display.id": "privaudit_virtual-userdebug 13 TQ3A.230805.001 20230809 test-keys",
        "ro.build.fingerprint": FINGERPRINT,
        "ro.build.id": "TQ3A.230805.001",
        "ro.build.tags": "test-keys",
        "ro.build.type": "userdebug",
        "ro.build.user": "privaudit",
        "ro.build.version.all_codenames": "REL",
        "ro.build.version.codename": "REL",
        "ro.build.version.incremental": "20230809",
        "ro.build.version.min_supported_target_sdk": "23",
        "ro.build.version.preview_sdk": "0",
        "ro.build.version.release": "13",
        "ro.build.version.release_or_codename": "13",
        "ro.build.version.sdk": "33",
        "ro.build.version.security_patch": "2023-08-05",
        "ro.carrier": "unknown",
        "ro.crypto.state": "encrypted",
        "ro.crypto.type": "file",
        "ro.debuggable": "1",
        "ro.hardware": "virtual",
        "ro.privaudit.virtual": "1",
        "ro.product.cpu.abi": "arm64-v8a",
        "ro.product.cpu.abilist": "arm64-v8a,armeabi-v7a,armeabi",
        "ro.product.cpu.abilist32": "armeabi-v7a,armeabi",
        "ro.product.cpu.abilist64": "arm64-v8a",
        "ro.product.first_api_level": "33",
        "ro.product.locale": "zh-CN",
        "ro.secure": "1",
        "ro.serialno": identity["serial"],
        "ro.sf.lcd_density": "440",
        "ro.system.build.fingerprint": FINGERPRINT,
        "ro.treble.enabled": "true",
        "ro.vndk.version": "33",
        "ro.zygote": "zygote64_32",
        "service.adb.root": "0",
        "sys.boot_completed": "1",
        "sys.usb.config": "adb",
        "sys.usb.state": "adb",
        "wifi.interface": "wlan0",
        "wlan.driver.status": "ok",
    }
    for name, value in product.items():
        props[f"ro.product.{name}"] = value
        for part in ("odm", "product", "system", "vendor"):
            props[f"ro.product.{part}.{name}"] = value
    return props
