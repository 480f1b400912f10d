// Receivers an app registers: the actions it listens for, joined by commas. An IntentFilter's getters are final.

import type { Hook } from "../lib/call.js";
import type { Jni } from "../lib/jni.js";
import { method } from "../lib/values.js";

const FILTER = "android.content.IntentFilter";
const MOST = 64;

export const filter: Hook = {
  args: (call) => {
    const [index] = call.target.plan.kept_args;
    const { jni } = call;
    const actions = index === undefined ? null : jni.attempt(() => actionsOf(jni, call.handle(index)));
    return actions === null ? [] : [actions.join(",")];
  },
};

function actionsOf(jni: Jni, object: NativePointer): string[] {
  if (object.isNull()) return [];
  const count = jni.callInt(object, method(jni, FILTER, "countActions", "()I"));
  const args = Memory.alloc(8);
  return Array.from({ length: Math.min(count, MOST) }, (_, i) => {
    args.writeS32(i);
    return jni.string(jni.callObject(object, method(jni, FILTER, "getAction", "(I)Ljava/lang/String;"), args), 256);
  });
}
