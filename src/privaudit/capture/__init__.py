"""The only room that knows adb, Frida and mitmproxy: drives the phone and records what it shows."""
