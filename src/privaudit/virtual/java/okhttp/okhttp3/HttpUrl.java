package okhttp3;

import java.net.URI;

/** An http or https address. */
public final class HttpUrl {
    private final URI uri;

    private HttpUrl(URI uri) {
        this.uri = uri;
    }

    public static HttpUrl get(String url) {
        URI uri = URI.create(url);
        if (uri.getScheme() == null || !uri.getScheme().startsWith("http")) {
            throw new IllegalArgumentException("Expected URL scheme 'http' or 'https' but no scheme was found for " + url);
        }
        return new HttpUrl(uri);
    }

    public URI uri() {
        return uri;
    }

    public boolean isHttps() {
        return "https".equals(uri.getScheme());
    }

    public String host() {
        return uri.getHost();
    }

    public String encodedPath() {
        return uri.getRawPath();
    }

    @Override
    public String toString() {
        return uri.toString();
    }
}
