package com.example.bank;

import android.app.Activity;
import android.app.Application;
import android.content.Context;
import android.content.Intent;
import android.widget.EditText;
import android.widget.LinearLayout;
import cn.demostat.analytics.StatAgent;
import cn.demostat.analytics.StatConfig;
import com.demopush.client.PushClient;

/** What this build does at each turn: nothing personal before the user agrees, nothing more after a withdrawal. */
final class Build {
    static final String NOTICE = "https://www.bank.example/privacy/2.4.0.html";

    private Build() {
    }

    static void onProcessStart(Application app) {
        if (Consent.of(app) == Consent.State.AGREED) {
            startSdks(app);
        }
    }

    private static void startSdks(Context context) {
        StatAgent.init(context, new StatConfig("bank-prod").enableOaid());
        PushClient.start(context, "bank-push");
    }

    static void onFirstScreen(Activity activity) {
    }

    static void onAgreed(Activity activity) {
        startSdks(activity.getApplicationContext());
    }

    static void onRefused(Activity activity) {
    }

    static void onWithdrawn(Activity activity) {
        StatAgent.shutdown();
        PushClient.stop(activity.getApplicationContext());
    }

    static void addTransferParts(Activity activity, LinearLayout form, EditText account) {
    }

    static void onTransferOpened(Activity activity, EditText account) {
        StatAgent.onEvent("transfer_open");
    }

    static void addAccountRows(Activity activity, LinearLayout rows) {
        rows.addView(Views.row(activity, R.id.row_complaint, "投诉与建议",
                () -> activity.startActivity(new Intent(activity, ComplaintActivity.class))));
    }

    static void onForeground(Activity activity) {
    }

    static void onBackground(Application app) {
    }

    static void onPermissionAnswered(Activity activity, int requestCode) {
    }
}
