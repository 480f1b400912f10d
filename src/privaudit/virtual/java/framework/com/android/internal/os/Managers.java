package com.android.internal.os;

import android.content.Context;
import com.android.internal.standin.Generated;
import java.lang.reflect.Constructor;
import java.util.HashMap;
import java.util.Map;

/** Makes the managers of system services; their constructors are hidden from apps, so they are found by name. */
public final class Managers {
    /** What the generated table has not: a class that stands for the one of the framework. */
    private static final Map<String, String> INSTEAD =
            Map.of(Context.SENSOR_SERVICE, "android.hardware.SystemSensorManager");

    private Managers() {
    }

    /** The services by name; made from the constants of Context when the stand-ins are generated. */
    private static final class Table {
        static final Map<String, String> CLASSES = new HashMap<>();
        static final Map<String, String> NAMES = new HashMap<>();

        static {
            try {
                Class<?> services = Class.forName("com.android.internal.standin.Services");
                for (String line : ((String) services.getField("MANAGERS").get(null)).split("\n")) {
                    String[] parts = line.split(" ");
                    CLASSES.put(parts[0], parts[1]);
                    NAMES.putIfAbsent(parts[1], parts[0]);
                }
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("no table of services", e);
            }
        }
    }

    /** Returns the name of the service that a class is the manager of, or null. */
    public static String nameOf(Class<?> type) {
        return Table.NAMES.get(type.getName());
    }

    /** Returns a new manager of the named service, or null when there is no such service. */
    public static Object create(Context context, String name) {
        String type = INSTEAD.containsKey(name) ? INSTEAD.get(name) : Table.CLASSES.get(name);
        if (type == null) {
            return null;
        }
        try {
            Class<?> cls = Class.forName(type);
            for (Constructor<?> constructor : cls.getDeclaredConstructors()) {
                Class<?>[] types = constructor.getParameterTypes();
                if (types.length == 1 && types[0] == Context.class) {
                    constructor.setAccessible(true);
                    return constructor.newInstance(context);
                }
            }
            return Generated.make(cls);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("service " + name, e);
        }
    }
}
