"""dumpsys package."""

from __future__ import annotations

import hashlib

from privaudit.virtual.commands.dumpsys import dump_of
from privaudit.virtual.manifest import short_name
from privaudit.virtual.packages import Package
from privaudit.virtual.permissions import GROUP_OF, NORMAL
from privaudit.virtual.shell.registry import Call
from privaudit.virtual.times import seconds_stamp


def token(text: str) -> str:
    """Return a short hexadecimal name for an object, always the same for the same text."""
    return hashlib.sha256(text.encode()).hexdigest()[:7]


@dump_of("package")
def package(call: Call, words: list[str]) -> str:
    """Return what the package manager knows, of one package or all."""
    words = [w for w in words if not w.startswith("-")]
    if words[:1] == ["packages"]:
        words = words[1:]
    if not words:
        packages = call.phone.packages.list()
        return _resolvers(packages) + "\nPackages:\n" + "".join(_package(call, p) for p in packages)
    found = call.phone.packages.get(words[0])
    if found is None:
        return f"Unable to find package: {words[0]}\n"
    return f"""{_resolvers([found])}
Key Set Manager:
  [{found.name}]
      Signing KeySets: 25

Packages:
{_package(call, found)}
Queries:
  system apps queryable: false
  queries via forceQueryable:
  queries via package name:
  queries via component:
  queryable via interaction:

Dexopt state:
  [{found.name}]
    path: {found.device_apk_path}
      arm64: [status=verify] [reason=install]
"""


def _resolvers(packages: list[Package]) -> str:
    out = "Activity Resolver Table:\n  Non-Data Actions:\n"
    table: dict[str, list[str]] = {}
    for one in packages:
        for activity in one.activities:
            name = f"{one.name}/{short_name(activity.name, one.name)}"
            for entry in activity.filters:
                for action in entry.actions:
                    lines = f"        {token(name)} {name} filter {token(name + action)}\n"
                    lines += f'          Action: "{action}"\n'
                    lines += "".join(f'          Category: "{c}"\n' for c in entry.categories)
                    lines += "".join(f'          Scheme: "{s}"\n' for s in entry.schemes)
                    table.setdefault(action, []).append(lines)
    for action, entries in table.items():
        out += f"      {action}:\n" + "".join(entries)
    return out


def _package(call: Call, one: Package) -> str:
    flags = ["SYSTEM"] if one.system else []
    flags += ["DEBUGGABLE"] if one.debuggable else []
    shown = " ".join([*flags, "HAS_CODE", "ALLOW_CLEAR_USER_DATA", "ALLOW_BACKUP"])
    folder = one.code_path.rpartition("/")[0] if one.code_path.endswith(".apk") else one.code_path
    signatures = f"signatures:[{token(one.sha256 or 'platform')}], past signatures:[]"
    lines = [
        f"  Package [{one.name}] ({token(one.name)}):",
        f"    userId={one.uid}",
        f"    pkg=Package{{{token(one.name + 'p')} {one.name}}}",
        f"    codePath={folder}",
        f"    resourcePath={folder}",
        f"    legacyNativeLibraryDir={one.code_path.removesuffix('.apk')}/lib",
        "    extractNativeLibs=false",
        "    primaryCpuAbi=null",
        "    secondaryCpuAbi=null",
        "    cpuAbiOverride=null",
        f"    versionCode={one.version_code} minSdk={one.manifest.min_sdk} targetSdk={one.target_sdk}",
        "    minExtensionVersions=[]",
        f"    versionName={one.version_name}",
        "    usesNonSdkApi=false",
        "    splits=[base]",
        "    apkSigningVersion=2",
        f"    flags=[ {shown} ]",
        "    privateFlags=[ PRIVATE_FLAG_ACTIVITIES_RESIZE_MODE_RESIZEABLE_VIA_SDK_VERSION ]",
        "    forceQueryable=false",
        "    queriesPackages=[]",
        f"    dataDir=/data/user/0/{one.name}",
        "    supportsScreens=[small, medium, large, xlarge, resizeable, anyDensity]",
        f"    timeStamp={seconds_stamp(one.last_update)}",
        f"    lastUpdateTime={seconds_stamp(one.last_update)}",
    ]
    if one.installer:
        lines.append(f"    installerPackageName={one.installer}")
    lines += [
        f"    signatures=PackageSignatures{{{token(one.name + 's')} version:2, {signatures}}}",
        "    installPermissionsFixed=true",
        f"    pkgFlags=[ {shown} ]",
    ]
    return "".join(line + "\n" for line in [*lines, *_permissions(call, one)])


def _permissions(call: Call, one: Package) -> list[str]:
    lines: list[str] = []
    asked = one.requested_permissions
    if asked:
        lines += ["    requested permissions:", *(f"      {name}" for name in asked)]
    install = [n for n in asked if n in NORMAL or (one.system and n not in GROUP_OF)]
    if install:
        lines += ["    install permissions:", *(f"      {name}: granted=true" for name in install)]
    lines.append(
        f"    User 0: ceDataInode={one.uid + 121_000} installed=true hidden=false suspended=false "
        f"distractionFlags=0 stopped={str(one.stopped).lower()} "
        f"notLaunched={str(one.stopped and not one.system).lower()} enabled=0 instant=false virtual=false"
    )
    lines.append(f"    firstInstallTime={seconds_stamp(one.first_install)}")
    if "android.permission.INTERNET" in asked:
        lines.append("      gids=[3003]")
    runtime = call.phone.permissions.runtime(one.name)
    if runtime:
        lines.append("      runtime permissions:")
        for name, grant in runtime.items():
            flags = "|".join(call.phone.permissions.flags(one.name, name))
            lines.append(f"        {name}: granted={str(grant.granted).lower()}, flags=[ {flags}]")
    return lines


@dump_of("permissionmgr")
def permissionmgr(call: Call, words: list[str]) -> str:
    """Return the state of run-time permissions of all apps."""
    del words
    out = "PERMISSIONS\n"
    for one in call.phone.packages.list():
        for name, grant in call.phone.permissions.runtime(one.name).items():
            out += f"  {one.name} {name}: granted={str(grant.granted).lower()}\n"
    return out
