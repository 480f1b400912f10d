package com.example.bank;

import android.app.Activity;
import android.os.Bundle;
import android.webkit.WebView;
import android.widget.LinearLayout;

/** Shows the privacy policy. */
public class NoticeActivity extends Activity {
    private WebView web;

    @Override
    protected void onCreate(Bundle savedInstanceState) {
        super.onCreate(savedInstanceState);
        setTitle("隐私政策");
        web = new WebView(this);
        web.setId(R.id.notice_view);
        LinearLayout root = Views.column(this);
        root.addView(Views.button(this, R.id.page_back, "返回", this::finish));
        root.addView(web);
        setContentView(root);
        web.loadUrl(Build.NOTICE);
    }

    @Override
    protected void onDestroy() {
        web.destroy();
        super.onDestroy();
    }
}
