package android.net.wifi;

/** The Wi-Fi connection. */
public class WifiInfo {
    private final String mac;
    private final String ssid;
    private final String bssid;
    private final int address;

    WifiInfo(String mac, String ssid, String bssid, int address) {
        this.mac = mac;
        this.ssid = ssid;
        this.bssid = bssid;
        this.address = address;
    }

    public String getSSID() {
        return ssid;
    }

    public String getBSSID() {
        return bssid;
    }

    public String getMacAddress() {
        return mac;
    }

    public int getRssi() {
        return -52;
    }

    public int getLinkSpeed() {
        return 433;
    }

    public int getNetworkId() {
        return -1;
    }

    public int getIpAddress() {
        return address;
    }

    @Override
    public String toString() {
        return "SSID: " + ssid + ", BSSID: " + (bssid == null ? "<none>" : bssid) + ", MAC: " + mac + ", RSSI: -52";
    }
}
