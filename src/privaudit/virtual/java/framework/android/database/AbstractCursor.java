package android.database;

/** What cursors have in common. */
public abstract class AbstractCursor implements Cursor {
    private int position = -1;
    private boolean closed;

    public AbstractCursor() {
    }

    @Override
    public final int getPosition() {
        return position;
    }

    @Override
    public final boolean move(int offset) {
        return moveToPosition(position + offset);
    }

    @Override
    public final boolean moveToPosition(int position) {
        int count = getCount();
        this.position = Math.max(-1, Math.min(position, count));
        return position >= 0 && position < count;
    }

    @Override
    public final boolean moveToFirst() {
        return moveToPosition(0);
    }

    @Override
    public final boolean moveToLast() {
        return moveToPosition(getCount() - 1);
    }

    @Override
    public final boolean moveToNext() {
        return moveToPosition(position + 1);
    }

    @Override
    public final boolean moveToPrevious() {
        return moveToPosition(position - 1);
    }

    @Override
    public final boolean isFirst() {
        return position == 0 && getCount() != 0;
    }

    @Override
    public final boolean isLast() {
        return position == getCount() - 1 && getCount() != 0;
    }

    @Override
    public final boolean isBeforeFirst() {
        return getCount() == 0 || position == -1;
    }

    @Override
    public final boolean isAfterLast() {
        return getCount() == 0 || position == getCount();
    }

    @Override
    public int getColumnIndex(String columnName) {
        String[] names = getColumnNames();
        for (int i = 0; i < names.length; i++) {
            if (names[i].equalsIgnoreCase(columnName)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public int getColumnIndexOrThrow(String columnName) {
        int index = getColumnIndex(columnName);
        if (index < 0) {
            throw new IllegalArgumentException("column '" + columnName + "' does not exist. Available columns: "
                    + java.util.Arrays.toString(getColumnNames()));
        }
        return index;
    }

    @Override
    public String getColumnName(int columnIndex) {
        return getColumnNames()[columnIndex];
    }

    @Override
    public int getColumnCount() {
        return getColumnNames().length;
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    protected void checkPosition() {
        if (position < 0 || position >= getCount()) {
            throw new CursorIndexOutOfBoundsException(position, getCount());
        }
    }
}
