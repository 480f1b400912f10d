package android.os;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Named values. */
public class BaseBundle {
    final Map<String, Object> map = new LinkedHashMap<>();

    BaseBundle() {
    }

    public int size() {
        return map.size();
    }

    public boolean isEmpty() {
        return map.isEmpty();
    }

    public boolean containsKey(String key) {
        return map.containsKey(key);
    }

    public Object get(String key) {
        return map.get(key);
    }

    public void remove(String key) {
        map.remove(key);
    }

    public Set<String> keySet() {
        return map.keySet();
    }

    public void putString(String key, String value) {
        map.put(key, value);
    }

    public String getString(String key) {
        Object value = map.get(key);
        return value instanceof String ? (String) value : null;
    }

    public String getString(String key, String defaultValue) {
        String value = getString(key);
        return value == null ? defaultValue : value;
    }

    public void putInt(String key, int value) {
        map.put(key, value);
    }

    public int getInt(String key) {
        return getInt(key, 0);
    }

    public int getInt(String key, int defaultValue) {
        Object value = map.get(key);
        return value instanceof Integer ? (Integer) value : defaultValue;
    }

    public void putBoolean(String key, boolean value) {
        map.put(key, value);
    }

    public boolean getBoolean(String key) {
        return Boolean.TRUE.equals(map.get(key));
    }

    public void putStringArray(String key, String[] value) {
        map.put(key, value);
    }

    public String[] getStringArray(String key) {
        Object value = map.get(key);
        return value instanceof String[] ? (String[]) value : null;
    }
}
