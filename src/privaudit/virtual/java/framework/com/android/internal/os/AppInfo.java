package com.android.internal.os;

import org.json.JSONObject;

/** What the system told the process when it was attached. */
public final class AppInfo {
    private static volatile JSONObject bound = new JSONObject();

    private AppInfo() {
    }

    /** Keeps the answer to attach. */
    public static void bind(JSONObject answer) {
        bound = answer;
    }

    /** Returns the answer to attach. */
    public static JSONObject get() {
        return bound;
    }

    /** Returns the app's package. */
    public static String packageName() {
        return bound.optString("package");
    }
}
