package cn.demostat.analytics;

import android.content.Context;
import android.util.Log;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.json.JSONException;
import org.json.JSONObject;

/** Entry of the statistics SDK: collects the device's identifiers on a worker thread and reports events. */
public final class StatAgent {
    private static final String TAG = "DemoStat";
    private static ExecutorService worker;
    private static DeviceIdentity identity;
    private static StatConfig config;

    private StatAgent() {
    }

    /** Starts the SDK. */
    public static synchronized void init(Context context, StatConfig wanted) {
        if (worker != null) {
            return;
        }
        config = wanted;
        worker = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "demostat-worker");
            thread.setDaemon(true);
            return thread;
        });
        Context app = context.getApplicationContext();
        worker.execute(() -> {
            identity = DeviceIdentity.collect(app, config);
            report("app_start");
        });
    }

    /** Reports that something happened in the app. */
    public static synchronized void onEvent(String name) {
        if (worker == null) {
            return;
        }
        try {
            worker.execute(() -> report(name));
        } catch (RejectedExecutionException e) {
            Log.w(TAG, "event after shutdown: " + name);
        }
    }

    /** Stops the SDK. */
    public static synchronized void shutdown() {
        if (worker != null) {
            worker.shutdown();
            worker = null;
            identity = null;
        }
    }

    private static void report(String event) {
        try {
            JSONObject device = new JSONObject();
            if (identity.androidId != null) {
                device.put("aid_md5", Digests.md5(identity.androidId));
            }
            if (identity.oaid != null) {
                device.put("oaid", identity.oaid);
            }
            if (identity.imei != null) {
                device.put("imei_md5", Digests.md5(identity.imei));
            }
            JSONObject body = new JSONObject();
            body.put("appkey", config.appKey);
            body.put("event", event);
            body.put("ts", System.currentTimeMillis());
            body.put("device", device);
            Uploader.upload(body);
        } catch (JSONException e) {
            Log.e(TAG, "cannot report " + event, e);
        }
    }
}
