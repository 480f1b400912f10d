// Content queries: what was asked, and how many rows came. getCount() does not move the cursor; no column is read.

import type { Hook } from "../lib/call.js";
import { cls, method } from "../lib/values.js";

export const query: Hook = {
  result: (call, cursor) => {
    const { jni } = call;
    const items = jni.attempt(() => {
      if (!jni.isInstance(cursor, cls(jni, "android.database.Cursor"))) return null;
      return jni.callInt(cursor, method(jni, "android.database.Cursor", "getCount", "()I"));
    });
    return items === null ? { text: null, length: 0 } : { text: null, length: 0, items };
  },
};
