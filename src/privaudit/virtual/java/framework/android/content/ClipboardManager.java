package android.content;

import android.os.Handler;
import com.android.internal.os.BinderLink;
import com.android.internal.os.RuntimeInit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The clipboard. */
public class ClipboardManager extends android.text.ClipboardManager {
    private final List<OnPrimaryClipChangedListener> listeners = new CopyOnWriteArrayList<>();

    /** Told when something was put on the clipboard. */
    public interface OnPrimaryClipChangedListener {
        void onPrimaryClipChanged();
    }

    public ClipboardManager(Context context, Handler handler) {
        this(context);
    }

    ClipboardManager(Context context) {
        RuntimeInit.listen(event -> {
            if ("clipboard".equals(event.optString("event"))) {
                listeners.forEach(OnPrimaryClipChangedListener::onPrimaryClipChanged);
            }
        });
    }

    public ClipData getPrimaryClip() {
        String text = BinderLink.text("clipboard.get");
        return text == null ? null : ClipData.newPlainText(null, text);
    }

    public void setPrimaryClip(ClipData clip) {
        BinderLink.call("clipboard.set", "text", clip.getItemAt(0).coerceToText(null).toString());
    }

    public void clearPrimaryClip() {
        BinderLink.call("clipboard.set", "text", "");
    }

    public ClipDescription getPrimaryClipDescription() {
        return holdsClip() ? ClipData.newPlainText(null, "").getDescription() : null;
    }

    public boolean hasPrimaryClip() {
        return holdsClip();
    }

    private static boolean holdsClip() {
        return Boolean.TRUE.equals(BinderLink.call("clipboard.has"));
    }

    @Override
    public CharSequence getText() {
        ClipData clip = getPrimaryClip();
        return clip == null ? null : clip.getItemAt(0).coerceToText(null);
    }

    @Override
    public void setText(CharSequence text) {
        setPrimaryClip(ClipData.newPlainText(null, text));
    }

    @Override
    public boolean hasText() {
        return holdsClip();
    }

    public void addPrimaryClipChangedListener(OnPrimaryClipChangedListener what) {
        listeners.add(what);
        BinderLink.call("clipboard.listen");
    }

    public void removePrimaryClipChangedListener(OnPrimaryClipChangedListener what) {
        listeners.remove(what);
    }
}
