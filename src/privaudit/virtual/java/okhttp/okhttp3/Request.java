package okhttp3;

/** What is asked of a server. */
public final class Request {
    private final HttpUrl url;
    private final String method;
    private final Headers headers;
    private final RequestBody body;

    private Request(Builder builder) {
        url = builder.url;
        method = builder.method;
        headers = builder.headers.build();
        body = builder.body;
    }

    public HttpUrl url() {
        return url;
    }

    public String method() {
        return method;
    }

    public Headers headers() {
        return headers;
    }

    public String header(String name) {
        return headers.get(name);
    }

    public RequestBody body() {
        return body;
    }

    @Override
    public String toString() {
        return "Request{method=" + method + ", url=" + url + "}";
    }

    /** Builds a request. */
    public static class Builder {
        private HttpUrl url;
        private String method = "GET";
        private final Headers.Builder headers = new Headers.Builder();
        private RequestBody body;

        public Builder() {
        }

        public Builder url(String url) {
            String plain = url.startsWith("ws") ? "http" + url.substring(2) : url;
            this.url = HttpUrl.get(plain);
            return this;
        }

        public Builder url(HttpUrl url) {
            this.url = url;
            return this;
        }

        public Builder header(String name, String value) {
            headers.set(name, value);
            return this;
        }

        public Builder addHeader(String name, String value) {
            headers.add(name, value);
            return this;
        }

        public Builder get() {
            return method("GET", null);
        }

        public Builder post(RequestBody body) {
            return method("POST", body);
        }

        public Builder method(String method, RequestBody body) {
            this.method = method;
            this.body = body;
            return this;
        }

        public Request build() {
            if (url == null) {
                throw new IllegalStateException("url == null");
            }
            return new Request(this);
        }
    }
}
