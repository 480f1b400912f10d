package android.content;

/** Told when memory runs low. */
public interface ComponentCallbacks2 {
    int TRIM_MEMORY_UI_HIDDEN = 20;

    void onTrimMemory(int level);
}
