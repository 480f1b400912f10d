package android.net.wifi;

/** An access point in reach. */
public class ScanResult {
    public String SSID;
    public String BSSID;
    public String capabilities;
    public int level;
    public int frequency;

    public ScanResult() {
    }

    @Override
    public String toString() {
        return "SSID: \"" + SSID + "\", BSSID: " + BSSID + ", capabilities: " + capabilities + ", level: " + level;
    }
}
