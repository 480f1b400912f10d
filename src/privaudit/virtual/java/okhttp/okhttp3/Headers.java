package okhttp3;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Header fields in order. */
public final class Headers {
    private final String[] namesAndValues;

    private Headers(List<String> namesAndValues) {
        this.namesAndValues = namesAndValues.toArray(new String[0]);
    }

    public int size() {
        return namesAndValues.length / 2;
    }

    public String name(int index) {
        return namesAndValues[index * 2];
    }

    public String value(int index) {
        return namesAndValues[index * 2 + 1];
    }

    public String get(String name) {
        for (int i = size() - 1; i >= 0; i--) {
            if (name(i).equalsIgnoreCase(name)) {
                return value(i);
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return Arrays.toString(namesAndValues);
    }

    /** Builds headers. */
    public static final class Builder {
        private final List<String> namesAndValues = new ArrayList<>();

        public Builder add(String name, String value) {
            namesAndValues.add(name);
            namesAndValues.add(value.trim());
            return this;
        }

        public Builder removeAll(String name) {
            for (int i = namesAndValues.size() - 2; i >= 0; i -= 2) {
                if (namesAndValues.get(i).equalsIgnoreCase(name)) {
                    namesAndValues.remove(i);
                    namesAndValues.remove(i);
                }
            }
            return this;
        }

        public Builder set(String name, String value) {
            return removeAll(name).add(name, value);
        }

        public Headers build() {
            return new Headers(namesAndValues);
        }
    }
}
