package android.content.res;

import android.util.AndroidRuntimeException;
import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.Map;

/** The app's resources: names of ids, taken from the app's class R. */
public class Resources {
    private final String packageName;
    private final Map<Integer, String> names = new HashMap<>();

    /** A resource that does not exist was asked for. */
    public static class NotFoundException extends RuntimeException {
        public NotFoundException() {
        }

        public NotFoundException(String name) {
            super(name);
        }
    }

    public Resources(ClassLoader classLoader) {
        packageName = com.android.internal.os.AppInfo.packageName();
        try {
            for (Class<?> kind : Class.forName(packageName + ".R", true, classLoader).getDeclaredClasses()) {
                for (Field field : kind.getFields()) {
                    names.put(field.getInt(null), kind.getSimpleName() + "/" + field.getName());
                }
            }
        } catch (ClassNotFoundException e) {
            // An app without resources has no class R.
            names.clear();
        } catch (IllegalAccessException e) {
            throw new AndroidRuntimeException(e.toString());
        }
    }

    public String getResourceName(int resid) throws NotFoundException {
        String name = names.get(resid);
        if (name == null) {
            throw new NotFoundException("Unable to find resource ID #0x" + Integer.toHexString(resid));
        }
        return packageName + ":" + name;
    }

    public String getResourceEntryName(int resid) throws NotFoundException {
        String name = getResourceName(resid);
        return name.substring(name.indexOf('/') + 1);
    }

    public String getString(int id) throws NotFoundException {
        throw new NotFoundException("String resource ID #0x" + Integer.toHexString(id));
    }
}
