package android.content.pm;

/** An installed app. */
public class ApplicationInfo extends PackageItemInfo {
    public static final int FLAG_SYSTEM = 1 << 0;
    public static final int FLAG_DEBUGGABLE = 1 << 1;

    public int flags;
    public int uid;
    public int targetSdkVersion;
    public String processName;
    public String sourceDir;
    public String publicSourceDir;
    public String dataDir;

    public ApplicationInfo() {
    }

    @Override
    public String toString() {
        return "ApplicationInfo{" + Integer.toHexString(System.identityHashCode(this)) + " " + packageName + "}";
    }
}
