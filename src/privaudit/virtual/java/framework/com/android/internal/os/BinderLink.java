package com.android.internal.os;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.json.JSONException;
import org.json.JSONObject;

/**
 * The process's way to the system of the virtual device: JSON lines over a loopback socket, where Android has the binder.
 *
 * <p>A request is {"id","call","args"}, answered by {"id","result"} or {"id","error":{"class","message"}}; a request
 * without an id is one-way; the device pushes {"event",...}.
 */
public final class BinderLink {
    private static volatile BinderLink current;

    private final Socket socket;
    private final OutputStream out;
    private final Map<Long, CompletableFuture<JSONObject>> waiting = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();
    private volatile Consumer<JSONObject> events;
    private volatile boolean closed;

    private BinderLink(Socket socket) throws IOException {
        this.socket = socket;
        this.out = socket.getOutputStream();
    }

    /** Connects to the device named by the environment; called once, before anything else. */
    public static void connect(Consumer<JSONObject> events) throws IOException {
        int port = Integer.parseInt(System.getenv("ANDROID_BINDER_PORT"));
        Socket socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
        socket.setTcpNoDelay(true);
        BinderLink link = new BinderLink(socket);
        link.events = events;
        current = link;
        Thread reader = new Thread(link::read, "Binder:" + ProcessHandle.current().pid() + "_1");
        reader.setDaemon(true);
        reader.start();
    }

    /** Makes a call and returns its result (null, Boolean, Number, String, JSONObject or JSONArray), or throws what the system threw. */
    public static Object call(String call, Object... args) {
        return link().request(call, arguments(args));
    }

    /** Makes a call whose result is text, or null. */
    public static String text(String call, Object... args) {
        Object result = call(call, args);
        return result == null ? null : String.valueOf(result);
    }

    /** Makes a call that nobody waits for. */
    public static void post(String call, Object... args) {
        BinderLink link = current;
        if (link != null && !link.closed) {
            link.send(0, call, arguments(args));
        }
    }

    private static BinderLink link() {
        BinderLink link = current;
        if (link == null) {
            throw new IllegalStateException("the process is not attached");
        }
        return link;
    }

    private static JSONObject arguments(Object... pairs) {
        JSONObject result = new JSONObject();
        try {
            for (int i = 0; i + 1 < pairs.length; i += 2) {
                result.put((String) pairs[i], JSONObject.wrap(pairs[i + 1]));
            }
        } catch (JSONException e) {
            throw new IllegalArgumentException(e);
        }
        return result;
    }

    private Object request(String call, JSONObject args) {
        long id = ids.incrementAndGet();
        CompletableFuture<JSONObject> answer = new CompletableFuture<>();
        waiting.put(id, answer);
        if (closed) {
            throw dead();
        }
        send(id, call, args);
        JSONObject reply = await(answer);
        JSONObject error = reply.optJSONObject("error");
        if (error != null) {
            throw RemoteErrors.<RuntimeException>rethrow(
                    error.optString("class"), error.isNull("message") ? null : error.optString("message"));
        }
        Object result = reply.opt("result");
        return result == JSONObject.NULL ? null : result;
    }

    private static JSONObject await(CompletableFuture<JSONObject> answer) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return answer.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw dead();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException dead() {
        return RemoteErrors.<RuntimeException>rethrow("android.os.DeadSystemException", null);
    }

    private void send(long id, String call, JSONObject args) {
        StringBuilder line = new StringBuilder(64 + call.length());
        line.append('{');
        if (id > 0) {
            line.append("\"id\":").append(id).append(',');
        }
        line.append("\"call\":\"").append(call).append("\",\"args\":").append(args).append("}\n");
        byte[] bytes = line.toString().getBytes(StandardCharsets.UTF_8);
        synchronized (out) {
            try {
                out.write(bytes);
                out.flush();
            } catch (IOException e) {
                close();
            }
        }
    }

    private void read() {
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            String line;
            while ((line = in.readLine()) != null) {
                JSONObject message = new JSONObject(line);
                if (!message.has("event")) {
                    CompletableFuture<JSONObject> answer = waiting.remove(message.optLong("id"));
                    if (answer != null) {
                        answer.complete(message);
                    }
                } else {
                    events.accept(message);
                }
            }
        } catch (IOException | JSONException e) {
            closed = true;
        }
        close();
        // The system is gone: as on Android, no app outlives system_server.
        Runtime.getRuntime().halt(143);
    }

    private void close() {
        closed = true;
        for (CompletableFuture<JSONObject> answer : waiting.values()) {
            answer.completeExceptionally(new IOException("the system is gone"));
        }
    }
}
