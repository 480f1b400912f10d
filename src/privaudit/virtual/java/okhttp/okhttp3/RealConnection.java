package okhttp3;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;

/** One exchange of HTTP/1.1 over TLS on a socket of its own: what a client with checks of its own uses. */
final class RealConnection {
    private final OkHttpClient client;

    RealConnection(OkHttpClient client) {
        this.client = client;
    }

    Response exchange(Request request, String agent) throws IOException {
        String host = request.url().host();
        URI uri = request.url().uri();
        int port = uri.getPort() < 0 ? 443 : uri.getPort();
        try (Socket plain = tunnel(uri, host, port);
                SSLSocket socket = (SSLSocket) client.sslSocketFactory().createSocket(plain, host, port, true)) {
            handshake(socket, host);
            OutputStream out = socket.getOutputStream();
            out.write(encode(request, uri, agent));
            out.flush();
            return decode(request, socket.getInputStream());
        }
    }

    private Socket tunnel(URI uri, String host, int port) throws IOException {
        Proxy proxy = ProxySelector.getDefault().select(uri).get(0);
        Socket socket = new Socket(Proxy.NO_PROXY);
        socket.setSoTimeout((int) client.readTimeout().toMillis());
        if (proxy.type() != Proxy.Type.HTTP) {
            socket.connect(new InetSocketAddress(host, port), (int) client.connectTimeout().toMillis());
            return socket;
        }
        InetSocketAddress at = (InetSocketAddress) proxy.address();
        socket.connect(new InetSocketAddress(at.getHostString(), at.getPort()), (int) client.connectTimeout().toMillis());
        String target = host + ":" + port;
        socket.getOutputStream().write(
                ("CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        String status = head(socket.getInputStream()).get(0);
        if (!status.contains(" 200")) {
            socket.close();
            throw new IOException("Unexpected response code for CONNECT: " + status);
        }
        return socket;
    }

    private void handshake(SSLSocket socket, String host) throws IOException {
        if (client.hostnameVerifier() == null) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
        }
        socket.startHandshake();
        if (client.hostnameVerifier() != null && !client.hostnameVerifier().verify(host, socket.getSession())) {
            throw new SSLPeerUnverifiedException("Hostname " + host + " not verified");
        }
        Certificate[] peers = socket.getSession().getPeerCertificates();
        client.certificatePinner().check$okhttp(host, () -> {
            List<X509Certificate> chain = new ArrayList<>();
            for (Certificate one : peers) {
                chain.add((X509Certificate) one);
            }
            return chain;
        });
    }

    private static byte[] encode(Request request, URI uri, String agent) throws IOException {
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        StringBuilder head = new StringBuilder(request.method()).append(' ').append(path);
        if (uri.getRawQuery() != null) {
            head.append('?').append(uri.getRawQuery());
        }
        head.append(" HTTP/1.1\r\nHost: ").append(uri.getHost()).append("\r\nConnection: close\r\nUser-Agent: ")
                .append(agent).append("\r\n");
        for (int i = 0; i < request.headers().size(); i++) {
            head.append(request.headers().name(i)).append(": ").append(request.headers().value(i)).append("\r\n");
        }
        byte[] body = request.body() == null ? new byte[0] : request.body().bytes();
        if (request.body() != null) {
            head.append("Content-Type: ").append(request.body().contentType()).append("\r\nContent-Length: ")
                    .append(body.length).append("\r\n");
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.write(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        whole.write(body);
        return whole.toByteArray();
    }

    private static Response decode(Request request, InputStream in) throws IOException {
        List<String> lines = head(in);
        Headers.Builder headers = new Headers.Builder();
        int length = -1;
        for (String line : lines.subList(1, lines.size())) {
            String name = line.substring(0, line.indexOf(':'));
            String value = line.substring(line.indexOf(':') + 1).trim();
            headers.add(name, value);
            length = name.equalsIgnoreCase("content-length") ? Integer.parseInt(value) : length;
        }
        byte[] body = length < 0 ? in.readAllBytes() : in.readNBytes(length);
        int code = Integer.parseInt(lines.get(0).split(" ")[1]);
        return new Response(request, code, headers.build(), new ResponseBody(body, null));
    }

    private static List<String> head(InputStream in) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        while (!text.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("unexpected end of stream");
            }
            text.write(next);
        }
        return List.of(text.toString(StandardCharsets.ISO_8859_1).strip().split("\r\n"));
    }
}
