// Reads by name: which calls of a row are events. It runs on every call, so lengths are compared before texts.

import type { HookPlan } from "../generated/wire.js";
import type { Jni } from "./jni.js";
import type { Call } from "./call.js";
import { typeName, type JavaType } from "./bridge.js";
import { actionOf } from "./intents.js";

const TEXT = "java.lang.String";
const INTENT = "android.content.Intent";

/** Return what tells whether a call's name is one of the row's; null for a row that takes any. */
export function named(plan: HookPlan, method: { readonly argumentTypes: readonly JavaType[] }): ((call: Call) => boolean) | null {
  if (plan.names.length === 0) return null;
  const index = plan.name_arg;
  const type = method.argumentTypes[index];
  // An overload without the argument reads nothing by name.
  if (type === undefined) return () => false;
  const names = new Set(plan.names);
  const lengths = new Set(plan.names.map((name) => name.length));
  const longest = Math.max(...lengths);
  const fits = (jni: Jni, text: NativePointer): boolean =>
    !text.isNull() && lengths.has(jni.stringLength(text)) && names.has(jni.string(text, longest));
  switch (typeName(type)) {
    case TEXT: return (call) => fits(call.jni, call.handle(index));
    case `${TEXT}[]`: return (call) => call.jni.attempt(() => anyOf(call.jni, call.handle(index), fits)) ?? false;
    case INTENT: return (call) => names.has(actionOf(call.jni, call.handle(index)) ?? "");
    default: return (call) => names.has(call.arg(index));
  }
}

/** Names in one array that are looked at. */
const MOST_NAMES = 256;

function anyOf(jni: Jni, array: NativePointer, fits: (jni: Jni, text: NativePointer) => boolean): boolean {
  if (array.isNull()) return false;
  const length = Math.min(jni.arrayLength(array), MOST_NAMES);
  for (let i = 0; i < length; i++) {
    const text = jni.arrayItem(array, i);
    const found = fits(jni, text);
    jni.deleteLocal(text);
    if (found) return true;
  }
  return false;
}
