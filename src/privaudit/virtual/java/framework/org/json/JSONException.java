package org.json;

/** Thrown when JSON text or a JSON value is not what was expected. */
public class JSONException extends Exception {
    public JSONException(String s) {
        super(s);
    }
}
