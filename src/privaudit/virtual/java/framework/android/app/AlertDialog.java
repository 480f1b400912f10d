package android.app;

import android.content.Context;
import android.content.DialogInterface;
import android.widget.Button;
import android.widget.LinearLayout;
import android.widget.TextView;

/** A dialog with a title, a message and buttons. */
public class AlertDialog extends Dialog {
    protected AlertDialog(Context context) {
        super(context);
    }

    /** Builds an alert. */
    public static class Builder {
        private final Context context;
        private CharSequence title;
        private CharSequence message;
        private CharSequence positive;
        private CharSequence negative;
        private DialogInterface.OnClickListener onPositive;
        private DialogInterface.OnClickListener onNegative;
        private boolean cancelable = true;

        public Builder(Context context) {
            this.context = context;
        }

        public Builder setTitle(CharSequence title) {
            this.title = title;
            return this;
        }

        public Builder setMessage(CharSequence message) {
            this.message = message;
            return this;
        }

        public Builder setCancelable(boolean cancelable) {
            this.cancelable = cancelable;
            return this;
        }

        public Builder setPositiveButton(CharSequence text, DialogInterface.OnClickListener listener) {
            positive = text;
            onPositive = listener;
            return this;
        }

        public Builder setNegativeButton(CharSequence text, DialogInterface.OnClickListener listener) {
            negative = text;
            onNegative = listener;
            return this;
        }

        public AlertDialog create() {
            AlertDialog dialog = new AlertDialog(context);
            LinearLayout box = new LinearLayout(context);
            box.setOrientation(LinearLayout.VERTICAL);
            text(box, android.R.id.title, title);
            text(box, android.R.id.message, message);
            button(dialog, box, android.R.id.button2, negative, onNegative, DialogInterface.BUTTON_NEGATIVE);
            button(dialog, box, android.R.id.button1, positive, onPositive, DialogInterface.BUTTON_POSITIVE);
            dialog.setContentView(box);
            dialog.setCancelable(cancelable);
            return dialog;
        }

        public AlertDialog show() {
            AlertDialog dialog = create();
            dialog.show();
            return dialog;
        }

        private void text(LinearLayout box, int id, CharSequence words) {
            if (words != null) {
                TextView view = new TextView(context);
                view.setId(id);
                view.setText(words);
                box.addView(view);
            }
        }

        private void button(AlertDialog dialog, LinearLayout box, int id, CharSequence words,
                DialogInterface.OnClickListener listener, int which) {
            if (words != null) {
                Button view = new Button(context);
                view.setId(id);
                view.setText(words);
                view.setOnClickListener(v -> {
                    dialog.dismiss();
                    if (listener != null) {
                        listener.onClick(dialog, which);
                    }
                });
                box.addView(view);
            }
        }
    }
}
