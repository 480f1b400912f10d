package okhttp3;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** An HTML form. */
public final class FormBody extends RequestBody {
    private static final MediaType CONTENT_TYPE = MediaType.get("application/x-www-form-urlencoded");

    private final String text;

    private FormBody(String text) {
        this.text = text;
    }

    @Override
    public MediaType contentType() {
        return CONTENT_TYPE;
    }

    @Override
    byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Builds a form. */
    public static final class Builder {
        private final StringBuilder text = new StringBuilder();

        public Builder add(String name, String value) {
            if (text.length() > 0) {
                text.append('&');
            }
            text.append(URLEncoder.encode(name, StandardCharsets.UTF_8)).append('=')
                    .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
            return this;
        }

        public FormBody build() {
            return new FormBody(text.toString());
        }
    }
}
