package cn.demostat.analytics;

import android.content.Context;
import android.provider.Settings;
import android.telephony.TelephonyManager;
import android.util.Log;
import com.bun.miitmdid.core.MdidSdkHelper;

/** The identifiers the SDK keeps in memory. */
final class DeviceIdentity {
    String androidId;
    String imei;
    String oaid;

    static DeviceIdentity collect(Context context, StatConfig config) {
        DeviceIdentity found = new DeviceIdentity();
        if (config.androidId) {
            found.androidId = Settings.Secure.getString(context.getContentResolver(), Settings.Secure.ANDROID_ID);
        }
        if (config.imei) {
            found.imei = readImei(context);
        }
        if (config.oaid) {
            MdidSdkHelper.InitSdk(context, true, supplier -> found.oaid = supplier.getOAID());
        }
        return found;
    }

    private static String readImei(Context context) {
        TelephonyManager telephony = (TelephonyManager) context.getSystemService(Context.TELEPHONY_SERVICE);
        try {
            return telephony.getImei();
        } catch (SecurityException e) {
            Log.w("DemoStat", "imei refused: " + e.getMessage());
            return null;
        }
    }
}
