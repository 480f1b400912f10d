package android.provider;

import android.content.ContentResolver;
import android.util.AndroidException;
import com.android.internal.os.BinderLink;

/** Settings of the device. */
public final class Settings {
    public Settings() {
    }

    /** No such setting. */
    public static class SettingNotFoundException extends AndroidException {
        public SettingNotFoundException(String msg) {
            super(msg);
        }
    }

    private static String get(String namespace, String name) {
        return BinderLink.text("settings.get", "namespace", namespace, "name", name);
    }

    private static int number(String name, String value) throws SettingNotFoundException {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new SettingNotFoundException(name);
        }
    }

    /** Settings apps may read and not write. */
    public static final class Secure {
        public static final String ANDROID_ID = "android_id";

        public Secure() {
        }

        public static String getString(ContentResolver resolver, String name) {
            return getStringForUser(resolver, name, 0);
        }

        public static String getStringForUser(ContentResolver resolver, String name, int userHandle) {
            return get("secure", name);
        }

        public static int getInt(ContentResolver cr, String name) throws SettingNotFoundException {
            return number(name, getString(cr, name));
        }
    }

    /** Settings of all users. */
    public static final class Global {
        public Global() {
        }

        public static String getString(ContentResolver resolver, String name) {
            return get("global", name);
        }
    }

    /** Settings of a user's taste. */
    public static final class System {
        public System() {
        }

        public static String getString(ContentResolver resolver, String name) {
            // Secure settings that once stood here are still found under their name, with a warning in the log.
            if (Secure.ANDROID_ID.equals(name)) {
                return get("secure", name);
            }
            return get("system", name);
        }
    }
}
