// A hardware address as people and SDKs write it: six bytes, colons between.

import type { Hook } from "../lib/call.js";
import { hex } from "../lib/values.js";

const LONGEST = 32;

export const hardwareAddress: Hook = {
  args: (call) => {
    const name = call.jni.attempt(() => interfaceName(call.jni, call.self));
    return name === null ? [] : [name];
  },
  result: (call, value) => {
    const length = call.jni.arrayLength(value);
    const text = Array.from(call.jni.bytes(value, Math.min(length, LONGEST)), hex).join(":");
    return { text, length: text.length };
  },
};

function interfaceName(jni: Parameters<NonNullable<Hook["args"]>>[0]["jni"], self: NativePointer): string {
  const getName = jni.methodId(jni.classOf(self), "getName", "()Ljava/lang/String;");
  return jni.string(jni.callObject(self, getName), 64);
}
