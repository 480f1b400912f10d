package okhttp3;

/** A connection both sides may speak on. */
public interface WebSocket {
    /** Makes web sockets. */
    interface Factory {
        WebSocket newWebSocket(Request request, WebSocketListener listener);
    }

    Request request();

    boolean send(String text);

    boolean close(int code, String reason);

    void cancel();
}
