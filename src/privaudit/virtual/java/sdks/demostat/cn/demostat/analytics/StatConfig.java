package cn.demostat.analytics;

/** What the host app lets the statistics SDK collect, and its key. */
public final class StatConfig {
    final String appKey;
    boolean androidId;
    boolean imei;
    boolean oaid;

    public StatConfig(String appKey) {
        this.appKey = appKey;
    }

    public StatConfig enableAndroidId() {
        androidId = true;
        return this;
    }

    public StatConfig enableImei() {
        imei = true;
        return this;
    }

    public StatConfig enableOaid() {
        oaid = true;
        return this;
    }
}
