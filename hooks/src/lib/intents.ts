// What an intent says of itself. Its extras are left alone: reading one would unpack them all, with classes of the
// app's. An intent of a class of the app's own is not asked either, since its getters are the app's code.

import type { Jni } from "./jni.js";
import { className } from "./throwables.js";
import { method } from "./values.js";

const INTENT = "android.content.Intent";
const STRING = "()Ljava/lang/String;";
const LONGEST = 2048;

/** The action of an intent, null where it has none or may not be asked. */
export function actionOf(jni: Jni, intent: NativePointer): string | null {
  return asks(jni, intent) ? textOf(jni, intent, "getAction") : null;
}

/** Action, data, target (a component or package) and type of an intent, empty where there is none. */
export function partsOf(jni: Jni, intent: NativePointer): string[] {
  if (!asks(jni, intent)) return [];
  return [textOf(jni, intent, "getAction"), textOf(jni, intent, "getDataString"), targetOf(jni, intent), textOf(jni, intent, "getType")]
    .map((part) => part ?? "");
}

function asks(jni: Jni, intent: NativePointer): boolean {
  return !intent.isNull() && className(jni, intent) === INTENT;
}

function textOf(jni: Jni, intent: NativePointer, getter: string): string | null {
  return jni.attempt(() => {
    const text = jni.callObject(intent, method(jni, INTENT, getter, STRING));
    return text.isNull() ? null : jni.string(text, LONGEST);
  });
}

function targetOf(jni: Jni, intent: NativePointer): string | null {
  const component = jni.attempt(() => {
    const name = jni.callObject(intent, method(jni, INTENT, "getComponent", "()Landroid/content/ComponentName;"));
    if (name.isNull()) return null;
    const text = jni.callObject(name, method(jni, "android.content.ComponentName", "flattenToShortString", STRING));
    return jni.string(text, LONGEST);
  });
  return component ?? textOf(jni, intent, "getPackage");
}
