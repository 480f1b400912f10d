package android.net.wifi;

import android.content.Context;
import com.android.internal.os.BinderLink;
import java.util.ArrayList;
import java.util.List;
import org.json.JSONArray;
import org.json.JSONObject;

/** Wi-Fi. */
public class WifiManager {
    WifiManager(Context context) {
    }

    public boolean isWifiEnabled() {
        return true;
    }

    public WifiInfo getConnectionInfo() {
        JSONObject info = (JSONObject) BinderLink.call("wifi.connection");
        return new WifiInfo(info.optString("mac"), info.optString("ssid"), info.optString("bssid", null),
                info.optInt("address"));
    }

    public List<ScanResult> getScanResults() {
        List<ScanResult> result = new ArrayList<>();
        JSONArray found = (JSONArray) BinderLink.call("wifi.scan_results");
        for (int i = 0; i < found.length(); i++) {
            JSONObject json = found.optJSONObject(i);
            ScanResult scan = new ScanResult();
            scan.SSID = json.optString("ssid");
            scan.BSSID = json.optString("bssid");
            scan.capabilities = "[WPA2-PSK-CCMP][ESS]";
            scan.level = json.optInt("level");
            scan.frequency = 5180;
            result.add(scan);
        }
        return result;
    }

    public boolean startScan() {
        return true;
    }
}
