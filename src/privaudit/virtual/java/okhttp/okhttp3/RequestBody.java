package okhttp3;

import java.nio.charset.StandardCharsets;

/** What a request carries. */
public abstract class RequestBody {
    public abstract MediaType contentType();

    public long contentLength() {
        return bytes().length;
    }

    abstract byte[] bytes();

    public static RequestBody create(String content, MediaType contentType) {
        return create(content.getBytes(StandardCharsets.UTF_8), contentType);
    }

    public static RequestBody create(byte[] content, MediaType contentType) {
        return new RequestBody() {
            @Override
            public MediaType contentType() {
                return contentType;
            }

            @Override
            byte[] bytes() {
                return content;
            }
        };
    }
}
