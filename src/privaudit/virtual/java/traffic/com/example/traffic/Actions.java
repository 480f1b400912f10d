package com.example.traffic;

import android.content.Context;
import android.telephony.TelephonyManager;
import cn.demostat.analytics.Beacon;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;

/** Ways a value can leave a phone, by name. */
final class Actions {
    /** Sends something and says what came of it. */
    interface Action {
        String run() throws Exception;
    }

    static final String API = "https://api.trafficapi.example";
    private static final MediaType JSON = MediaType.get("application/json; charset=utf-8");
    private static final int LONG = 3 * 1024 * 1024;

    private final Context context;
    private final OkHttpClient client = new OkHttpClient();

    Actions(Context context) {
        this.context = context;
    }

    Map<String, Action> all() {
        Map<String, Action> all = new LinkedHashMap<>();
        all.put("beacon", () -> "" + Beacon.send(context, "https://in.trafficstat.example/v2/report"));
        all.put("okhttp_pinned", () -> Clients.pinned().send("https://pins.trafficpins.example/okhttp", phone()));
        all.put("manager_pinned", () -> Clients.managed().send("https://manager.trafficpins.example/manager", phone()));
        all.put("trusts_all", () -> Clients.careless().send("https://careless.trafficold.example/all", phone()));
        all.put("old_tls", () -> Clients.old().send("https://old.trafficold.example/tls", phone()));
        all.put("raw", this::raw);
        all.put("direct", this::direct);
        all.put("quic", this::quic);
        all.put("sealed", this::sealed);
        all.put("salted", this::salted);
        all.put("lookup", this::lookup);
        all.put("websocket", this::websocket);
        all.put("events", this::events);
        all.put("upload", this::upload);
        return all;
    }

    private String phone() {
        return "{\"phone\":\"" + number() + "\"}";
    }

    private String number() {
        return context.getSystemService(TelephonyManager.class).getLine1Number();
    }

    private String imei() {
        return context.getSystemService(TelephonyManager.class).getImei();
    }

    private String post(String path, RequestBody body) throws IOException {
        Request request = new Request.Builder().url(API + path).post(body).build();
        try (Response response = client.newCall(request).execute()) {
            return response.code() + " " + response.body().string().trim();
        }
    }

    /** Bytes that are no HTTP, to a port that is none of HTTP's, through the proxy's tunnel. */
    private String raw() throws IOException {
        Proxy proxy = ProxySelector.getDefault().select(URI.create(API)).get(0);
        InetSocketAddress at = (InetSocketAddress) proxy.address();
        try (Socket socket = new Socket(Proxy.NO_PROXY)) {
            socket.setSoTimeout(5000);
            socket.connect(new InetSocketAddress(at.getHostString(), at.getPort()), 5000);
            socket.getOutputStream().write(
                    "CONNECT tcp.trafficapi.example:7000 HTTP/1.1\r\nHost: tcp.trafficapi.example:7000\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            byte[] answer = new byte[1024];
            int length = socket.getInputStream().read(answer);
            String status = new String(answer, 0, Math.max(length, 0), StandardCharsets.US_ASCII).split("\r\n")[0];
            socket.getOutputStream().write(("\u0002LOGIN " + number() + "\u0003").getBytes(StandardCharsets.UTF_8));
            length = socket.getInputStream().read(answer);
            return status + " | " + new String(answer, 0, Math.max(length, 0), StandardCharsets.US_ASCII);
        }
    }

    /** A server by its address, past the proxy. */
    private String direct() throws IOException {
        String[] at = address();
        try (Socket socket = new Socket(Proxy.NO_PROXY)) {
            socket.setSoTimeout(5000);
            socket.connect(new InetSocketAddress(InetAddress.getByName(at[0]), Integer.parseInt(at[1])), 5000);
            socket.getOutputStream().write(("DEVICE " + imei() + "\n").getBytes(StandardCharsets.UTF_8));
            byte[] answer = new byte[64];
            int length = socket.getInputStream().read(answer);
            return new String(answer, 0, Math.max(length, 0), StandardCharsets.US_ASCII).trim();
        }
    }

    /** A datagram to port 443, as QUIC begins. */
    private String quic() throws IOException {
        String[] at = address();
        byte[] first = new byte[1200];
        first[0] = (byte) 0xc3;
        first[4] = 1;
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.send(new DatagramPacket(first, first.length, InetAddress.getByName(at[0]), 443));
            return "sent";
        }
    }

    /** The address that the app's own server tells instead of DNS. */
    private String[] address() throws IOException {
        Request request = new Request.Builder().url(API + "/address").build();
        try (Response response = client.newCall(request).execute()) {
            return response.body().string().trim().split(":");
        }
    }

    /** A body the app encrypts itself. */
    private String sealed() throws Exception {
        Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(new byte[16], "AES"), new IvParameterSpec(new byte[16]));
        byte[] sealed = cipher.doFinal(("{\"imei\":\"" + imei() + "\"}").getBytes(StandardCharsets.UTF_8));
        String text = "{\"d\":\"" + Base64.getEncoder().encodeToString(sealed) + "\"}";
        return post("/sealed", RequestBody.create(text, JSON));
    }

    /** A digest that nobody who does not know the salt can find. */
    private String salted() throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256")
                .digest(("s4lt-" + number()).getBytes(StandardCharsets.UTF_8));
        StringBuilder hex = new StringBuilder();
        for (byte one : digest) {
            hex.append(String.format("%02x", one));
        }
        return post("/salted", RequestBody.create("{\"u\":\"" + hex + "\"}", JSON));
    }

    /** A name that carries a value to whoever answers for it. */
    private String lookup() {
        try {
            return "" + InetAddress.getByName(imei() + ".trafficdns.invalid");
        } catch (IOException e) {
            return e.getClass().getName();
        }
    }

    private String websocket() throws InterruptedException {
        CountDownLatch acknowledged = new CountDownLatch(1);
        Request request = new Request.Builder().url("https://live.trafficpush.example/push").build();
        WebSocket socket = client.newWebSocket(request, new WebSocketListener() {
            @Override
            public void onOpen(WebSocket opened, Response response) {
                opened.send("{\"device\":\"" + imei() + "\"}");
            }

            @Override
            public void onMessage(WebSocket from, String text) {
                if (text.contains("ack")) {
                    acknowledged.countDown();
                }
            }
        });
        boolean done = acknowledged.await(5, TimeUnit.SECONDS);
        socket.close(1000, "");
        return done ? "ack" : "nothing";
    }

    /** A stream of events that the server sends for a while. */
    private String events() throws IOException {
        Request request = new Request.Builder().url(API + "/events?device=" + imei()).build();
        try (Response response = client.newCall(request).execute()) {
            return response.body().string().replace("\n\n", ";").replace('\n', ' ').trim();
        }
    }

    /** A long body with a value near its end. */
    private String upload() throws IOException {
        StringBuilder log = new StringBuilder(LONG + 64);
        for (int line = 0; log.length() < LONG; line++) {
            log.append("line ").append(line).append(" of a log of nothing in particular\n");
        }
        log.append("imei=").append(imei()).append('\n');
        return post("/upload", RequestBody.create(log.toString(), MediaType.get("text/plain")));
    }
}
