package com.example.bank;

import android.app.Application;
import android.util.Log;

/** The app. */
public class BankApplication extends Application {
    @Override
    public void onCreate() {
        super.onCreate();
        boolean main = getPackageName().equals(getProcessName());
        Log.i("Bank", "process " + getProcessName());
        if (main) {
            Build.onProcessStart(this);
        }
    }

    @Override
    public void onTrimMemory(int level) {
        super.onTrimMemory(level);
        if (level == TRIM_MEMORY_UI_HIDDEN) {
            Build.onBackground(this);
        }
    }
}
