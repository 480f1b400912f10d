package org.json;

/** Reads JSON text into JSONObject, JSONArray, String, Boolean, Integer, Long, Double and JSONObject.NULL. */
public class JSONTokener {
    private final String in;
    private int pos;

    public JSONTokener(String in) {
        this.in = in;
    }

    public Object nextValue() throws JSONException {
        int c = nextCleanInternal();
        switch (c) {
            case -1:
                throw syntaxError("End of input");
            case '{':
                return readObject();
            case '[':
                return readArray();
            case '"':
                return nextString('"');
            default:
                pos--;
                return readLiteral();
        }
    }

    private int nextCleanInternal() {
        while (pos < in.length()) {
            int c = in.charAt(pos++);
            if (c != ' ' && c != '\t' && c != '\n' && c != '\r') {
                return c;
            }
        }
        return -1;
    }

    public String nextString(char quote) throws JSONException {
        StringBuilder out = new StringBuilder();
        while (pos < in.length()) {
            char c = in.charAt(pos++);
            if (c == quote) {
                return out.toString();
            }
            if (c == '\\') {
                if (pos == in.length()) {
                    break;
                }
                out.append(readEscape());
            } else {
                out.append(c);
            }
        }
        throw syntaxError("Unterminated string");
    }

    private char readEscape() throws JSONException {
        char escaped = in.charAt(pos++);
        switch (escaped) {
            case 'u':
                if (pos + 4 > in.length()) {
                    throw syntaxError("Unterminated escape sequence");
                }
                String hex = in.substring(pos, pos + 4);
                pos += 4;
                try {
                    return (char) Integer.parseInt(hex, 16);
                } catch (NumberFormatException e) {
                    throw syntaxError("Invalid escape sequence: " + hex);
                }
            case 't':
                return '\t';
            case 'b':
                return '\b';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 'f':
                return '\f';
            default:
                return escaped;
        }
    }

    private Object readLiteral() throws JSONException {
        int start = pos;
        while (pos < in.length() && "{}[]/\\:,=;# \t\f\r\n".indexOf(in.charAt(pos)) < 0) {
            pos++;
        }
        String literal = in.substring(start, pos);
        if (literal.isEmpty()) {
            throw syntaxError("Expected literal value");
        }
        switch (literal) {
            case "null":
                return JSONObject.NULL;
            case "true":
                return Boolean.TRUE;
            case "false":
                return Boolean.FALSE;
            default:
                break;
        }
        try {
            long number = Long.parseLong(literal);
            if (number <= Integer.MAX_VALUE && number >= Integer.MIN_VALUE) {
                return (int) number;
            }
            return number;
        } catch (NumberFormatException notWhole) {
            try {
                return Double.valueOf(literal);
            } catch (NumberFormatException notNumber) {
                return literal;
            }
        }
    }

    private JSONObject readObject() throws JSONException {
        JSONObject result = new JSONObject();
        int first = nextCleanInternal();
        if (first == '}') {
            return result;
        }
        pos--;
        while (true) {
            Object name = nextValue();
            if (!(name instanceof String)) {
                throw syntaxError("Names must be strings, but " + name + " is of type " + name.getClass().getName());
            }
            if (nextCleanInternal() != ':') {
                throw syntaxError("Expected ':' after " + name);
            }
            result.put((String) name, nextValue());
            int c = nextCleanInternal();
            if (c == '}') {
                return result;
            }
            if (c != ',') {
                throw syntaxError("Unterminated object");
            }
        }
    }

    private JSONArray readArray() throws JSONException {
        JSONArray result = new JSONArray();
        int first = nextCleanInternal();
        if (first == ']') {
            return result;
        }
        pos--;
        while (true) {
            result.put(nextValue());
            int c = nextCleanInternal();
            if (c == ']') {
                return result;
            }
            if (c != ',') {
                throw syntaxError("Unterminated array");
            }
        }
    }

    public JSONException syntaxError(String message) {
        return new JSONException(message + this);
    }

    @Override
    public String toString() {
        return " at character " + pos + " of " + in;
    }
}
