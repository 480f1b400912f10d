package org.json;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** An ordered list of JSON values. */
public class JSONArray {
    private final List<Object> values = new ArrayList<>();

    public JSONArray() {
    }

    public JSONArray(Collection copyFrom) {
        if (copyFrom != null) {
            for (Object value : copyFrom) {
                put(JSONObject.wrap(value));
            }
        }
    }

    public JSONArray(String json) throws JSONException {
        Object value = new JSONTokener(json).nextValue();
        if (!(value instanceof JSONArray)) {
            throw new JSONException("Value " + value + " cannot be converted to JSONArray");
        }
        values.addAll(((JSONArray) value).values);
    }

    public int length() {
        return values.size();
    }

    public JSONArray put(Object value) {
        values.add(value);
        return this;
    }

    public JSONArray put(int value) {
        values.add(value);
        return this;
    }

    public Object get(int index) throws JSONException {
        Object value = opt(index);
        if (value == null) {
            throw new JSONException("Value at " + index + " is null.");
        }
        return value;
    }

    public Object opt(int index) {
        return index < 0 || index >= values.size() ? null : values.get(index);
    }

    public String optString(int index) {
        Object value = opt(index);
        return value == null ? "" : String.valueOf(value);
    }

    public JSONObject optJSONObject(int index) {
        Object value = opt(index);
        return value instanceof JSONObject ? (JSONObject) value : null;
    }

    void write(StringBuilder out) {
        out.append('[');
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            JSONObject.write(out, values.get(i));
        }
        out.append(']');
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        write(out);
        return out.toString();
    }
}
