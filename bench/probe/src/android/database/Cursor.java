package android.database;

public class Cursor {
    public int position = -1;

    public int getCount() {
        return 3;
    }
}
