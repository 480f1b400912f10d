package com.example.probe;

import android.accounts.AccountManager;
import android.app.Activity;
import android.app.ActivityManager;
import android.app.usage.UsageStatsManager;
import android.bluetooth.BluetoothAdapter;
import android.content.ClipData;
import android.content.ClipboardManager;
import android.content.Context;
import android.content.Intent;
import android.database.Cursor;
import android.hardware.Camera;
import android.hardware.Sensor;
import android.hardware.SensorEvent;
import android.hardware.SensorEventListener;
import android.hardware.SensorManager;
import android.hardware.camera2.CameraDevice;
import android.hardware.camera2.CameraManager;
import android.location.LocationManager;
import android.media.AudioRecord;
import android.media.MediaRecorder;
import android.net.Uri;
import android.net.wifi.WifiManager;
import android.os.Build;
import android.os.Bundle;
import android.provider.Settings;
import android.telephony.TelephonyManager;
import com.bun.miitmdid.core.MdidSdkHelper;
import com.google.android.gms.ads.identifier.AdvertisingIdClient;
import java.net.URL;
import java.util.Arrays;

/** Each API once or more, with good and bad arguments. */
final class Calls {
    private final Activity activity;

    Calls(Activity activity) {
        this.activity = activity;
    }

    void run() {
        identifiers();
        places();
        content();
        apps();
        devices();
        system();
    }

    private <T> T service(Class<T> type) {
        return activity.getSystemService(type);
    }

    private void identifiers() {
        TelephonyManager phone = service(TelephonyManager.class);
        Out.call("getImei()", phone::getImei);
        Out.call("getImei(0)", () -> phone.getImei(0));
        Out.call("getImei(-1)", () -> phone.getImei(-1));
        Out.call("getDeviceId()", phone::getDeviceId);
        Out.call("getDeviceId(0)", () -> phone.getDeviceId(0));
        Out.call("getMeid()", phone::getMeid);
        Out.call("getSubscriberId()", phone::getSubscriberId);
        Out.call("getSimSerialNumber()", phone::getSimSerialNumber);
        Out.call("getLine1Number()", phone::getLine1Number);
        Out.call("getNetworkOperatorName()", phone::getNetworkOperatorName);
        Out.call("getAllCellInfo()", phone::getAllCellInfo);
        Out.call("getCellLocation()", phone::getCellLocation);
        Out.call("Build.getSerial()", Build::getSerial);
        Out.call("Build.SERIAL", () -> Build.SERIAL);
        Out.call("android_id", () -> Settings.Secure.getString(activity.getContentResolver(), Settings.Secure.ANDROID_ID));
        Out.call("secure null", () -> Settings.Secure.getString(activity.getContentResolver(), null));
        Out.call("secure unknown", () -> Settings.Secure.getString(activity.getContentResolver(), "no_such_setting"));
        Out.call("secure int", () -> Settings.Secure.getInt(activity.getContentResolver(), "no_such_setting"));
        Out.call("gaid", () -> AdvertisingIdClient.getAdvertisingIdInfo(activity).getId());
        Out.call("oaid", () -> MdidSdkHelper.InitSdk(activity, true, s -> Out.line("oaid value", s.getOAID())));
        Out.call("oaid null listener", () -> MdidSdkHelper.InitSdk(activity, true, null));
        WifiManager wifi = service(WifiManager.class);
        Out.call("wifi", () -> {
            android.net.wifi.WifiInfo info = wifi.getConnectionInfo();
            return info.getMacAddress() + " " + info.getSSID() + " " + info.getBSSID();
        });
        Out.call("scan results", wifi::getScanResults);
        Out.call("bluetooth address", () -> BluetoothAdapter.getDefaultAdapter().getAddress());
        Out.call("bluetooth discovery", () -> BluetoothAdapter.getDefaultAdapter().startDiscovery());
    }

    private void places() {
        LocationManager locations = service(LocationManager.class);
        Out.call("last known gps", () -> locations.getLastKnownLocation("gps"));
        Out.call("last known null", () -> locations.getLastKnownLocation(null));
        Out.call("last known unknown", () -> locations.getLastKnownLocation("no such provider"));
        Out.call("updates no looper", () -> {
            locations.requestLocationUpdates("gps", 1000L, 1f, location -> { });
            return "requested";
        });
        Out.call("updates null listener", () -> {
            locations.requestLocationUpdates("gps", 1000L, 1f, null, activity.getMainLooper());
            return "requested";
        });
        Out.call("updates main looper", () -> {
            locations.requestLocationUpdates("gps", 1000L, 1f, location -> { }, activity.getMainLooper());
            return "requested";
        });
    }

    private void content() {
        for (String uri : new String[] {"content://com.android.contacts/data/phones", "content://sms/inbox",
            "content://call_log/calls", "content://com.android.calendar/events", "content://media/external/images/media",
            "content://no.such.authority/x", "file:///etc/passwd", "", "content://"}) {
            Out.call("query " + uri, () -> rows(activity.getContentResolver().query(Uri.parse(uri), null, null, null, null)));
        }
        Out.call("query null", () -> activity.getContentResolver().query(null, null, null, null, null));
        Out.call("query bundle", () -> rows(activity.getContentResolver().query(
                Uri.parse("content://media/external/images/media"), null, (Bundle) null, null)));
        Out.call("query signal", () -> rows(activity.getContentResolver().query(
                Uri.parse("content://media/external/images/media"), null, "x = ?", new String[] {"1"}, "x", null)));
        ClipboardManager clipboard = service(ClipboardManager.class);
        Out.call("clip empty", clipboard::getPrimaryClip);
        Out.call("clip text empty", clipboard::getText);
        Out.call("clip set", () -> {
            clipboard.setPrimaryClip(ClipData.newPlainText("label", "粘贴板内容 \u0000 \ud83d\ude00 end"));
            return clipboard.getText();
        });
        Out.call("clip null", () -> {
            clipboard.setPrimaryClip(null);
            return "set";
        });
        Out.call("clip listen", () -> {
            clipboard.addPrimaryClipChangedListener(() -> { });
            return "listening";
        });
    }

    private static Object rows(Cursor cursor) {
        if (cursor == null) {
            return null;
        }
        try (cursor) {
            StringBuilder text = new StringBuilder(cursor.getCount() + " rows");
            while (cursor.moveToNext()) {
                text.append(' ').append(cursor.getString(0));
            }
            Out.call("past the end", () -> cursor.getString(0));
            return text;
        }
    }

    private void apps() {
        Out.call("packages", () -> activity.getPackageManager().getInstalledPackages(0).size() > 3);
        Out.call("applications", () -> activity.getPackageManager().getInstalledApplications(0).size() > 3);
        Out.call("intents", () -> activity.getPackageManager()
                .queryIntentActivities(new Intent(Intent.ACTION_MAIN).addCategory(Intent.CATEGORY_LAUNCHER), 0).size() > 0);
        Out.call("intents null", () -> activity.getPackageManager().queryIntentActivities(null, 0));
        Out.call("package unknown", () -> activity.getPackageManager().getPackageInfo("no.such.package", 0));
        Out.call("processes", () -> service(ActivityManager.class).getRunningAppProcesses().size());
        Out.call("tasks", () -> service(ActivityManager.class).getRunningTasks(10).size());
        Out.call("tasks negative", () -> service(ActivityManager.class).getRunningTasks(-1).size());
        Out.call("usage", () -> service(UsageStatsManager.class).queryUsageStats(0, 0, 1));
        Out.call("accounts", () -> Arrays.toString(AccountManager.get(activity).getAccounts()));
        Out.call("accounts by type", () -> Arrays.toString(AccountManager.get(activity).getAccountsByType("x")));
        Out.call("accounts null context", () -> AccountManager.get(null));
        Out.call("permission check", () -> activity.checkSelfPermission("android.permission.READ_CONTACTS"));
        Out.call("permission check null", () -> activity.checkSelfPermission(null));
        Out.call("permission request bad code", () -> {
            activity.requestPermissions(new String[] {"android.permission.CAMERA"}, -5);
            return "asked";
        });
    }

    private void devices() {
        Out.call("camera", Camera::open);
        Out.call("camera(7)", () -> Camera.open(7));
        CameraManager cameras = service(CameraManager.class);
        Out.call("camera2", () -> {
            cameras.openCamera("0", Runnable::run, new Callback());
            return "open";
        });
        Out.call("camera2 null", () -> {
            cameras.openCamera(null, Runnable::run, new Callback());
            return "open";
        });
        Out.call("camera2 no executor", () -> {
            cameras.openCamera("0", (java.util.concurrent.Executor) null, new Callback());
            return "open";
        });
        Out.call("audio record", () -> {
            AudioRecord record = new AudioRecord(1, 8000, 16, 2, 1280);
            record.startRecording();
            return record.getRecordingState();
        });
        Out.call("audio record bad", () -> new AudioRecord(1, 8000, 16, 2, 0));
        Out.call("media recorder start", () -> {
            new MediaRecorder(activity).start();
            return "started";
        });
        Out.call("media recorder source", () -> {
            new MediaRecorder(activity).setAudioSource(1);
            return "set";
        });
        SensorManager sensors = service(SensorManager.class);
        Listener listener = new Listener();
        Out.call("sensor", () -> sensors.registerListener(listener, sensors.getDefaultSensor(Sensor.TYPE_GYROSCOPE), 3));
        Out.call("sensor null", () -> sensors.registerListener((SensorEventListener) null, null, 3));
        Out.call("steps", () -> sensors.registerListener(listener, sensors.getDefaultSensor(19), 3));
        sensors.unregisterListener(listener);
    }

    private void system() {
        Out.call("exec", () -> new String(Runtime.getRuntime().exec("echo probe").getInputStream().readAllBytes()));
        Out.call("exec array", () -> Runtime.getRuntime().exec(new String[] {"true"}).waitFor());
        Out.call("exec missing", () -> Runtime.getRuntime().exec("/no/such/program"));
        Out.call("exec empty", () -> Runtime.getRuntime().exec(""));
        Out.call("process builder", () -> new ProcessBuilder("true").start().waitFor());
        Out.call("process builder missing", () -> new ProcessBuilder("/no/such/program").start());
        Out.call("url", () -> new URL("https://nowhere.invalid/x").openConnection().getURL());
        Out.call("url bad", () -> new URL("nothing").openConnection());
        Out.call("url proxy null", () -> new URL("http://nowhere.invalid/").openConnection(null));
        Out.call("okhttp new call", () -> new okhttp3.OkHttpClient()
                .newCall(new okhttp3.Request.Builder().url("http://nowhere.invalid/").build()).request().url());
        Out.call("okhttp null", () -> new okhttp3.OkHttpClient().newCall(null).request());
        Out.call("start activity missing", () -> {
            activity.startActivity(new Intent().setClassName("com.example.probe", "com.example.probe.Missing"));
            return "started";
        });
        Out.call("start activity empty", () -> {
            activity.startActivity(new Intent());
            return "started";
        });
        Out.call("start service missing", () -> activity.startService(
                new Intent().setClassName("com.example.probe", "com.example.probe.Missing")));
        Out.call("system service unknown", () -> activity.getSystemService("no such service"));
        Out.call("context", () -> activity.getPackageName() + " " + (activity.getApplicationContext() instanceof Context));
    }

    private static final class Callback extends CameraDevice.StateCallback {
        @Override
        public void onOpened(CameraDevice camera) {
            camera.close();
        }

        @Override
        public void onDisconnected(CameraDevice camera) {
        }

        @Override
        public void onError(CameraDevice camera, int error) {
        }
    }

    private static final class Listener implements SensorEventListener {
        @Override
        public void onSensorChanged(SensorEvent event) {
        }

        @Override
        public void onAccuracyChanged(Sensor sensor, int accuracy) {
        }
    }
}
