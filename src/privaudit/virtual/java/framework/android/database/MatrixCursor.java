package android.database;

import java.util.ArrayList;
import java.util.List;

/** Rows kept in memory. */
public class MatrixCursor extends AbstractCursor {
    private final String[] names;
    private final List<Object[]> rows = new ArrayList<>();

    public MatrixCursor(String[] columnNames) {
        this(columnNames, 16);
    }

    public MatrixCursor(String[] columnNames, int initialCapacity) {
        names = columnNames;
    }

    public void addRow(Object[] columnValues) {
        if (columnValues.length != names.length) {
            throw new IllegalArgumentException("columnNames.length = " + names.length
                    + ", columnValues.length = " + columnValues.length);
        }
        rows.add(columnValues);
    }

    private Object get(int column) {
        if (column < 0 || column >= names.length) {
            throw new CursorIndexOutOfBoundsException(
                    "Requested column: " + column + ", # of columns: " + names.length);
        }
        checkPosition();
        return rows.get(getPosition())[column];
    }

    @Override
    public int getCount() {
        return rows.size();
    }

    @Override
    public String[] getColumnNames() {
        return names;
    }

    @Override
    public String getString(int column) {
        Object value = get(column);
        return value == null ? null : value.toString();
    }

    @Override
    public int getInt(int column) {
        return (int) getLong(column);
    }

    @Override
    public long getLong(int column) {
        Object value = get(column);
        return value == null ? 0 : Long.parseLong(value.toString());
    }

    @Override
    public int getType(int column) {
        return get(column) == null ? FIELD_TYPE_NULL : FIELD_TYPE_STRING;
    }

    @Override
    public boolean isNull(int column) {
        return get(column) == null;
    }
}
