package org.json;

import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** A JSON object whose names keep the order they were put in. */
public class JSONObject {
    /** The JSON value null, which is not Java's null. */
    public static final Object NULL = new Object() {
        @Override
        public boolean equals(Object o) {
            return o == this || o == null;
        }

        @Override
        public int hashCode() {
            return 0;
        }

        @Override
        public String toString() {
            return "null";
        }
    };

    private final Map<String, Object> values = new LinkedHashMap<>();

    public JSONObject() {
    }

    public JSONObject(Map copyFrom) {
        for (Object entry : copyFrom.entrySet()) {
            Map.Entry<?, ?> pair = (Map.Entry<?, ?>) entry;
            values.put(String.valueOf(pair.getKey()), wrap(pair.getValue()));
        }
    }

    public JSONObject(String json) throws JSONException {
        Object value = new JSONTokener(json).nextValue();
        if (!(value instanceof JSONObject)) {
            throw new JSONException("Value " + value + " cannot be converted to JSONObject");
        }
        values.putAll(((JSONObject) value).values);
    }

    public static Object wrap(Object o) {
        if (o == null) {
            return NULL;
        }
        if (o instanceof Collection) {
            return new JSONArray((Collection) o);
        }
        if (o instanceof Object[]) {
            return new JSONArray(java.util.Arrays.asList((Object[]) o));
        }
        if (o instanceof Map) {
            return new JSONObject((Map) o);
        }
        return o;
    }

    public int length() {
        return values.size();
    }

    public JSONObject put(String name, Object value) throws JSONException {
        if (value == null) {
            values.remove(name);
        } else {
            values.put(name, value);
        }
        return this;
    }

    public JSONObject put(String name, int value) throws JSONException {
        return put(name, (Object) value);
    }

    public JSONObject put(String name, long value) throws JSONException {
        return put(name, (Object) value);
    }

    public JSONObject put(String name, double value) throws JSONException {
        return put(name, (Object) value);
    }

    public JSONObject put(String name, boolean value) throws JSONException {
        return put(name, (Object) value);
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    public boolean isNull(String name) {
        Object value = values.get(name);
        return value == null || value == NULL;
    }

    public Object opt(String name) {
        return values.get(name);
    }

    public Object get(String name) throws JSONException {
        Object value = values.get(name);
        if (value == null) {
            throw new JSONException("No value for " + name);
        }
        return value;
    }

    public String getString(String name) throws JSONException {
        return String.valueOf(get(name));
    }

    public String optString(String name) {
        return optString(name, "");
    }

    public String optString(String name, String fallback) {
        Object value = values.get(name);
        return value == null || value == NULL ? fallback : String.valueOf(value);
    }

    public int optInt(String name) {
        return optInt(name, 0);
    }

    public int optInt(String name, int fallback) {
        Object value = values.get(name);
        return value instanceof Number ? ((Number) value).intValue() : fallback;
    }

    public long optLong(String name) {
        Object value = values.get(name);
        return value instanceof Number ? ((Number) value).longValue() : 0L;
    }

    public double optDouble(String name, double fallback) {
        Object value = values.get(name);
        return value instanceof Number ? ((Number) value).doubleValue() : fallback;
    }

    public boolean optBoolean(String name) {
        return Boolean.TRUE.equals(values.get(name));
    }

    public JSONArray optJSONArray(String name) {
        Object value = values.get(name);
        return value instanceof JSONArray ? (JSONArray) value : null;
    }

    public JSONObject optJSONObject(String name) {
        Object value = values.get(name);
        return value instanceof JSONObject ? (JSONObject) value : null;
    }

    public Iterator<String> keys() {
        return values.keySet().iterator();
    }

    static void write(StringBuilder out, Object value) {
        if (value == null || value == NULL) {
            out.append("null");
        } else if (value instanceof JSONObject) {
            out.append('{');
            boolean first = true;
            for (Map.Entry<String, Object> entry : ((JSONObject) value).values.entrySet()) {
                if (!first) {
                    out.append(',');
                }
                first = false;
                writeString(out, entry.getKey());
                out.append(':');
                write(out, entry.getValue());
            }
            out.append('}');
        } else if (value instanceof JSONArray) {
            ((JSONArray) value).write(out);
        } else if (value instanceof Number || value instanceof Boolean) {
            out.append(value);
        } else {
            writeString(out, value.toString());
        }
    }

    private static void writeString(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c == '\n') {
                out.append("\\n");
            } else if (c < ' ' || c == '\u2028' || c == '\u2029' || Character.isSurrogate(c)) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        write(out, this);
        return out.toString();
    }
}
