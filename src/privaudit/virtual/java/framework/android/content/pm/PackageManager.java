package android.content.pm;

import android.content.Intent;
import android.util.AndroidException;
import java.util.List;

/** What is installed and allowed. */
public abstract class PackageManager {
    public static final int PERMISSION_GRANTED = 0;
    public static final int PERMISSION_DENIED = -1;
    public static final int GET_ACTIVITIES = 0x00000001;
    public static final int GET_META_DATA = 0x00000080;
    public static final int GET_PERMISSIONS = 0x00001000;

    public PackageManager() {
    }

    /** No such package. */
    public static class NameNotFoundException extends AndroidException {
        public NameNotFoundException() {
        }

        public NameNotFoundException(String name) {
            super(name);
        }
    }

    /** Flags of getPackageInfo. */
    public static final class PackageInfoFlags extends Flags {
        private PackageInfoFlags(long value) {
            super(value);
        }

        public static PackageInfoFlags of(long value) {
            return new PackageInfoFlags(value);
        }
    }

    /** Flags of getApplicationInfo. */
    public static final class ApplicationInfoFlags extends Flags {
        private ApplicationInfoFlags(long value) {
            super(value);
        }

        public static ApplicationInfoFlags of(long value) {
            return new ApplicationInfoFlags(value);
        }
    }

    /** Flags of queryIntentActivities. */
    public static final class ResolveInfoFlags extends Flags {
        private ResolveInfoFlags(long value) {
            super(value);
        }

        public static ResolveInfoFlags of(long value) {
            return new ResolveInfoFlags(value);
        }
    }

    /** A set of flags. */
    public static class Flags {
        final long value;

        protected Flags(long value) {
            this.value = value;
        }

        public long getValue() {
            return value;
        }
    }

    public abstract PackageInfo getPackageInfo(String packageName, int flags) throws NameNotFoundException;

    public abstract PackageInfo getPackageInfo(String packageName, PackageInfoFlags flags)
            throws NameNotFoundException;

    public abstract ApplicationInfo getApplicationInfo(String packageName, int flags) throws NameNotFoundException;

    public abstract Intent getLaunchIntentForPackage(String packageName);

    public abstract int checkPermission(String permName, String packageName);

    public abstract List<PackageInfo> getInstalledPackages(int flags);

    public abstract List<PackageInfo> getInstalledPackages(PackageInfoFlags flags);

    public abstract List<ApplicationInfo> getInstalledApplications(int flags);

    public abstract List<ApplicationInfo> getInstalledApplications(ApplicationInfoFlags flags);

    public abstract List<ResolveInfo> queryIntentActivities(Intent intent, int flags);

    public abstract List<ResolveInfo> queryIntentActivities(Intent intent, ResolveInfoFlags flags);

    public abstract CharSequence getApplicationLabel(ApplicationInfo info);

    public abstract boolean hasSystemFeature(String featureName);
}
