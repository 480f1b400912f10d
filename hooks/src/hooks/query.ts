// Content queries: what was asked, and how many rows came. getCount() does not move the cursor; no column is read.

import type { Jni } from "../lib/jni.js";
import type { Hook } from "../lib/call.js";
import { className } from "../lib/throwables.js";
import { cls, isPlatform, method } from "../lib/values.js";

const WRAPPER = "android.database.CursorWrapper";
const MOST_WRAPPERS = 8;

export const query: Hook = {
  result: (call, cursor) => {
    const items = call.jni.attempt(() => countOf(call.jni, cursor, MOST_WRAPPERS));
    return items === null || items < 0 ? { text: null, length: 0 } : { text: null, length: 0, items };
  },
};

/** Rows of a cursor of the platform's, through its wrappers; null where only code of the app could tell. */
function countOf(jni: Jni, cursor: NativePointer, left: number): number | null {
  if (left === 0 || !isPlatform(jni, cursor, className(jni, cursor))) return null;
  const wrapped = jni.attempt(() => jni.isInstance(cursor, cls(jni, WRAPPER)));
  if (wrapped === true) {
    const inner = method(jni, WRAPPER, "getWrappedCursor", "()Landroid/database/Cursor;");
    return countOf(jni, jni.callObject(cursor, inner), left - 1);
  }
  if (!jni.isInstance(cursor, cls(jni, "android.database.Cursor"))) return null;
  return jni.callInt(cursor, method(jni, "android.database.Cursor", "getCount", "()I"));
}
