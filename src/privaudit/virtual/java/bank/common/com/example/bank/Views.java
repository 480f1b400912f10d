package com.example.bank;

import android.content.Context;
import android.view.View;
import android.widget.Button;
import android.widget.EditText;
import android.widget.LinearLayout;
import android.widget.TextView;

/** Makes the app's views. */
final class Views {
    private Views() {
    }

    static LinearLayout column(Context context) {
        LinearLayout layout = new LinearLayout(context);
        layout.setOrientation(LinearLayout.VERTICAL);
        return layout;
    }

    static TextView text(Context context, int id, String words) {
        TextView view = new TextView(context);
        view.setId(id);
        view.setText(words);
        return view;
    }

    static Button button(Context context, int id, String words, Runnable action) {
        Button view = new Button(context);
        view.setId(id);
        view.setText(words);
        view.setOnClickListener(clicked -> action.run());
        return view;
    }

    static TextView row(Context context, int id, String words, Runnable action) {
        TextView view = text(context, id, words);
        view.setFocusable(true);
        view.setOnClickListener(clicked -> action.run());
        return view;
    }

    static EditText field(Context context, int id, String hint, int inputType) {
        EditText view = new EditText(context);
        view.setId(id);
        view.setHint(hint);
        view.setInputType(inputType);
        return view;
    }

    static LinearLayout page(Context context, String title, View... parts) {
        LinearLayout layout = column(context);
        layout.addView(text(context, R.id.page_title, title));
        for (View part : parts) {
            layout.addView(part);
        }
        return layout;
    }
}
