package com.example.bank;

import android.content.Context;
import android.provider.Settings;
import android.util.Log;
import org.json.JSONException;
import org.json.JSONObject;

/** Recognises the customer's usual device after login. */
final class RiskControl {
    private RiskControl() {
    }

    static void enrol(Context context) {
        BankApi.background(() -> {
            String device = Settings.Secure.getString(context.getContentResolver(), Settings.Secure.ANDROID_ID);
            try {
                BankApi.post("/v1/device/enrol", new JSONObject().put("device_id", device));
            } catch (JSONException e) {
                Log.w("RiskControl", "cannot enrol", e);
            }
        });
    }
}
