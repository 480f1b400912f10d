// The VM's own objects of lambdas and method references that a task of the platform holds. A stack shows no frame
// of theirs, and a trace none either: they can be watched without the app seeing it. Only HotSpot has such classes;
// what Android's compiler makes instead are classes of the app, whose frames say who wanted the work.

import { isArt } from "./bridge.js";
import type { Jni } from "./jni.js";
import { WeakObjects } from "./objects.js";
import { className } from "./throwables.js";
import { cls, method } from "./values.js";

/** Classes whose fields are remembered. */
const MOST_CLASSES = 4_096;
/** Objects within objects: a completion holds a callable that holds a runnable. */
const DEEPEST = 4;
const MOST_FOUND = 8;
const STATIC = 0x0008;
const FIELD = "java.lang.reflect.Field";

/** Stands for the fields of a class of a lambda. */
const LAMBDA: readonly NativePointer[] = [];

export class Lambdas {
  private readonly fields = new WeakObjects<readonly NativePointer[]>(MOST_CLASSES);

  /** `types` are global references to the interfaces whose methods run work; `carried` as of `Origins`. */
  constructor(
    jni: Jni, private readonly types: readonly NativePointer[],
    private readonly carried: (jni: Jni, object: NativePointer) => boolean,
  ) {
    for (const name of ["java.lang.Class", "java.lang.Object", FIELD]) cls(jni, name);
  }

  /** Return the object, if it is one itself, or those that it holds for others. */
  of(jni: Jni, object: NativePointer): NativePointer[] {
    const found: NativePointer[] = [];
    if (!isArt()) this.add(jni, object, found, DEEPEST);
    return found;
  }

  private add(jni: Jni, object: NativePointer, found: NativePointer[], depth: number): void {
    if (object.isNull() || found.length >= MOST_FOUND) return;
    const fields = this.fieldsOf(jni, object);
    if (fields === LAMBDA) found.push(object);
    else if (depth > 0) for (const field of fields) this.add(jni, jni.getObject(object, field), found, depth - 1);
  }

  private fieldsOf(jni: Jni, object: NativePointer): readonly NativePointer[] {
    const owner = jni.classOf(object);
    let fields = this.fields.get(jni, owner);
    if (fields === undefined) {
      if (className(jni, object).includes("/")) fields = LAMBDA;
      else fields = this.carried(jni, object) ? jni.attempt(() => this.declared(jni, owner)) ?? [] : [];
      this.fields.set(jni, owner, fields);
    }
    jni.deleteLocal(owner);
    return fields;
  }

  /** The fields of a class and its superclasses that are declared to hold work. */
  private declared(jni: Jni, owner: NativePointer): NativePointer[] {
    const getFields = method(jni, "java.lang.Class", "getDeclaredFields", `()[L${FIELD.replace(/\./g, "/")};`);
    const getType = method(jni, FIELD, "getType", "()Ljava/lang/Class;");
    const getModifiers = method(jni, FIELD, "getModifiers", "()I");
    const object = cls(jni, "java.lang.Object");
    const found: NativePointer[] = [];
    for (let current = owner; !current.isNull() && !jni.same(current, object); current = jni.superclass(current)) {
      const all = jni.callObject(current, getFields);
      for (let i = 0; i < jni.arrayLength(all); i++) {
        const field = jni.arrayItem(all, i);
        const type = jni.callObject(field, getType);
        const work = (jni.callInt(field, getModifiers) & STATIC) === 0 && this.types.some((one) => jni.same(one, type));
        if (work) found.push(jni.reflectedField(field));
        jni.deleteLocal(type);
        jni.deleteLocal(field);
      }
    }
    return found;
  }
}
