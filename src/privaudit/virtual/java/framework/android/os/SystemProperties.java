package android.os;

import com.android.internal.os.BinderLink;

/** System properties of the device. */
public class SystemProperties {
    private SystemProperties() {
    }

    public static String get(String key) {
        return get(key, "");
    }

    public static String get(String key, String def) {
        String value = BinderLink.text("props.get", "name", key);
        return value == null || value.isEmpty() ? def : value;
    }
}
