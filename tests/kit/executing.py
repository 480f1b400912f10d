"""An app that executes programs, one as its child and one as a daemon; its package shows a packer."""

from __future__ import annotations

from packages import Node, manifest, plain, zipped

from class_files import ClassWriter

PACKAGE = "com.example.executes"
SECONDS = "41.5"
DAEMON_SECONDS = "42.5"
"""How long the two programs sleep: what they are told by on their command lines."""


def executing_app() -> bytes:
    """Return its package, as the virtual phone takes it."""
    activity = ClassWriter(
        f"{PACKAGE}.MainActivity", above="android.app.Activity", source="MainActivity.java"
    )
    activity.method("<init>", "()V").load("L", 0).invoke(
        "special", "android.app.Activity", "<init>", "()V"
    ).ret()
    code = activity.method("onCreate", "(Landroid/os/Bundle;)V", "protected", throws=("java.io.IOException",))
    code.load("L", 0).load("L", 1)
    code.invoke("special", "android.app.Activity", "onCreate", "(Landroid/os/Bundle;)V")
    for words in (
        ("sh", "-c", f"sleep {SECONDS}; true"),
        ("sh", "-c", f"setsid sleep {DAEMON_SECONDS} >/dev/null 2>&1 & exit 0"),
    ):
        code.invoke("static", "java.lang.Runtime", "getRuntime", "()Ljava/lang/Runtime;")
        code.push_int(len(words)).array("Ljava/lang/String;")
        for number, word in enumerate(words):
            code.op("dup").push_int(number).push_string(word).array_store("Ljava/lang/String;")
        code.invoke("virtual", "java.lang.Runtime", "exec", "([Ljava/lang/String;)Ljava/lang/Process;")
        code.op("pop")
    code.ret()
    main = Node(
        "activity",
        {"android:name": ".MainActivity", "android:exported": True},
        [
            Node(
                "intent-filter",
                {},
                [
                    Node("action", {"android:name": "android.intent.action.MAIN"}),
                    Node("category", {"android:name": "android.intent.category.LAUNCHER"}),
                ],
            )
        ],
    )
    told: dict[str, str | bool | int] = {"android:versionCode": 1, "android:versionName": "1.0"}
    return zipped(
        {
            "AndroidManifest.xml": plain(manifest(PACKAGE, main, more=told)),
            f"{PACKAGE.replace('.', '/')}/MainActivity.class": activity.write(),
            "lib/arm64-v8a/libjiagu.so": b"",
            "assets/libjiagu_x86.so": b"",
        }
    )
