package com.demopush.client;

import android.app.Service;
import android.content.Intent;
import android.os.Handler;
import android.os.HandlerThread;
import android.os.IBinder;
import android.provider.Settings;
import android.util.Log;
import java.io.IOException;
import java.util.Timer;
import java.util.TimerTask;
import okhttp3.FormBody;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;

/** Registers the device and keeps a connection on which messages come. */
public class PushService extends Service {
    private static final String TAG = "DemoPush";
    private static final String REGISTER = "https://register.demopush.example/v2/register";
    private static final String STREAM = "wss://stream.demopush.example/push";
    private static final long HEARTBEAT_MS = 4000;

    private final OkHttpClient client = new OkHttpClient();
    private HandlerThread thread;
    private Timer heartbeat;
    private volatile WebSocket socket;

    @Override
    public void onCreate() {
        thread = new HandlerThread("demopush-io");
        thread.start();
    }

    @Override
    public int onStartCommand(Intent intent, int flags, int startId) {
        String appKey = intent.getStringExtra("appkey");
        new Handler(thread.getLooper()).post(() -> register(appKey));
        return START_STICKY;
    }

    private void register(String appKey) {
        String deviceId = Settings.Secure.getString(getContentResolver(), Settings.Secure.ANDROID_ID);
        Request request = new Request.Builder()
                .url(REGISTER)
                .post(new FormBody.Builder().add("appkey", appKey).add("device_id", deviceId).build())
                .build();
        try (Response response = client.newCall(request).execute()) {
            Log.i(TAG, "registered: " + response.code());
            connect(deviceId);
        } catch (IOException e) {
            Log.w(TAG, "register failed: " + e);
        }
    }

    private void connect(String deviceId) {
        Request request = new Request.Builder().url(STREAM).build();
        socket = client.newWebSocket(request, new WebSocketListener() {
            @Override
            public void onOpen(WebSocket webSocket, Response response) {
                webSocket.send("{\"type\":\"login\",\"device_id\":\"" + deviceId + "\"}");
                startHeartbeat();
            }

            @Override
            public void onMessage(WebSocket webSocket, String text) {
                Log.d(TAG, "message: " + text);
            }

            @Override
            public void onFailure(WebSocket webSocket, Throwable t, Response response) {
                Log.w(TAG, "stream failed: " + t);
            }
        });
    }

    private synchronized void startHeartbeat() {
        if (heartbeat == null) {
            heartbeat = new Timer("demopush-heartbeat", true);
            heartbeat.schedule(new TimerTask() {
                @Override
                public void run() {
                    WebSocket open = socket;
                    if (open != null) {
                        open.send("{\"type\":\"ping\"}");
                    }
                }
            }, HEARTBEAT_MS, HEARTBEAT_MS);
        }
    }

    @Override
    public synchronized void onDestroy() {
        if (heartbeat != null) {
            heartbeat.cancel();
        }
        WebSocket open = socket;
        if (open != null) {
            open.close(1000, "bye");
        }
        thread.quitSafely();
        Log.i(TAG, "stopped");
    }

    @Override
    public IBinder onBind(Intent intent) {
        return null;
    }
}
