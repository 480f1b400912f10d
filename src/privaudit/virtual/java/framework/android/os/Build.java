package android.os;

import com.android.internal.os.BinderLink;

/** Facts about the device, read once per process. */
public class Build {
    public static final String UNKNOWN = "unknown";
    public static final String ID = property("ro.build.id");
    public static final String DISPLAY = property("ro.build.display.id");
    public static final String PRODUCT = property("ro.product.name");
    public static final String DEVICE = property("ro.product.device");
    public static final String BOARD = property("ro.product.board");
    public static final String MANUFACTURER = property("ro.product.manufacturer");
    public static final String BRAND = property("ro.product.brand");
    public static final String MODEL = property("ro.product.model");
    public static final String HARDWARE = property("ro.hardware");
    public static final String SERIAL = UNKNOWN;
    public static final String TYPE = property("ro.build.type");
    public static final String TAGS = property("ro.build.tags");
    public static final String FINGERPRINT = property("ro.build.fingerprint");

    private static String property(String name) {
        return SystemProperties.get(name, UNKNOWN);
    }

    public static String getSerial() {
        return BinderLink.text("build.serial");
    }

    /** The version of the platform. */
    public static class VERSION {
        public static final String RELEASE = property("ro.build.version.release");
        public static final int SDK_INT = Integer.parseInt(SystemProperties.get("ro.build.version.sdk", "33"));
        public static final String SECURITY_PATCH = property("ro.build.version.security_patch");
    }
}
