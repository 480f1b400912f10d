package com.example.traffic;

import android.app.Activity;
import android.os.Bundle;
import android.widget.Button;
import android.widget.LinearLayout;
import android.widget.TextView;
import java.util.Map;

/** Sends what its buttons say, or the ones that the extra `run` names, one after the other; prints what came of each. */
public class MainActivity extends Activity {
    private TextView text;

    @Override
    protected void onCreate(Bundle savedInstanceState) {
        super.onCreate(savedInstanceState);
        LinearLayout page = new LinearLayout(this);
        page.setOrientation(LinearLayout.VERTICAL);
        text = new TextView(this);
        text.setText("ready");
        page.addView(text);
        Map<String, Actions.Action> actions = new Actions(getApplicationContext()).all();
        actions.forEach((name, action) -> {
            Button button = new Button(this);
            button.setText(name);
            button.setOnClickListener(clicked -> run(actions, name));
            page.addView(button);
        });
        setContentView(page);
        String wanted = getIntent().getStringExtra("run");
        if (wanted != null) {
            run(actions, wanted.equals("all") ? actions.keySet().toArray(new String[0]) : wanted.split(","));
        }
    }

    private void run(Map<String, Actions.Action> actions, String... names) {
        text.setText("running");
        Thread thread = new Thread(() -> {
            for (String name : names) {
                String outcome;
                try {
                    outcome = actions.get(name).run();
                } catch (Exception e) {
                    outcome = "threw " + e;
                }
                System.out.println(name + " = " + outcome.replace('\n', ' '));
            }
            System.out.println("done = ok");
            runOnUiThread(() -> text.setText("done"));
        }, "traffic");
        thread.start();
    }
}
