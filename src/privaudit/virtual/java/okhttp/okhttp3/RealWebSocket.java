package okhttp3;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;

/** A web socket made with the platform's client. */
final class RealWebSocket implements WebSocket, java.net.http.WebSocket.Listener {
    private final Request request;
    private final WebSocketListener listener;
    private final StringBuilder partial = new StringBuilder();
    private volatile java.net.http.WebSocket socket;

    private RealWebSocket(Request request, WebSocketListener listener) {
        this.request = request;
        this.listener = listener;
    }

    static WebSocket connect(OkHttpClient client, Request request, WebSocketListener listener) {
        RealWebSocket made = new RealWebSocket(request, listener);
        URI uri = URI.create("ws" + request.url().toString().substring(4));
        java.net.http.WebSocket.Builder builder = client.http().newWebSocketBuilder();
        for (int i = 0; i < request.headers().size(); i++) {
            builder.header(request.headers().name(i), request.headers().value(i));
        }
        builder.buildAsync(uri, made).whenComplete((opened, error) -> {
            if (error != null) {
                listener.onFailure(made, error.getCause() == null ? error : error.getCause(), null);
            }
        });
        return made;
    }

    @Override
    public Request request() {
        return request;
    }

    @Override
    public boolean send(String text) {
        java.net.http.WebSocket open = socket;
        if (open == null || open.isOutputClosed()) {
            return false;
        }
        open.sendText(text, true);
        return true;
    }

    @Override
    public boolean close(int code, String reason) {
        java.net.http.WebSocket open = socket;
        if (open == null || open.isOutputClosed()) {
            return false;
        }
        open.sendClose(code, reason == null ? "" : reason);
        return true;
    }

    @Override
    public void cancel() {
        java.net.http.WebSocket open = socket;
        if (open != null) {
            open.abort();
        }
    }

    @Override
    public void onOpen(java.net.http.WebSocket opened) {
        socket = opened;
        Response answer = new Response(request, 101, new Headers.Builder().build(), new ResponseBody(new byte[0], null));
        listener.onOpen(this, answer);
        opened.request(1);
    }

    @Override
    public CompletionStage<?> onText(java.net.http.WebSocket from, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            String text = partial.toString();
            partial.setLength(0);
            listener.onMessage(this, text);
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onBinary(java.net.http.WebSocket from, ByteBuffer data, boolean last) {
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(java.net.http.WebSocket from, int code, String reason) {
        listener.onClosing(this, code, reason);
        listener.onClosed(this, code, reason);
        return null;
    }

    @Override
    public void onError(java.net.http.WebSocket from, Throwable error) {
        listener.onFailure(this, error, null);
    }
}
