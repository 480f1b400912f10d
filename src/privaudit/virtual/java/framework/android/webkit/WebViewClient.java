package android.webkit;

/** Told what a WebView does. */
public class WebViewClient {
    public WebViewClient() {
    }

    public void onPageFinished(WebView view, String url) {
    }

    public void onReceivedError(WebView view, int errorCode, String description, String failingUrl) {
    }
}
