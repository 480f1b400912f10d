package android.app;

import android.content.Context;
import android.content.DialogInterface;
import android.view.View;
import com.android.internal.policy.DecorView;

/** A window on top of an activity. */
public class Dialog implements DialogInterface {
    private final Activity owner;
    private final DecorView decor;
    private boolean showing;
    private boolean cancelable = true;
    private OnDismissListener onDismiss;

    public Dialog(Context context) {
        owner = (Activity) context;
        decor = new DecorView(context, owner::redraw);
    }

    public final Context getContext() {
        return owner;
    }

    public void setContentView(View view) {
        decor.setContent(view);
    }

    public <T extends View> T findViewById(int id) {
        return decor.findViewById(id);
    }

    public void setCancelable(boolean flag) {
        cancelable = flag;
    }

    public void setOnDismissListener(OnDismissListener listener) {
        onDismiss = listener;
    }

    public boolean isShowing() {
        return showing;
    }

    public void show() {
        if (!showing) {
            showing = true;
            decor.setTag(this);
            owner.addWindow(decor);
        }
    }

    public void onBackPressed() {
        if (cancelable) {
            cancel();
        }
    }

    @Override
    public void cancel() {
        dismiss();
    }

    @Override
    public void dismiss() {
        if (showing) {
            showing = false;
            owner.removeWindow(decor);
            if (onDismiss != null) {
                onDismiss.onDismiss(this);
            }
        }
    }
}
