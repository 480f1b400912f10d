package android.net;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** A resource identifier that never fails to parse. */
public abstract class Uri implements Comparable<Uri> {
    public static final Uri EMPTY = new StringUri("");

    private Uri() {
    }

    public static Uri parse(String uriString) {
        if (uriString == null) {
            throw new NullPointerException("uriString");
        }
        return new StringUri(uriString);
    }

    public static Uri withAppendedPath(Uri baseUri, String pathSegment) {
        String base = baseUri.toString();
        return parse((base.endsWith("/") ? base : base + "/") + encode(pathSegment));
    }

    public static String encode(String s) {
        return s == null ? null : URLEncoder.encode(s, StandardCharsets.UTF_8).replace("+", "%20");
    }

    public static String decode(String s) {
        return s == null ? null : URLDecoder.decode(s.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    public abstract String getScheme();

    public abstract String getAuthority();

    public abstract String getHost();

    public abstract String getPath();

    public abstract String getQuery();

    public abstract List<String> getPathSegments();

    public abstract String getLastPathSegment();

    public String getQueryParameter(String key) {
        String query = getQuery();
        if (query == null) {
            return null;
        }
        for (String pair : query.split("&")) {
            int at = pair.indexOf('=');
            if (decode(at < 0 ? pair : pair.substring(0, at)).equals(key)) {
                return at < 0 ? "" : decode(pair.substring(at + 1));
            }
        }
        return null;
    }

    @Override
    public int compareTo(Uri other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Uri && toString().equals(o.toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    @Override
    public abstract String toString();

    private static final class StringUri extends Uri {
        private final String text;
        private final String scheme;
        private final String authority;
        private final String path;
        private final String query;

        StringUri(String text) {
            this.text = text;
            String rest = text.contains("#") ? text.substring(0, text.indexOf('#')) : text;
            int question = rest.indexOf('?');
            query = question < 0 ? null : rest.substring(question + 1);
            rest = question < 0 ? rest : rest.substring(0, question);
            int colon = rest.indexOf(':');
            scheme = colon < 0 ? null : rest.substring(0, colon);
            rest = colon < 0 ? rest : rest.substring(colon + 1);
            if (rest.startsWith("//")) {
                int slash = rest.indexOf('/', 2);
                authority = slash < 0 ? rest.substring(2) : rest.substring(2, slash);
                path = slash < 0 ? "" : rest.substring(slash);
            } else {
                authority = null;
                path = rest;
            }
        }

        @Override
        public String getScheme() {
            return scheme;
        }

        @Override
        public String getAuthority() {
            return authority;
        }

        @Override
        public String getHost() {
            if (authority == null) {
                return null;
            }
            try {
                return URI.create("x://" + authority).getHost();
            } catch (IllegalArgumentException e) {
                return authority;
            }
        }

        @Override
        public String getPath() {
            return decode(path);
        }

        @Override
        public String getQuery() {
            return query;
        }

        @Override
        public List<String> getPathSegments() {
            List<String> parts = new ArrayList<>(Arrays.asList(path.split("/")));
            parts.removeIf(String::isEmpty);
            return Collections.unmodifiableList(parts);
        }

        @Override
        public String getLastPathSegment() {
            List<String> parts = getPathSegments();
            return parts.isEmpty() ? null : parts.get(parts.size() - 1);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
