package android.os;

/** Named values passed between parts of an app. */
public final class Bundle extends BaseBundle {
    public Bundle() {
    }

    public Bundle(Bundle b) {
        putAll(b);
    }

    @Override
    public synchronized String toString() {
        return "Bundle[" + map + "]";
    }

    public void putAll(Bundle bundle) {
        map.putAll(bundle.map);
    }
}
