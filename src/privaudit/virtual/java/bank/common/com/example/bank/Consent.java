package com.example.bank;

import android.content.Context;
import android.content.SharedPreferences;

/** What the user decided on the privacy policy. */
final class Consent {
    enum State { UNDECIDED, AGREED, REFUSED }

    private Consent() {
    }

    private static SharedPreferences preferences(Context context) {
        return context.getSharedPreferences("consent", Context.MODE_PRIVATE);
    }

    static State of(Context context) {
        return State.valueOf(preferences(context).getString("state", State.UNDECIDED.name()));
    }

    static void set(Context context, State state) {
        preferences(context).edit().putString("state", state.name()).apply();
    }
}
