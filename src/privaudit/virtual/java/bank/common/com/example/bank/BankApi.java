package com.example.bank;

import android.util.Log;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.json.JSONException;
import org.json.JSONObject;

/** The bank's own server. */
final class BankApi {
    static final String BASE = "https://api.bank.example";
    private static final String TAG = "BankApi";
    private static final OkHttpClient CLIENT = new OkHttpClient();
    private static final ExecutorService NETWORK = Executors.newFixedThreadPool(2, task -> {
        Thread thread = new Thread(task, "bank-network");
        thread.setDaemon(true);
        return thread;
    });

    private BankApi() {
    }

    /** Runs something off the main thread. */
    static void background(Runnable task) {
        NETWORK.execute(task);
    }

    static void post(String path, JSONObject body) {
        background(() -> call(new Request.Builder()
                .url(BASE + path)
                .post(RequestBody.create(body.toString(), MediaType.get("application/json; charset=utf-8")))
                .build()));
    }

    static void get(String path, Consumer<JSONObject> receiver) {
        background(() -> {
            String text = call(new Request.Builder().url(BASE + path).build());
            try {
                if (text != null) {
                    receiver.accept(new JSONObject(text));
                }
            } catch (JSONException e) {
                Log.w(TAG, path + ": " + e);
            }
        });
    }

    private static String call(Request request) {
        try (Response response = CLIENT.newCall(request).execute()) {
            Log.d(TAG, request.url().encodedPath() + ": " + response.code());
            return response.body().string();
        } catch (IOException e) {
            Log.w(TAG, request.url().encodedPath() + " failed: " + e);
            return null;
        }
    }
}
