package android.content;

/** A dialog, to those who listen to it. */
public interface DialogInterface {
    int BUTTON_POSITIVE = -1;
    int BUTTON_NEGATIVE = -2;

    /** Told when a button was clicked. */
    interface OnClickListener {
        void onClick(DialogInterface dialog, int which);
    }

    /** Told when the dialog went. */
    interface OnDismissListener {
        void onDismiss(DialogInterface dialog);
    }

    void cancel();

    void dismiss();
}
