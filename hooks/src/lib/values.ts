// Java values as bounded text. Nothing here throws, runs code of the app, or reads more than the app was given.

import type { JavaType, JniValue } from "./bridge.js";
import { isArt, typeName } from "./bridge.js";
import { hashOfBytes, hashOfString } from "./hashes.js";
import { clip, type Jni } from "./jni.js";
import { className } from "./throwables.js";

export interface Result {
  /** Null when only the number of items is told. */
  readonly text: string | null;
  /** Length in characters before it was cut. */
  readonly length: number;
  /** sha256 of the whole text in UTF-8, where it was cut and could be read. */
  readonly hash?: string;
  /** Number of items, for arrays, lists and cursors. */
  readonly items?: number;
}

export interface Text extends Result {
  readonly text: string;
}

/** Items of arrays and lists that are written out for one value, nested ones included; `items` always counts all. */
const MOST_ITEMS = 256;
/** Containers within containers; one may hold itself. */
const DEEPEST = 3;
const MOST_BYTES = 4096;

/** What one value may still cost. */
interface Budget {
  items: number;
  depth: number;
}

/** Names of the platform's classes. */
const PLATFORM = /^(?:android|java|javax|com\.android|dalvik|libcore)\./;

/**
 * Of those, the ones whose toString() calls that of what they hold, which may be the app's: collections, pairs,
 * bundles, messages.
 */
const HOLDERS = /^(?:java\.util\.(?!Date$|UUID$|Locale$)|android\.util\.|android\.os\.(?:(?:Base|Persistable)?Bundle|Message)$)/;

/** Lists that keep their items themselves and lock nothing: wrappers would ask a list of the app's. */
const LISTS = /^java\.util\.(?:ArrayList|LinkedList|Arrays\$ArrayList|ImmutableCollections\$List\w+|Collections\$(?:EmptyList|SingletonList)|concurrent\.CopyOnWriteArrayList)$/;

type Reader = (jni: Jni, object: NativePointer, limit: number) => string;

export function primitive(type: JavaType, value: JniValue): string {
  switch (type.className) {
    case "boolean": return value === 0 ? "false" : "true";
    case "char": return clip(String.fromCharCode(Number(value)), 1);
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
  return textWithin(jni, object, limit, declared, { items: MOST_ITEMS, depth: DEEPEST });
}

function textWithin(jni: Jni, object: NativePointer, limit: number, declared: string, budget: Budget): Text {
  const name = jni.attempt(() => className(jni, object)) ?? declared;
  const text = jni.attempt(() => read(jni, object, name, limit, budget));
  return text ?? { text: name, length: name.length };
}

function read(jni: Jni, object: NativePointer, name: string, limit: number, budget: Budget): Text {
  if (name === "java.lang.String") return stringText(jni, object, limit);
  if (name.startsWith("[")) return array(jni, object, name, limit, budget);
  if (LISTS.test(name)) return listText(jni, object, limit, budget);
  const reader = READERS[name];
  if (reader !== undefined) return cut(reader(jni, object, limit), limit);
  if (HOLDERS.test(name) || !isPlatform(jni, object, name)) return cut(name, limit);
  const text = jni.callObject(object, method(jni, "java.lang.Object", "toString", "()Ljava/lang/String;"));
  return text.isNull() ? cut(name, limit) : stringText(jni, text, limit);
}

function stringText(jni: Jni, text: NativePointer, limit: number): Text {
  const length = jni.stringLength(text);
  const kept = { text: jni.string(text, limit), length };
  return length > limit ? { ...kept, hash: hashOfString(jni, text, length) } : kept;
}

/** Whether an object's class is the platform's own: on ART an app may bring classes of such names itself. */
export function isPlatform(jni: Jni, object: NativePointer, name: string): boolean {
  if (!PLATFORM.test(name)) return false;
  if (!isArt()) return true;
  const getLoader = method(jni, "java.lang.Class", "getClassLoader", "()Ljava/lang/ClassLoader;");
  const loader = jni.callObject(jni.classOf(object), getLoader);
  return loader.isNull() || className(jni, loader) === "java.lang.BootClassLoader";
}

function array(jni: Jni, object: NativePointer, name: string, limit: number, budget: Budget): Text {
  const items = jni.arrayLength(object);
  if (name === "[B") {
    const bytes = jni.bytes(object, Math.min(items, MOST_BYTES));
    const text = { ...cut(Array.from(bytes, hex).join(""), limit, 2 * items), items };
    return text.text.length < 2 * items ? { ...text, hash: hashOfBytes(jni, object, items) } : text;
  }
  if (name.length === 2) return { text: name, length: name.length, items };
  return joined(jni, items, limit, budget, (i) => jni.arrayItem(object, i));
}

function listText(jni: Jni, object: NativePointer, limit: number, budget: Budget): Text {
  const items = jni.callInt(object, method(jni, "java.util.List", "size", "()I"));
  const get = method(jni, "java.util.List", "get", "(I)Ljava/lang/Object;");
  const args = Memory.alloc(8);
  return joined(jni, items, limit, budget, (i) => {
    args.writeS32(i);
    return jni.callObject(object, get, args);
  });
}

function joined(
  jni: Jni, items: number, limit: number, budget: Budget, item: (index: number) => NativePointer,
): Text {
  if (budget.depth === 0) return { text: "…", length: 1, items };
  budget.depth--;
  const parts: string[] = [];
  let size = 0;
  for (let i = 0; i < items && size <= limit && budget.items > 0; i++) {
    budget.items--;
    const part = jni.attempt(() => {
      const object = item(i);
      return object.isNull() ? "null" : textWithin(jni, object, limit, "", budget).text;
    });
    parts.push(part ?? "");
    size += (part?.length ?? 0) + 1;
  }
  budget.depth++;
  return { ...cut(parts.join(","), limit), items };
}

function cut(text: string, limit: number, length = text.length): Text {
  return { text: clip(text, limit), length };
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
    for (let i = 0, size = 0; i < Math.min(count, MOST_ITEMS) && size <= limit; i++) {
      args.writeS32(i);
      const part = jni.attempt(() => {
        const item = jni.callObject(object, getItem, args);
        const text = jni.callObject(item, ownMethod(jni, item, "getText", "()Ljava/lang/CharSequence;"));
        return text.isNull() ? null : objectText(jni, text, limit).text;
      });
      if (part === null) continue;
      parts.push(part);
      size += part.length;
    }
    return parts.join("\n");
  },
  // Its toString() asks the URL's handler, which may be the app's: these getters do not.
  "java.net.URL": (jni, object, limit) => {
    const part = (name: string): string | null => jni.attempt(() => {
      const text = jni.callObject(object, method(jni, "java.net.URL", name, "()Ljava/lang/String;"));
      return text.isNull() ? null : jni.string(text, limit);
    });
    const authority = part("getAuthority");
    const query = part("getQuery");
    const ref = part("getRef");
    return [
      part("getProtocol") ?? "", ":", authority === null || authority === "" ? "" : `//${authority}`,
      part("getPath") ?? "", query === null ? "" : `?${query}`, ref === null ? "" : `#${ref}`,
    ].join("");
  },
};
