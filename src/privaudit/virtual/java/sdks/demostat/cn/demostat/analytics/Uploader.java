package cn.demostat.analytics;

import android.util.Log;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.json.JSONObject;

/** Sends reports, packed with gzip. */
final class Uploader {
    private static final String ADDRESS = "https://collect.demostat.example/v3/log";
    private static final OkHttpClient CLIENT = new OkHttpClient();

    private Uploader() {
    }

    static void upload(JSONObject report) {
        try {
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
                gzip.write(report.toString().getBytes(StandardCharsets.UTF_8));
            }
            Request request = new Request.Builder()
                    .url(ADDRESS)
                    .header("Content-Encoding", "gzip")
                    .post(RequestBody.create(packed.toByteArray(), MediaType.get("application/json; charset=utf-8")))
                    .build();
            try (Response response = CLIENT.newCall(request).execute()) {
                Log.d("DemoStat", "reported: " + response.code());
            }
        } catch (IOException e) {
            Log.w("DemoStat", "report failed: " + e);
        }
    }
}
