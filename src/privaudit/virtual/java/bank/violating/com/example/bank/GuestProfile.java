package com.example.bank;

import android.content.Context;
import android.location.Location;
import android.location.LocationManager;
import android.provider.Settings;
import android.util.Log;
import org.json.JSONException;
import org.json.JSONObject;

/** Profiles a visitor who refused. */
final class GuestProfile {
    private GuestProfile() {
    }

    static void collect(Context context) {
        String device = Settings.Secure.getString(context.getContentResolver(), Settings.Secure.ANDROID_ID);
        Location here = location(context);
        try {
            JSONObject body = new JSONObject().put("guest", device);
            if (here != null) {
                body.put("lat", here.getLatitude()).put("lon", here.getLongitude());
            }
            BankApi.post("/v1/guest", body);
        } catch (JSONException e) {
            Log.w("GuestProfile", "cannot collect", e);
        }
    }

    private static Location location(Context context) {
        LocationManager locations = (LocationManager) context.getSystemService(Context.LOCATION_SERVICE);
        try {
            return locations.getLastKnownLocation(LocationManager.GPS_PROVIDER);
        } catch (SecurityException e) {
            Log.w("GuestProfile", "no location: " + e.getMessage());
            return null;
        }
    }
}
