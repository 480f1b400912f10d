package com.example.gauntlet;

import android.app.Activity;
import android.os.Bundle;
import java.util.List;

/** The gauntlet on the virtual phone. */
public final class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle savedInstanceState) {
        super.onCreate(savedInstanceState);
        List<String[]> steps = Kit.prepare(getApplicationContext());
        new Thread(() -> {
            try {
                Gauntlet.run(steps);
            } catch (Exception e) {
                Out.threw("the gauntlet", e);
                Out.print("gauntlet done");
            }
        }, "gauntlet").start();
    }
}
