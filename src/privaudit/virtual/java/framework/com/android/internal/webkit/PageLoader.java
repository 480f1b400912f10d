package com.android.internal.webkit;

import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fetches web pages on a thread of the browser engine and takes their text out. */
public final class PageLoader {
    private static final Pattern HIDDEN =
            Pattern.compile("(?is)<(script|style|head|template)\\b.*?</\\1\\s*>|<!--.*?-->|<!doctype[^>]*>");
    private static final Pattern BLOCK = Pattern.compile(
            "(?i)</?(p|div|h[1-6]|li|ul|ol|table|tr|section|article|header|footer|main|body|html|br|dl|dt|dd|blockquote)\\b[^>]*>");
    private static final Pattern CELL = Pattern.compile("(?i)</t[dh]\\s*>");
    private static final Pattern TAG = Pattern.compile("<[^>]*>");
    private static final Pattern NUMBER = Pattern.compile("&#(x?)([0-9a-fA-F]{1,6});");

    private PageLoader() {
    }

    /** Loads a page in the background and hands its blocks of text, and an error or null, to a receiver. */
    public static void load(String url, Map<String, String> headers, BiConsumer<List<String>, String> receiver) {
        Thread thread = new Thread(() -> {
            try {
                receiver.accept(blocks(fetch(url, headers)), null);
            } catch (IOException | IllegalArgumentException e) {
                receiver.accept(List.of("网页无法打开", url, "net::ERR_CONNECTION_FAILED"), String.valueOf(e));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }, "Chrome_IOThread");
        thread.setDaemon(true);
        thread.start();
    }

    private static String fetch(String url, Map<String, String> headers) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newBuilder()
                .proxy(ProxySelector.getDefault())
                .connectTimeout(Duration.ofSeconds(15))
                .followRedirects(HttpClient.Redirect.NORMAL)
                .version(url.startsWith("https:") ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
                .build();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(20))
                // The reduced form of the agent string, which names no model of phone.
                .header("User-Agent", "Mozilla/5.0 (Linux; Android 13; K; wv) AppleWebKit/537.36 (KHTML, like Gecko)"
                        + " Version/4.0 Chrome/113.0.0.0 Mobile Safari/537.36")
                .header("Accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8")
                .header("Accept-Language", "zh-CN,zh;q=0.9");
        headers.forEach(request::setHeader);
        HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    /** Returns the text of HTML, one string a block. */
    public static List<String> blocks(String html) {
        String text = HIDDEN.matcher(html).replaceAll(" ");
        text = BLOCK.matcher(text.replace('\n', ' ')).replaceAll("\n");
        text = TAG.matcher(CELL.matcher(text).replaceAll(" ")).replaceAll("");
        List<String> result = new ArrayList<>();
        for (String line : entities(text).split("\n")) {
            String block = line.replaceAll("\\s+", " ").trim();
            if (!block.isEmpty()) {
                result.add(block);
            }
        }
        return result;
    }

    private static String entities(String text) {
        Matcher matcher = NUMBER.matcher(text);
        String plain = matcher.replaceAll(found -> {
            int code = Integer.parseInt(found.group(2), found.group(1).isEmpty() ? 10 : 16);
            return Matcher.quoteReplacement(Character.isValidCodePoint(code) ? Character.toString(code) : "");
        });
        return plain.replace("&nbsp;", " ").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"")
                .replace("&amp;", "&");
    }
}
