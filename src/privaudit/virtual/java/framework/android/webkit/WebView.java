package android.webkit;

import android.content.Context;
import android.widget.AbsoluteLayout;
import android.widget.TextView;
import com.android.internal.webkit.PageLoader;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Shows a web page: its text, block by block. */
public class WebView extends AbsoluteLayout {
    private WebViewClient client = new WebViewClient();
    private volatile String url;

    public WebView(Context context) {
        super(context);
    }

    public void setWebViewClient(WebViewClient client) {
        this.client = client;
    }

    public String getUrl() {
        return url;
    }

    public void loadUrl(String url) {
        loadUrl(url, Collections.emptyMap());
    }

    public void loadUrl(String url, Map<String, String> additionalHttpHeaders) {
        this.url = url;
        PageLoader.load(url, additionalHttpHeaders, (blocks, error) -> post(() -> show(url, blocks, error)));
    }

    public void loadData(String data, String mimeType, String encoding) {
        url = "data:" + mimeType;
        show(url, PageLoader.blocks(data), null);
    }

    private void show(String loaded, List<String> blocks, String error) {
        if (!loaded.equals(url)) {
            return;
        }
        removeAllViews();
        for (String block : blocks) {
            TextView text = new TextView(getContext());
            text.setText(block);
            addView(text);
        }
        if (error != null) {
            client.onReceivedError(this, -2, error, loaded);
        }
        client.onPageFinished(this, loaded);
    }

    public void destroy() {
        url = null;
    }

    @Override
    public CharSequence getAccessibilityClassName() {
        return WebView.class.getName();
    }
}
