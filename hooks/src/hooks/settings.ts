// Settings.Secure holds hundreds of names; only the one that identifies a device is an event.

import type { Hook } from "../lib/call.js";

const NAMES = ["android_id"];
const LENGTHS = new Set(NAMES.map((name) => name.length));

export const settings: Hook = {
  selects: (call) => {
    const name = call.handle(1);
    if (name.isNull() || !LENGTHS.has(call.jni.stringLength(name))) return false;
    return NAMES.includes(call.jni.string(name, 64));
  },
};
