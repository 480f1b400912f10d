package com.demopush.client;

import android.content.Context;
import android.content.Intent;

/** Entry of the push SDK, whose service runs in a process of its own. */
public final class PushClient {
    private PushClient() {
    }

    /** Starts the push service. */
    public static void start(Context context, String appKey) {
        context.startService(new Intent(context, PushService.class).putExtra("appkey", appKey));
    }

    /** Stops the push service. */
    public static void stop(Context context) {
        context.stopService(new Intent(context, PushService.class));
    }
}
