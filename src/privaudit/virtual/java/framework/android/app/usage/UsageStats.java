package android.app.usage;

/** How long an app was used; times in ms. */
public final class UsageStats {
    private final String packageName;
    private final long lastTimeUsed;

    UsageStats(String packageName, long lastTimeUsed) {
        this.packageName = packageName;
        this.lastTimeUsed = lastTimeUsed;
    }

    public String getPackageName() {
        return packageName;
    }

    public long getLastTimeUsed() {
        return lastTimeUsed;
    }

    public long getTotalTimeInForeground() {
        return 60_000;
    }
}
