// Java values as bounded text. Nothing here throws, runs code of the app, or reads more than the app was given.

import type { JavaType, JniValue } from "./bridge.js";
import { typeName } from "./bridge.js";
import type { Jni } from "./jni.js";
import { className } from "./throwables.js";

export interface Result {
  /** Null when only the number of items is told. */
  readonly text: string | null;
  /** Length in characters before it was cut. */
  readonly length: number;
  /** Number of items, for arrays, lists and cursors. */
  readonly items?: number;
}

export interface Text extends Result {
  readonly text: string;
}

/** Items of an array or list that are written out; `items` always counts all. */
const MOST_ITEMS = 256;
const MOST_BYTES = 4096;

/** Classes whose toString() is the platform's own; containers are left out, since theirs calls that of their items. */
const PLATFORM = /^(?!java\.util\.(?!Date$|UUID$|Locale$)|android\.os\.(?:Base)?Bundle$)(?:android|androidx|java|javax|kotlin|com\.android|dalvik|libcore|com\.google\.android\.gms)\./;

const LISTS = /^(?:java\.util|android|com\.android|kotlin\.collections)\./;

type Reader = (jni: Jni, object: NativePointer, limit: number) => string;

export function primitive(type: JavaType, value: JniValue): string {
  switch (type.className) {
    case "boolean": return value === 0 ? "false" : "true";
    case "char": return String.fromCharCode(Number(value));
    default: return String(value);
  }
}

/** Convert an argument or result; null stands for Java's null and for an object that could not be read. */
export function convert(jni: Jni, type: JavaType, value: JniValue, limit: number): Text | null {
  if (type.type !== "pointer") {
    const text = primitive(type, value);
    return { text, length: text.length };
  }
  const object = value as NativePointer;
  return object.isNull() ? null : objectText(jni, object, limit, typeName(type));
}

export function objectText(jni: Jni, object: NativePointer, limit: number, declared = ""): Text {
  const name = jni.attempt(() => className(jni, object)) ?? declared;
  const text = jni.attempt(() => read(jni, object, name, limit));
  return text ?? { text: name, length: name.length };
}

function read(jni: Jni, object: NativePointer, name: string, limit: number): Text {
  if (name === "java.lang.String") {
    return { text: jni.string(object, limit), length: jni.stringLength(object) };
  }
  if (name.startsWith("[")) return array(jni, object, name, limit);
  const list = jni.attempt(() => listText(jni, object, limit, name));
  if (list !== null) return list;
  const reader = READERS[name];
  if (reader !== undefined) return plain(reader(jni, object, limit), limit);
  if (!PLATFORM.test(name)) return plain(name, limit);
  const text = jni.callObject(object, method(jni, "java.lang.Object", "toString", "()Ljava/lang/String;"));
  return { text: jni.string(text, limit), length: jni.stringLength(text) };
}

function plain(text: string, limit: number): Text {
  return { text: text.slice(0, limit), length: text.length };
}

function array(jni: Jni, object: NativePointer, name: string, limit: number): Text {
  const items = jni.arrayLength(object);
  if (name === "[B") {
    const bytes = jni.bytes(object, Math.min(items, MOST_BYTES));
    return { ...cut(Array.from(bytes, hex).join(""), 2 * items, limit), items };
  }
  if (name.length === 2) return { text: name, length: name.length, items };
  return joined(jni, items, limit, (i) => jni.arrayItem(object, i));
}

function listText(jni: Jni, object: NativePointer, limit: number, name: string): Text | null {
  // Only the platform's lists: size() and get() of an app's own list would run the app's code.
  if (!LISTS.test(name) || !jni.isInstance(object, cls(jni, "java.util.List"))) return null;
  const items = jni.callInt(object, method(jni, "java.util.List", "size", "()I"));
  const get = method(jni, "java.util.List", "get", "(I)Ljava/lang/Object;");
  const args = Memory.alloc(8);
  return joined(jni, items, limit, (i) => {
    args.writeS32(i);
    return jni.callObject(object, get, args);
  });
}

function joined(jni: Jni, items: number, limit: number, item: (index: number) => NativePointer): Text {
  const parts: string[] = [];
  let size = 0;
  for (let i = 0; i < Math.min(items, MOST_ITEMS) && size <= limit; i++) {
    const part = jni.attempt(() => {
      const object = item(i);
      return object.isNull() ? "null" : objectText(jni, object, limit).text;
    });
    parts.push(part ?? "");
    size += (part?.length ?? 0) + 1;
  }
  const text = parts.join(",");
  return { ...cut(text, text.length, limit), items };
}

function cut(text: string, length: number, limit: number): Text {
  return { text: text.slice(0, limit), length };
}

export function hex(byte: number): string {
  return byte.toString(16).padStart(2, "0");
}

const classes = new Map<string, NativePointer>();
const methods = new Map<string, NativePointer>();

export function cls(jni: Jni, name: string): NativePointer {
  let found = classes.get(name);
  if (found === undefined) {
    found = jni.globalRef(jni.findClass(name));
    classes.set(name, found);
  }
  return found;
}

export function method(jni: Jni, owner: string, name: string, signature: string): NativePointer {
  const key = `${owner}.${name}${signature}`;
  let found = methods.get(key);
  if (found === undefined) {
    found = jni.methodId(cls(jni, owner), name, signature);
    methods.set(key, found);
  }
  return found;
}

/** The same, for an object whose class only the app's loader knows. */
function ownMethod(jni: Jni, object: NativePointer, name: string, signature: string): NativePointer {
  return jni.methodId(jni.classOf(object), name, signature);
}

function stringOf(jni: Jni, text: NativePointer, limit: number): string {
  return text.isNull() ? "" : jni.string(text, limit);
}

function fieldText(field: string): Reader {
  return (jni, object, limit) => {
    const id = jni.fieldId(jni.classOf(object), field, "Ljava/lang/String;");
    return stringOf(jni, jni.getObject(object, id), limit);
  };
}

function getterText(name: string): Reader {
  return (jni, object, limit) =>
    stringOf(jni, jni.callObject(object, ownMethod(jni, object, name, "()Ljava/lang/String;")), limit);
}

/** What matters of a class, where its toString() hides it. */
const READERS: Record<string, Reader> = {
  "android.content.pm.PackageInfo": fieldText("packageName"),
  "android.content.pm.ApplicationInfo": fieldText("packageName"),
  "android.app.ActivityManager$RunningAppProcessInfo": fieldText("processName"),
  "com.google.android.gms.ads.identifier.AdvertisingIdClient$Info": getterText("getId"),
  "android.location.Location": (jni, object) => {
    const latitude = jni.callDouble(object, ownMethod(jni, object, "getLatitude", "()D"));
    const longitude = jni.callDouble(object, ownMethod(jni, object, "getLongitude", "()D"));
    return `${latitude},${longitude}`;
  },
  "android.content.ClipData": (jni, object, limit) => {
    const count = jni.callInt(object, ownMethod(jni, object, "getItemCount", "()I"));
    const getItem = ownMethod(jni, object, "getItemAt", "(I)Landroid/content/ClipData$Item;");
    const args = Memory.alloc(8);
    const parts: string[] = [];
    for (let i = 0; i < Math.min(count, MOST_ITEMS); i++) {
      args.writeS32(i);
      const item = jni.callObject(object, getItem, args);
      const text = jni.callObject(item, ownMethod(jni, item, "getText", "()Ljava/lang/CharSequence;"));
      if (!text.isNull()) parts.push(objectText(jni, text, limit).text);
    }
    return parts.join("\n");
  },
};
