package okhttp3;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** What a response carries. */
public final class ResponseBody implements Closeable {
    private final byte[] content;
    private final MediaType contentType;

    ResponseBody(byte[] content, MediaType contentType) {
        this.content = content;
        this.contentType = contentType;
    }

    public MediaType contentType() {
        return contentType;
    }

    public long contentLength() {
        return content.length;
    }

    public byte[] bytes() throws IOException {
        return content;
    }

    public InputStream byteStream() {
        return new ByteArrayInputStream(content);
    }

    public String string() throws IOException {
        return new String(content, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
    }
}
