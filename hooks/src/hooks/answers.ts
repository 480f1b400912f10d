// What a person answered to permissions: the numbers of an int[] in the order of what was asked, joined by commas.

import type { Hook } from "../lib/call.js";

const MOST = 256;

export const answers: Hook = {
  result: (call, value) => {
    const { jni } = call;
    const items = jni.arrayLength(value);
    const text = jni.ints(value, Math.min(items, MOST)).join(",");
    return { text, length: text.length, items };
  },
};
