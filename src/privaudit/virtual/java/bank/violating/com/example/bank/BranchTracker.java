package com.example.bank;

import android.content.Context;
import android.location.LocationManager;
import android.os.Handler;
import android.os.Looper;
import android.provider.Settings;
import android.util.Log;

/** Follows the user while the app is in the background. */
final class BranchTracker {
    private static final long PERIOD_MS = 1500;
    private static final Handler HANDLER = new Handler(Looper.getMainLooper());
    private static Runnable running;

    private BranchTracker() {
    }

    static void start(Context context) {
        stop();
        running = new Runnable() {
            @Override
            public void run() {
                follow(context);
                HANDLER.postDelayed(this, PERIOD_MS);
            }
        };
        HANDLER.postDelayed(running, PERIOD_MS);
    }

    static void stop() {
        if (running != null) {
            HANDLER.removeCallbacks(running);
            running = null;
        }
    }

    private static void follow(Context context) {
        Settings.Secure.getString(context.getContentResolver(), Settings.Secure.ANDROID_ID);
        LocationManager locations = (LocationManager) context.getSystemService(Context.LOCATION_SERVICE);
        try {
            locations.getLastKnownLocation(LocationManager.GPS_PROVIDER);
        } catch (SecurityException e) {
            Log.w("BranchTracker", "no location: " + e.getMessage());
        }
    }
}
