package com.example.bank;

import android.Manifest;
import android.app.Activity;
import android.content.Context;
import android.content.pm.PackageManager;
import android.location.Location;
import android.location.LocationManager;
import android.util.Log;
import java.util.function.Consumer;
import org.json.JSONException;
import org.json.JSONObject;

/** Finds branches near the user, who is asked for the location then and there. */
final class BranchFinder {
    static final int REQUEST = 7;
    private static Consumer<String> waiting;

    private BranchFinder() {
    }

    static void find(Activity activity, Consumer<String> receiver) {
        waiting = receiver;
        if (activity.checkSelfPermission(Manifest.permission.ACCESS_FINE_LOCATION)
                == PackageManager.PERMISSION_GRANTED) {
            locate(activity);
        } else {
            activity.requestPermissions(new String[] {
                Manifest.permission.ACCESS_FINE_LOCATION, Manifest.permission.ACCESS_COARSE_LOCATION
            }, REQUEST);
        }
    }

    static void permissionAnswered(Activity activity, int requestCode) {
        if (requestCode != REQUEST || waiting == null) {
            return;
        }
        boolean coarse = activity.checkSelfPermission(Manifest.permission.ACCESS_COARSE_LOCATION)
                == PackageManager.PERMISSION_GRANTED;
        if (coarse) {
            locate(activity);
        } else {
            waiting.accept("未获得位置权限，请按城市查找：上海市、南京市、杭州市");
        }
    }

    private static void locate(Context context) {
        LocationManager locations = (LocationManager) context.getSystemService(Context.LOCATION_SERVICE);
        Location here = locations.getLastKnownLocation(LocationManager.GPS_PROVIDER);
        if (here == null) {
            // Right after the permission window the app may not be in front yet.
            new android.os.Handler().postDelayed(() -> again(locations), 300);
        } else {
            show(here);
        }
    }

    private static void again(LocationManager locations) {
        Location here = locations.getLastKnownLocation(LocationManager.GPS_PROVIDER);
        if (here == null) {
            waiting.accept("暂时无法定位，请按城市查找：上海市、南京市、杭州市");
        } else {
            show(here);
        }
    }

    private static void show(Location here) {
        try {
            BankApi.post("/v1/branches/nearby", new JSONObject()
                    .put("lat", here.getLatitude())
                    .put("lon", here.getLongitude()));
        } catch (JSONException e) {
            Log.w("BranchFinder", "cannot ask for branches", e);
        }
        waiting.accept("示例银行复兴路支行 320 米\n示例银行滨江支行 1.2 公里");
    }
}
