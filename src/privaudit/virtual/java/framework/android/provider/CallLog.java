package android.provider;

import android.net.Uri;

/** The provider of past calls. */
public class CallLog {
    public static final String AUTHORITY = "call_log";

    public CallLog() {
    }

    /** Calls. */
    public static class Calls {
        public static final Uri CONTENT_URI = Uri.parse("content://call_log/calls");

        public Calls() {
        }
    }
}
