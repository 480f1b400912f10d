package com.example.probe;

import android.app.Activity;
import android.os.Bundle;
import android.widget.TextView;

/** Calls many APIs and prints what came of each, so that two runs can be compared byte by byte. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle savedInstanceState) {
        super.onCreate(savedInstanceState);
        TextView text = new TextView(this);
        text.setText("running");
        setContentView(text);
        Thread thread = new Thread(() -> {
            new Calls(this).run();
            new Load(this).run();
            try {
                new Traces(this).run();
                Out.line("done", "ok");
            } catch (Exception e) {
                Out.line("done", e);
            }
            runOnUiThread(() -> text.setText("done"));
        }, "probe");
        thread.start();
    }
}
