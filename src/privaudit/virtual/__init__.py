"""The virtual phone: Android stood in for, with the real adb, Frida and mitmproxy around it."""
