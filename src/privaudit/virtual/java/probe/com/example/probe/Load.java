package com.example.probe;

import android.app.Activity;
import android.content.ClipData;
import android.content.ClipboardManager;
import android.net.Uri;
import android.provider.Settings;
import android.telephony.TelephonyManager;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Hooked calls under stress: huge values, deep recursion, many threads, exceptions inside callbacks. */
final class Load {
    private static final int THREADS = 16;
    private static final int CALLS = 100;

    private final Activity activity;

    Load(Activity activity) {
        this.activity = activity;
    }

    void run() {
        huge();
        deep(40);
        threads();
        interrupted();
    }

    private void huge() {
        ClipboardManager clipboard = activity.getSystemService(ClipboardManager.class);
        Out.call("huge clip", () -> {
            clipboard.setPrimaryClip(ClipData.newPlainText("huge", "汉a\ud83d\ude00".repeat(100_000)));
            return clipboard.getText();
        });
        Out.call("huge uri", () -> activity.getContentResolver().query(
                Uri.parse("content://" + "x".repeat(200_000)), null, null, null, null));
        Out.call("lone surrogate", () -> {
            clipboard.setPrimaryClip(ClipData.newPlainText("bad", "a\ud800b"));
            return clipboard.getText().length();
        });
        Out.call("clear", () -> {
            clipboard.clearPrimaryClip();
            return clipboard.getPrimaryClip();
        });
    }

    private void deep(int left) {
        if (left > 0) {
            deep(left - 1);
            return;
        }
        Out.call("deep", () -> Settings.Secure.getString(activity.getContentResolver(), "android_id"));
    }

    private void threads() {
        AtomicInteger thrown = new AtomicInteger();
        AtomicInteger same = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(() -> work(thrown, same), "probe-" + i);
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            join(thread);
        }
        Out.line("threads", thrown.get() + " refused, " + same.get() + " equal");
    }

    private void work(AtomicInteger thrown, AtomicInteger same) {
        TelephonyManager phone = activity.getSystemService(TelephonyManager.class);
        String first = Settings.Secure.getString(activity.getContentResolver(), "android_id");
        for (int i = 0; i < CALLS; i++) {
            try {
                phone.getImei();
            } catch (SecurityException e) {
                thrown.incrementAndGet();
            }
            if (Settings.Secure.getString(activity.getContentResolver(), "android_id").equals(first)) {
                same.incrementAndGet();
            }
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void interrupted() {
        Thread.currentThread().interrupt();
        Out.call("interrupted", () -> Settings.Secure.getString(activity.getContentResolver(), "android_id"));
        Out.line("still interrupted", Thread.interrupted());
    }
}
