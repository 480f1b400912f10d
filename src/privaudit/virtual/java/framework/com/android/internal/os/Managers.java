package com.android.internal.os;

import android.content.Context;
import java.lang.reflect.Constructor;
import java.util.Map;

/** Makes the managers of system services; their constructors are hidden from apps, so they are found by name. */
public final class Managers {
    private static final Map<String, String> CLASSES = Map.ofEntries(
            Map.entry(Context.ACCOUNT_SERVICE, "android.accounts.AccountManager"),
            Map.entry(Context.ACTIVITY_SERVICE, "android.app.ActivityManager"),
            Map.entry(Context.BLUETOOTH_SERVICE, "android.bluetooth.BluetoothManager"),
            Map.entry(Context.CAMERA_SERVICE, "android.hardware.camera2.CameraManager"),
            Map.entry(Context.CLIPBOARD_SERVICE, "android.content.ClipboardManager"),
            Map.entry(Context.LOCATION_SERVICE, "android.location.LocationManager"),
            Map.entry(Context.SENSOR_SERVICE, "android.hardware.SystemSensorManager"),
            Map.entry(Context.TELEPHONY_SERVICE, "android.telephony.TelephonyManager"),
            Map.entry(Context.USAGE_STATS_SERVICE, "android.app.usage.UsageStatsManager"),
            Map.entry(Context.WIFI_SERVICE, "android.net.wifi.WifiManager"));

    private Managers() {
    }

    /** Returns a new manager of the named service, or null when there is no such service. */
    public static Object create(Context context, String name) {
        String type = CLASSES.get(name);
        if (type == null) {
            return null;
        }
        try {
            Constructor<?> constructor = Class.forName(type).getDeclaredConstructor(Context.class);
            constructor.setAccessible(true);
            return constructor.newInstance(context);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("service " + name, e);
        }
    }
}
