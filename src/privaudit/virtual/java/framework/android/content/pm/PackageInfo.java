package android.content.pm;

/** An installed package. */
public class PackageInfo {
    public String packageName;
    public int versionCode;
    public String versionName;
    public ApplicationInfo applicationInfo;
    public long firstInstallTime;
    public long lastUpdateTime;
    public String[] requestedPermissions;

    public PackageInfo() {
    }

    public long getLongVersionCode() {
        return versionCode;
    }

    @Override
    public String toString() {
        return "PackageInfo{" + Integer.toHexString(System.identityHashCode(this)) + " " + packageName + "}";
    }
}
