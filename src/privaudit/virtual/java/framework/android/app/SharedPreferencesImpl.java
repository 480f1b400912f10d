package android.app;

import android.content.SharedPreferences;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;

/** Preferences kept in one file of the app's data directory. */
final class SharedPreferencesImpl implements SharedPreferences {
    private final File file;
    private Map<String, Object> map = new HashMap<>();
    private final List<OnSharedPreferenceChangeListener> listeners = new CopyOnWriteArrayList<>();

    SharedPreferencesImpl(File file) {
        this.file = file;
        if (file.exists()) {
            try {
                JSONObject json = new JSONObject(Files.readString(file.toPath()));
                json.keys().forEachRemaining(key -> map.put(key, plain(json.opt(key))));
            } catch (IOException | JSONException e) {
                android.util.Log.w("SharedPreferencesImpl", "Cannot read " + file, e);
            }
        }
    }

    private static Object plain(Object value) {
        if (!(value instanceof JSONArray)) {
            return value;
        }
        Set<String> result = new HashSet<>();
        for (int i = 0; i < ((JSONArray) value).length(); i++) {
            result.add(((JSONArray) value).optString(i));
        }
        return result;
    }

    @Override
    public synchronized Map<String, ?> getAll() {
        return new HashMap<>(map);
    }

    @SuppressWarnings("unchecked")
    private synchronized <T> T value(String key, T otherwise) {
        Object value = map.get(key);
        return value == null ? otherwise : (T) value;
    }

    @Override
    public String getString(String key, String defValue) {
        return value(key, defValue);
    }

    @Override
    public Set<String> getStringSet(String key, Set<String> defValues) {
        return value(key, defValues);
    }

    @Override
    public int getInt(String key, int defValue) {
        return value(key, (Number) defValue).intValue();
    }

    @Override
    public long getLong(String key, long defValue) {
        return value(key, (Number) defValue).longValue();
    }

    @Override
    public float getFloat(String key, float defValue) {
        return value(key, (Number) defValue).floatValue();
    }

    @Override
    public boolean getBoolean(String key, boolean defValue) {
        return value(key, defValue);
    }

    @Override
    public synchronized boolean contains(String key) {
        return map.containsKey(key);
    }

    @Override
    public Editor edit() {
        return new EditorImpl();
    }

    @Override
    public void registerOnSharedPreferenceChangeListener(OnSharedPreferenceChangeListener listener) {
        listeners.add(listener);
    }

    @Override
    public void unregisterOnSharedPreferenceChangeListener(OnSharedPreferenceChangeListener listener) {
        listeners.remove(listener);
    }

    private synchronized boolean keep(boolean clear, Map<String, Object> changes) {
        Map<String, Object> next = clear ? new HashMap<>() : new HashMap<>(map);
        changes.forEach((key, value) -> {
            if (value == null) {
                next.remove(key);
            } else {
                next.put(key, value);
            }
        });
        map = next;
        try {
            file.getParentFile().mkdirs();
            File half = new File(file + ".bak");
            Files.write(half.toPath(), new JSONObject(next).toString().getBytes(StandardCharsets.UTF_8));
            Files.move(half.toPath(), file.toPath(), StandardCopyOption.REPLACE_EXISTING);
            return true;
        } catch (IOException e) {
            android.util.Log.e("SharedPreferencesImpl", "Couldn't write " + file, e);
            return false;
        }
    }

    private final class EditorImpl implements Editor {
        private final Map<String, Object> changes = new HashMap<>();
        private boolean clear;

        private Editor put(String key, Object value) {
            changes.put(key, value);
            return this;
        }

        @Override
        public Editor putString(String key, String value) {
            return put(key, value);
        }

        @Override
        public Editor putStringSet(String key, Set<String> values) {
            return put(key, values == null ? null : new HashSet<>(values));
        }

        @Override
        public Editor putInt(String key, int value) {
            return put(key, value);
        }

        @Override
        public Editor putLong(String key, long value) {
            return put(key, value);
        }

        @Override
        public Editor putFloat(String key, float value) {
            return put(key, value);
        }

        @Override
        public Editor putBoolean(String key, boolean value) {
            return put(key, value);
        }

        @Override
        public Editor remove(String key) {
            return put(key, null);
        }

        @Override
        public Editor clear() {
            clear = true;
            return this;
        }

        @Override
        public boolean commit() {
            boolean kept = keep(clear, changes);
            for (OnSharedPreferenceChangeListener listener : new ArrayList<>(listeners)) {
                changes.keySet().forEach(key -> listener.onSharedPreferenceChanged(SharedPreferencesImpl.this, key));
            }
            return kept;
        }

        @Override
        public void apply() {
            commit();
        }
    }
}
