"""What is on the phone before anybody installs anything: directories, system files, system packages."""

from __future__ import annotations

from typing import Final

from privaudit.virtual.files import Files
from privaudit.virtual.packages import LAUNCHER, PERMISSION_CONTROLLER, Packages

_DIRECTORIES: Final = (
    ("/system", 0, 0, 0o755),
    ("/system/app", 0, 0, 0o755),
    ("/system/bin", 0, 2000, 0o751),
    ("/system/etc", 0, 0, 0o755),
    ("/system/etc/security", 0, 0, 0o755),
    ("/system/etc/security/cacerts", 0, 0, 0o755),
    ("/system/framework", 0, 0, 0o755),
    ("/system/lib64", 0, 0, 0o755),
    ("/system/priv-app", 0, 0, 0o755),
    ("/system_ext", 0, 0, 0o755),
    ("/vendor", 0, 2000, 0o755),
    ("/product", 0, 0, 0o755),
    ("/apex", 0, 0, 0o755),
    ("/apex/com.android.conscrypt", 1000, 1000, 0o755),
    ("/dev", 0, 0, 0o755),
    ("/proc", 0, 0, 0o555),
    ("/proc/net", 0, 0, 0o555),
    ("/proc/self", 0, 0, 0o555),
    ("/sys", 0, 0, 0o755),
    ("/mnt", 0, 1000, 0o755),
    ("/metadata", 0, 0, 0o755),
    ("/data", 1000, 1000, 0o771),
    ("/data/adb", 0, 0, 0o700),
    ("/data/anr", 1000, 1000, 0o775),
    ("/data/app", 1000, 1000, 0o771),
    ("/data/data", 1000, 1000, 0o771),
    ("/data/local", 0, 0, 0o751),
    ("/data/local/tmp", 2000, 2000, 0o771),
    ("/data/media", 1023, 1023, 0o770),
    ("/data/media/0", 1023, 1023, 0o770),
    ("/data/misc", 1000, 9998, 0o1771),
    ("/data/misc/user", 1000, 1000, 0o771),
    ("/data/misc/user/0", 1000, 1000, 0o771),
    ("/data/misc/user/0/cacerts-added", 1000, 1000, 0o755),
    ("/data/system", 1000, 1000, 0o775),
    ("/data/user", 1000, 1000, 0o711),
    ("/storage", 0, 0, 0o751),
    ("/storage/emulated", 0, 0, 0o755),
    ("/storage/emulated/0", 10066, 1015, 0o771),
    ("/storage/self", 0, 0, 0o755),
)
_SHARED: Final = (
    "Alarms",
    "Android",
    "DCIM",
    "DCIM/Camera",
    "Documents",
    "Download",
    "Movies",
    "Music",
    "Pictures",
)
_LINKS: Final = (
    ("/bin", "/system/bin"),
    ("/etc", "/system/etc"),
    ("/sdcard", "/storage/self/primary"),
    ("/storage/self/primary", "/storage/emulated/0"),
    ("/d", "/sys/kernel/debug"),
    ("/data/user/0", "/data/data"),
    ("/mnt/sdcard", "/storage/self/primary"),
    ("/init", "/system/bin/init"),
)
_WRITABLE: Final = ("/data", "/storage/emulated", "/dev", "/proc", "/sys", "/mnt", "/metadata", "/apex")


def system_image(files: Files, packages: Packages, props: dict[str, str]) -> None:
    """Fill an empty file system and package manager."""
    files.mounts[0].read_only = False
    for path, uid, gid, mode in _DIRECTORIES:
        files.mkdir(path, parents=True)
        files.set_owner(path, uid=uid, gid=gid, mode=mode)
    for name in _SHARED:
        files.mkdir(f"/storage/emulated/0/{name}")
        files.set_owner(f"/storage/emulated/0/{name}", uid=10066, gid=1015, mode=0o770)
    for path, target in _LINKS:
        files.link(path, target)
    _system_files(files, props)
    _packages(packages)
    _mounts(files)
    files.mounts[0].read_only = True


def _system_files(files: Files, props: dict[str, str]) -> None:
    lines = "".join(
        f"{k}={v}\n" for k, v in sorted(props.items()) if k.startswith("ro.") and "serial" not in k
    )
    files.write("/system/build.prop", lines.encode(), mode=0o600)
    files.write("/system/etc/hosts", b"127.0.0.1       localhost\n::1             ip6-localhost\n")


def _mounts(files: Files) -> None:
    from privaudit.virtual.files import Mount

    kinds = {"/data": ("f2fs", "/dev/block/dm-38"), "/storage/emulated": ("fuse", "/dev/fuse"),
             "/proc": ("proc", "proc"), "/sys": ("sysfs", "sysfs")}  # fmt: skip
    for point in _WRITABLE:
        kind, device = kinds.get(point, ("tmpfs", "tmpfs"))
        mount = Mount(point, files.real(point), kind, device, read_only=False)
        mount.owners = files.mounts[0].owners
        files.mounts.append(mount)


def _packages(packages: Packages) -> None:
    packages.add_system("android", 1000, "/system/framework/framework-res.apk", label="Android 系统")
    packages.add_system(
        "com.android.settings", 1000, "/system_ext/priv-app/Settings/Settings.apk", label="设置"
    )
    packages.add_system("com.android.shell", 2000, "/system/priv-app/Shell/Shell.apk", label="Shell")
    packages.add_system(
        "com.android.systemui", 10098, "/system_ext/priv-app/SystemUI/SystemUI.apk", label="系统界面"
    )
    packages.add_system(
        "com.android.phone", 1001, "/system/priv-app/TeleService/TeleService.apk", label="电话服务"
    )
    packages.add_system(
        "com.android.inputmethod.latin", 10061, "/product/app/LatinIME/LatinIME.apk", label="键盘"
    )
    packages.add_system(
        "com.android.providers.contacts",
        10043,
        "/system/priv-app/ContactsProvider/ContactsProvider.apk",
        label="联系人存储",
    )
    packages.add_system(
        "com.android.providers.telephony",
        1001,
        "/system/priv-app/TelephonyProvider/TelephonyProvider.apk",
        label="电话和短信存储",
    )
    packages.add_system(
        "com.android.providers.settings",
        1000,
        "/system/priv-app/SettingsProvider/SettingsProvider.apk",
        label="设置存储",
    )
    packages.add_system(
        "com.android.providers.media.module",
        10066,
        "/apex/com.android.mediaprovider/priv-app/MediaProvider/MediaProvider.apk",
        label="媒体存储",
    )
    packages.add_system(
        "com.android.packageinstaller",
        10060,
        "/system/priv-app/PackageInstaller/PackageInstaller.apk",
        label="软件包安装程序",
    )
    packages.add_system(
        PERMISSION_CONTROLLER,
        10071,
        "/apex/com.android.permission/priv-app/PermissionController/PermissionController.apk",
        label="权限控制器",
    )
    packages.add_system(
        LAUNCHER,
        10085,
        "/system_ext/priv-app/Launcher3QuickStep/Launcher3QuickStep.apk",
        label="桌面",
        activity=f"{LAUNCHER}.uioverrides.QuickstepLauncher",
        home=True,
    )
