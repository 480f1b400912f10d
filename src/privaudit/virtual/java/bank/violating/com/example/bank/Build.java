package com.example.bank;

import android.Manifest;
import android.app.Activity;
import android.app.Application;
import android.content.Context;
import android.os.Handler;
import android.os.Looper;
import android.widget.EditText;
import android.widget.LinearLayout;
import cn.demostat.analytics.StatAgent;
import cn.demostat.analytics.StatConfig;
import com.demoad.sdk.AdManager;
import com.demopush.client.PushClient;

/** What this build does at each turn, where it breaks the rules on purpose (see truth.yaml). */
final class Build {
    static final String NOTICE = "https://www.bank.example/privacy/2.3.0.html";
    private static final int FIRST_START = 1;
    private static final long GUEST_DELAY_MS = 1000;

    private Build() {
    }

    static void onProcessStart(Application app) {
        // Before anybody agreed: the statistics SDK reads and sends identifiers from its worker thread.
        StatAgent.init(app, new StatConfig("bank-prod").enableAndroidId().enableImei().enableOaid());
        if (Consent.of(app) == Consent.State.AGREED) {
            startSdks(app);
        }
    }

    private static void startSdks(Context context) {
        PushClient.start(context, "bank-push");
        AdManager.init(context, "home-banner");
    }

    static void onFirstScreen(Activity activity) {
        // Over the privacy dialog, before any decision.
        activity.requestPermissions(new String[] {
            Manifest.permission.READ_PHONE_STATE,
            Manifest.permission.ACCESS_FINE_LOCATION,
            Manifest.permission.ACCESS_COARSE_LOCATION
        }, FIRST_START);
    }

    static void onAgreed(Activity activity) {
        startSdks(activity.getApplicationContext());
        BankApi.get("/v1/profile", Profile::keep);
    }

    static void onRefused(Activity activity) {
        Context app = activity.getApplicationContext();
        Handler later = new Handler(Looper.getMainLooper());
        later.postDelayed(() -> {
            GuestProfile.collect(app);
            StatAgent.onEvent("refused");
        }, GUEST_DELAY_MS);
    }

    static void onWithdrawn(Activity activity) {
        onRefused(activity);
    }

    static void addTransferParts(Activity activity, LinearLayout form, EditText account) {
        form.addView(Views.button(activity, R.id.pick_contact, "从通讯录选择",
                () -> PayeePicker.pick(activity, account)));
    }

    static void onTransferOpened(Activity activity, EditText account) {
        PayeePicker.fillFromClipboard(activity, account);
        Profile.sendInClear();
    }

    static void addAccountRows(Activity activity, LinearLayout rows) {
    }

    static void onForeground(Activity activity) {
        BranchTracker.stop();
    }

    static void onBackground(Application app) {
        BranchTracker.start(app);
    }

    static void onPermissionAnswered(Activity activity, int requestCode) {
        PayeePicker.permissionAnswered(activity, requestCode);
    }
}
