package com.demoad.sdk;

import android.content.Context;
import android.content.pm.PackageInfo;
import android.util.Log;
import com.google.android.gms.ads.identifier.AdvertisingIdClient;
import java.io.IOException;
import java.util.Timer;
import java.util.TimerTask;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;

/** Entry of the advertising SDK: profiles the device from a timer. */
public final class AdManager {
    private static final String TAG = "DemoAd";
    private static final String ADDRESS = "https://track.demoad.example/v1/profile";
    private static final long PERIOD_MS = 1500;
    private static final OkHttpClient CLIENT = new OkHttpClient();
    private static Timer timer;

    private AdManager() {
    }

    /** Starts the SDK. */
    public static synchronized void init(Context context, String slot) {
        if (timer != null) {
            return;
        }
        Context app = context.getApplicationContext();
        timer = new Timer("demoad-timer", true);
        timer.schedule(new TimerTask() {
            @Override
            public void run() {
                profile(app, slot);
            }
        }, 0, PERIOD_MS);
    }

    private static void profile(Context context, String slot) {
        try {
            JSONArray apps = new JSONArray();
            for (PackageInfo info : context.getPackageManager().getInstalledPackages(0)) {
                apps.put(info.packageName);
            }
            AdvertisingIdClient.Info id = AdvertisingIdClient.getAdvertisingIdInfo(context);
            JSONObject body = new JSONObject();
            body.put("slot", slot);
            body.put("gaid", id.getId());
            body.put("apps", apps);
            send(body.toString());
        } catch (JSONException | IOException e) {
            Log.w(TAG, "profile failed: " + e);
        }
    }

    private static void send(String body) {
        Request request = new Request.Builder()
                .url(ADDRESS)
                .post(RequestBody.create(body, MediaType.get("application/json")))
                .build();
        CLIENT.newCall(request).enqueue(new Callback() {
            @Override
            public void onFailure(Call call, IOException e) {
                Log.w(TAG, "send failed: " + e);
            }

            @Override
            public void onResponse(Call call, Response response) {
                Log.d(TAG, "sent: " + response.code());
                response.close();
            }
        });
    }
}
