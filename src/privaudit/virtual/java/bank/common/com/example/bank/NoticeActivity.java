package com.example.bank;

import android.app.Activity;
import android.os.Bundle;
import android.os.Handler;
import android.view.View;
import android.webkit.WebView;
import android.webkit.WebViewClient;
import android.widget.LinearLayout;
import android.widget.TextView;

/** Shows the privacy policy. */
public class NoticeActivity extends Activity {
    private static final long STEP_MS = 150;

    private final Handler handler = new Handler();
    private WebView web;
    private TextView progress;
    private int steps;

    @Override
    protected void onCreate(Bundle savedInstanceState) {
        super.onCreate(savedInstanceState);
        setTitle("隐私政策");
        web = new WebView(this);
        web.setId(R.id.notice_view);
        progress = Views.text(this, R.id.notice_progress, "正在加载");
        LinearLayout root = Views.column(this);
        root.addView(Views.button(this, R.id.page_back, "返回", this::finish));
        root.addView(progress);
        root.addView(web);
        setContentView(root);
        web.setWebViewClient(new WebViewClient() {
            @Override
            public void onPageFinished(WebView view, String url) {
                handler.removeCallbacksAndMessages(null);
                progress.setVisibility(View.GONE);
            }
        });
        web.loadUrl(Build.NOTICE);
        handler.post(this::animate);
    }

    private void animate() {
        steps = (steps + 1) % 4;
        progress.setText("正在加载" + "…".repeat(steps));
        handler.postDelayed(this::animate, STEP_MS);
    }

    @Override
    protected void onDestroy() {
        handler.removeCallbacksAndMessages(null);
        web.destroy();
        super.onDestroy();
    }
}
