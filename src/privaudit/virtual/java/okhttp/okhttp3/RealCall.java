package okhttp3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.GZIPInputStream;

/** A call made with the platform's client. */
final class RealCall implements Call {
    private static final String AGENT = "okhttp/4.12.0";

    private final OkHttpClient client;
    private final Request request;
    private final AtomicBoolean executed = new AtomicBoolean();
    private volatile boolean canceled;

    RealCall(OkHttpClient client, Request request) {
        this.client = client;
        this.request = request;
    }

    @Override
    public Request request() {
        return request;
    }

    @Override
    public Response execute() throws IOException {
        if (!executed.compareAndSet(false, true)) {
            throw new IllegalStateException("Already Executed");
        }
        return send();
    }

    @Override
    public void enqueue(Callback responseCallback) {
        if (!executed.compareAndSet(false, true)) {
            throw new IllegalStateException("Already Executed");
        }
        client.dispatcher().execute(() -> {
            try {
                responseCallback.onResponse(this, send());
            } catch (IOException e) {
                responseCallback.onFailure(this, e);
            }
        });
    }

    private Response send() throws IOException {
        if (canceled) {
            throw new IOException("Canceled");
        }
        if (request.url().isHttps() && client.checksItself()) {
            return new RealConnection(client).exchange(request, AGENT);
        }
        // As OkHttp does: HTTP/2 only where TLS can negotiate it.
        HttpClient.Version version = request.url().isHttps() ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1;
        HttpRequest.Builder made = HttpRequest.newBuilder(request.url().uri())
                .version(version)
                .timeout(client.readTimeout());
        RequestBody body = request.body();
        made.method(request.method(), body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofByteArray(body.bytes()));
        if (body != null && body.contentType() != null) {
            made.header("Content-Type", body.contentType().toString());
        }
        for (int i = 0; i < request.headers().size(); i++) {
            made.header(request.headers().name(i), request.headers().value(i));
        }
        if (request.header("User-Agent") == null) {
            made.header("User-Agent", AGENT);
        }
        boolean unpack = request.header("Accept-Encoding") == null;
        if (unpack) {
            made.header("Accept-Encoding", "gzip");
        }
        try {
            return response(client.http().send(made.build(), HttpResponse.BodyHandlers.ofByteArray()), unpack);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new java.io.InterruptedIOException("interrupted");
        }
    }

    private Response response(HttpResponse<byte[]> answer, boolean unpack) throws IOException {
        Headers.Builder headers = new Headers.Builder();
        answer.headers().map().forEach((name, values) -> values.forEach(value -> headers.add(name, value)));
        byte[] content = answer.body();
        if (unpack && answer.headers().firstValue("content-encoding").orElse("").equalsIgnoreCase("gzip")) {
            content = new GZIPInputStream(new ByteArrayInputStream(content)).readAllBytes();
            headers.removeAll("content-encoding").removeAll("content-length");
        }
        MediaType type = MediaType.parse(answer.headers().firstValue("content-type").orElse(""));
        return new Response(request, answer.statusCode(), headers.build(), new ResponseBody(content, type));
    }

    @Override
    public void cancel() {
        canceled = true;
    }

    @Override
    public boolean isExecuted() {
        return executed.get();
    }

    @Override
    public boolean isCanceled() {
        return canceled;
    }
}
